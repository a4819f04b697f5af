"""What a scan promises: all new mail once, nothing lost when it stops, and no message that stops it."""

from __future__ import annotations

from datetime import datetime
from threading import Event

import pytest

from rules.model import Act
from rules.reading import signals
from tests.builders import MARA, invitation, mail, owner, when
from tests.worker.jobs.scans import NOON, held, letters, mailbox, scanned
from worker.jobs.report import ScanReport
from worker.jobs.scan import MailboxEmptied
from worker.packs import packs
from worker.ports import Batch, FolderRole, Store, Unreachable


def test_all_mail_of_all_folders_is_read_once(store: Store) -> None:
    box = mailbox(*letters(3))
    box.put(letters(1, start=3)[0].content, folder="Sent")

    first, second = scanned(box, store), scanned(box, store)

    assert (first.new, first.looked_at, first.finished) == (4, 4, True)
    assert second == ScanReport()
    assert sorted(held(store)) == [f"Letter number {i}." for i in range(4)]


def test_only_mail_that_came_since_is_fetched(store: Store) -> None:
    box = mailbox(*letters(2))
    scanned(box, store)
    box.fetched.clear()
    box.put(letters(1, start=2)[0].content)

    scanned(box, store)

    assert box.fetched == [("INBOX", 3)]


def test_a_newsletter_is_counted_and_neither_fetched_nor_kept(store: Store) -> None:
    weekly = mail(
        "News <n@news.example>", "Meet us.", on="2026-11-02", headers={"List-Id": "<n.news.example>"}
    )
    box = mailbox(weekly)

    report = scanned(box, store)

    assert (report.skipped, report.new, box.fetched) == (1, 0, [])
    assert store.coverage().skipped == 1


def test_a_message_that_lies_in_two_folders_is_fetched_once(store: Store) -> None:
    one = letters(1)[0]
    box = mailbox(one)
    box.put(one.content, folder="Archive")

    report = scanned(box, store)

    assert report.new == 1
    assert box.fetched == [("INBOX", 1)]


def test_a_message_that_only_shares_its_id_with_another_is_read_all_the_same(store: Store) -> None:
    one, other = (
        mail("Ida Broms <ida@broms.example>", f"Letter number {i}.", on="Mon 2026-11-02 09:00", subject=about)
        for i, about in enumerate(("Meet Dana", "Your invoice"))
    )
    ids = [each.message.header.message_id.encode() for each in (one, other)]
    box = mailbox(one)
    scanned(box, store)
    box.put(other.content.replace(ids[1], ids[0]))

    assert scanned(box, store).new == 1
    assert sorted(held(store)) == ["Letter number 0.", "Letter number 1."]


def test_after_a_change_of_uidvalidity_nothing_is_doubled_lost_or_fetched_again(store: Store) -> None:
    box = mailbox(*letters(3))
    scanned(box, store)
    box.uidvalidity, box.fetched = 8, []
    box.put(letters(1, start=3)[0].content)

    report = scanned(box, store)

    assert report.new == 1
    assert len(held(store)) == 4
    assert box.fetched == [("INBOX", 4)]
    bookmark = store.bookmark("home", "INBOX")
    assert bookmark is not None
    assert (bookmark.uidvalidity, bookmark.uid) == (8, 4)


def test_an_acceptance_a_calendar_sends_is_fetched_and_read(store: Store) -> None:
    """It says that a meeting will take place (DOMAIN.md K3, SCHEDULED)."""
    at = when("Tue 2026-11-17 10:00")
    part = invitation(at, organizer=MARA, guests=["Ida Broms <ida@broms.example>"], accepted=True)
    accepted = mail(
        "Ida Broms <ida@broms.example>",
        on="Mon 2026-11-09 09:00",
        subject="Accepted: Coffee",
        part=part,
        headers={"Auto-Submitted": "auto-generated", "Sender": "Calendar <calendar-notification@google.com>"},
    )
    me, kept = owner(), packs()
    scanned(mailbox(accepted), store, read=lambda message: signals.read(message, owner=me, packs=kept))

    (reading,) = store.readings()
    assert reading.invitation is not None
    assert Act.CONFIRMS_MEETING in {signal.act for signal in reading.signals}


def test_a_folder_that_is_gone_is_said_and_the_others_go_on(store: Store) -> None:
    box = mailbox(*letters(2), gone=frozenset({"Sent"}))

    report = scanned(box, store)

    assert report.new == 2
    assert report.problems == ("folder Sent cannot be opened",)
    coverage = store.coverage()
    assert coverage.last_complete is None
    assert coverage.problems == ("Sent: folder Sent cannot be opened",)


def test_a_folder_read_to_its_end_says_when_and_how_much(store: Store) -> None:
    scanned(mailbox(*letters(2)), store)

    inbox, sent = store.coverage().folders
    assert (inbox.folder, inbox.role, inbox.complete, inbox.read) == ("INBOX", FolderRole.INBOX, NOON, 2)
    assert (sent.folder, sent.complete, sent.read) == ("Sent", NOON, 0)


def test_while_sent_mail_is_still_being_read_nothing_counts_as_complete(store: Store) -> None:
    box = mailbox(*letters(3))
    box.put(letters(1, start=3)[0].content, folder="Sent")
    seen: dict[str, datetime | None] = {}

    scanned(box, store, progress=lambda folder, *_: seen.update({folder: store.coverage().last_complete}))

    assert seen == {"INBOX": None, "Sent": None}
    assert store.coverage().last_complete == NOON


def test_a_folder_that_was_read_before_and_is_gone_is_said_once_and_holds_nothing_back(store: Store) -> None:
    box = mailbox(*letters(3))
    box.put(letters(1, start=3)[0].content, folder="Clients")
    scanned(box, store)
    del box.contents["Clients"]

    first, second = scanned(box, store), scanned(box, store)

    assert first.problems == ("account home: the folder Clients is gone",)
    assert second.problems == ()
    assert [folder.folder for folder in store.coverage().folders] == ["INBOX", "Sent"]


def test_a_server_that_is_down_is_said_of_every_folder_and_raised(store: Store) -> None:
    box = mailbox(*letters(2))
    scanned(box, store)
    box.down = Unreachable("mail.broms.example does not answer")

    with pytest.raises(Unreachable):
        scanned(box, store)

    coverage = store.coverage()
    assert coverage.last_complete == NOON
    assert [folder.problem for folder in coverage.folders] == ["mail.broms.example does not answer"] * 2


def test_a_server_that_was_never_reached_is_said_too(store: Store) -> None:
    box = mailbox()
    box.down = Unreachable("mail.broms.example does not answer")
    with pytest.raises(Unreachable):
        scanned(box, store)

    assert store.coverage().problems == ("INBOX: mail.broms.example does not answer",)


def test_a_scan_that_is_stopped_keeps_what_it_read_and_goes_on_there(store: Store) -> None:
    box, stop = mailbox(*letters(450)), Event()
    seen: list[tuple[str, int, int]] = []

    def watch(folder: str, done: int, total: int) -> None:
        seen.append((folder, done, total))
        stop.set()

    first = scanned(box, store, progress=watch, stop=stop)
    second = scanned(box, store)

    assert (first.new, first.finished) == (250, False)
    assert seen == [("INBOX", 250, 450)]
    assert (second.new, second.finished) == (200, True)
    assert len(held(store)) == 450


def test_a_scan_told_to_stop_before_it_begins_reads_nothing(store: Store) -> None:
    stop = Event()
    stop.set()

    assert scanned(mailbox(*letters(2)), store, stop=stop) == ScanReport(finished=False)
    assert held(store) == []


def test_a_scan_killed_while_it_saves_loses_and_doubles_nothing(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    box, save = mailbox(*letters(450)), store.save
    killed: list[Batch] = []

    def dying(batch: Batch) -> int:
        if batch.bookmark.floor == 0 and not killed:
            killed.append(batch)
            raise KeyboardInterrupt
        return save(batch)

    monkeypatch.setattr(store, "save", dying)
    with pytest.raises(KeyboardInterrupt):
        scanned(box, store)
    again = scanned(box, store)

    assert again.new == 200
    assert sorted(held(store)) == sorted(f"Letter number {i}." for i in range(450))


def test_a_mailbox_suddenly_empty_stops_the_scan_and_changes_nothing(store: Store) -> None:
    scanned(mailbox(*letters(51)), store)

    with pytest.raises(MailboxEmptied, match="51 messages were read before"):
        scanned(mailbox(), store)

    assert len(held(store)) == 51
    assert "every folder is empty" in store.coverage().problems[0]


def test_an_emptied_inbox_is_believed_while_other_folders_hold_mail(store: Store) -> None:
    box = mailbox(*letters(60))
    box.put(letters(1, start=60)[0].content, folder="Sent")
    scanned(box, store)
    box.contents["INBOX"].clear()

    assert scanned(box, store).finished
    assert store.coverage().problems == ()


def test_our_own_digest_is_noticed_and_its_text_not_fetched(store: Store) -> None:
    ours = mail(
        "Mara Lindqvist <mara@lindqvist.example>",
        "Nothing to do.",
        on="2026-11-16",
        headers={"X-Introloop": "2026-W47", "Auto-Submitted": "auto-generated"},
    )
    box = mailbox(ours)

    scanned(box, store)

    assert store.known((ours.message_id,)) == {ours.message_id}
    assert box.fetched == []
