"""When Introloop says that all is well, that something wants a look, and that it does not work."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from worker.digest import WEEKLY
from worker.jobs.health import Level, health, health_json, judged, standing
from worker.ports import Batch, Bookmark, FolderCoverage, FolderRole, Phase, Planned, Quarantined, Store

NOW = datetime(2026, 11, 16, 9, tzinfo=UTC)


def read(store: Store, *, at: datetime | None = NOW, problem: str = "") -> None:
    store.folder_read(FolderCoverage("home", "INBOX", FolderRole.INBOX, at, problem=problem))


def digest(store: Store) -> Planned:
    return store.plan(Planned(WEEKLY, "2026-W47", "<w47@lindqvist.example>", b"To: me\n\nHi", NOW))


def test_a_mailbox_never_read_to_its_end_does_not_work(store: Store) -> None:
    said = health(store, now=NOW)

    assert said.level is Level.FAILING
    assert said.complaints == ("the mailbox was never read to its end: introloop scan",)


def test_a_mailbox_read_today_is_well(store: Store) -> None:
    read(store)
    store.settle(digest(store), Phase.SENT, at=NOW)

    said = health(store, now=NOW)

    known = said.standing
    assert (said.level, said.complaints) == (Level.WELL, ())
    assert (known.last_digest, known.unsent, known.lasts) == (NOW.isoformat(), 0, True)


def test_a_day_without_a_reading_wants_a_look(store: Store) -> None:
    read(store)

    said = health(store, now=NOW + timedelta(days=2))

    assert said.level is Level.ATTENTION
    assert said.complaints == ("nothing was read since 2026-11-16 09:00",)


def test_three_days_without_a_reading_do_not_work(store: Store) -> None:
    read(store)

    said = [health(store, now=NOW + timedelta(days=3, hours=hour)) for hour in (0, 1)]

    assert [one.level for one in said] == [Level.ATTENTION, Level.FAILING]


def test_a_password_that_is_gone_for_more_than_a_day_does_not_work_and_is_said_once(store: Store) -> None:
    missing = "account home: no password found in file imap-password"
    for name, role in (("INBOX", FolderRole.INBOX), ("Sent", FolderRole.SENT)):
        store.folder_read(FolderCoverage("home", name, role, NOW))
        store.folder_read(FolderCoverage("home", name, role, None, problem=missing))

    soon, later = health(store, now=NOW), health(store, now=NOW + timedelta(hours=25))

    assert (soon.level, soon.complaints) == (Level.ATTENTION, (missing,))
    assert later.level is Level.FAILING
    assert later.complaints == ("nothing was read since 2026-11-16 09:00", missing)


def test_a_server_that_refuses_is_said_once_an_account_and_beside_another_account_it_still_works(
    store: Store,
) -> None:
    later = NOW + timedelta(days=42)
    for account, name, at in (
        ("home", "INBOX", later),
        ("work", "INBOX", NOW),
        ("work", "Sent", NOW),
    ):
        store.folder_read(FolderCoverage(account, name, FolderRole.INBOX, at))
        if account == "work":
            store.folder_read(FolderCoverage(account, name, FolderRole.INBOX, None, problem="it refuses"))

    said = health(store, now=later)

    assert said.level is Level.ATTENTION
    assert said.complaints == (
        "not everything was read since 2026-11-16 09:00",
        "account work: it refuses",
    )


def test_folders_messages_and_mails_that_failed_are_named(store: Store) -> None:
    read(store)
    read(store, at=None, problem="it is gone")
    broken = Quarantined("home", "INBOX", 7, 4, "ValueError while reading the text")
    store.save(Batch(Bookmark("home", "INBOX", 7, 4), quarantined=(broken,)))
    store.settle(digest(store), Phase.IN_DOUBT, at=NOW)

    said = health(store, now=NOW)

    assert said.level is Level.ATTENTION
    assert said.complaints == (
        "INBOX: it is gone",
        "1 message could not be read",
        "1 mail may or may not have been sent; the next scans will tell",
    )


def test_a_mail_whose_sender_died_counts_as_unsent_when_its_lease_has_run_out(store: Store) -> None:
    read(store)
    store.highest_now(NOW)
    store.claim(digest(store), by="a process that was killed", now=NOW, lease=900)

    found = [standing(store, now=NOW + timedelta(minutes=n)) for n in (1, 16)]
    assert [known.unsent for known in found] == [0, 1]
    assert [known.lasts for known in found] == [False, True]  # the first is not to be kept
    assert store.highest_now(NOW) == NOW  # to look writes nothing


def test_a_clock_that_is_back_is_said_as_long_as_no_digest_is_planned_by_it(store: Store) -> None:
    read(store)
    store.highest_now(NOW + timedelta(hours=5))

    behind, soon = health(store, now=NOW), health(store, now=NOW + timedelta(hours=4))

    assert behind.level is Level.ATTENTION
    assert behind.complaints == (
        "the clock of this machine stepped back: it was 2026-11-16 14:00 before, and no digest is sent until "
        "it has caught up. Is it right?",
    )
    assert (soon.level, soon.complaints) == (Level.WELL, ())


def test_the_outbox_is_asked_once_unless_a_mail_is_being_sent(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    read(store)
    store.highest_now(NOW)
    unsent, asked = store.unsent, list[datetime | None]()

    def counted(*, by: datetime | None = None) -> Sequence[Planned]:
        asked.append(by)
        return unsent(by=by)

    monkeypatch.setattr(store, "unsent", counted)
    mail = digest(store)
    assert (standing(store, now=NOW).unsent, len(asked)) == (1, 1)
    store.claim(mail, by="a process at work", now=NOW, lease=900)
    assert (standing(store, now=NOW).unsent, len(asked)) == (0, 3)


def test_other_programs_are_told_the_same(store: Store) -> None:
    read(store)
    broken = Quarantined("home", "INBOX", 7, 4, "ValueError while reading the text")
    store.save(Batch(Bookmark("home", "INBOX", 7, 4), quarantined=(broken,)))

    known = replace(standing(store, now=NOW), spent=[("home", 500_000_000, "2026-11-16")])
    said = health_json(judged(known, now=NOW))

    assert said["level"] == "attention"
    assert said["quarantined"] == [
        {"account": "home", "folder": "INBOX", "uid": 4, "reason": "ValueError while reading the text"}
    ]
    assert (said["last_digest"], said["unsent"]) == (None, 0)
    (waits,) = said["resting"]
    assert waits.startswith("account home: 500 MB were read today")
    assert said["coverage"]["last_complete"] == "2026-11-16T09:00:00+00:00"
