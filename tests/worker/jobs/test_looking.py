"""Whether a mail of ours lies in the mailbox: what is taken for it, and where it is looked for."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.doubles.mailbox import MemoryMailbox
from tests.worker.mailbox.rigs import MaildirRig
from worker.jobs.looking import Look, look, sought
from worker.ports import ConfigurationError, FolderMark, MailboxError, Planned, Unreachable

MONDAY = datetime(2026, 11, 16, 7, tzinfo=UTC)
ID = "<w47@lindqvist.example>"
OURS = (
    "From: Introloop <mara@lindqvist.example>\r\nTo: mara@lindqvist.example\r\n"
    f"Message-ID: {ID}\r\nX-Introloop: weekly 2026-W47\r\n\r\nTwo loops.\r\n"
).encode()
DIGEST = Planned("weekly", "2026-W47", ID, OURS, MONDAY)
OTHER = b"From: ines@harbour.example\r\nMessage-ID: <1@harbour.example>\r\n\r\nHello.\r\n"


def mailbox(**folders: list[bytes]) -> MemoryMailbox:
    contents = {"INBOX": [], "Sent": [], "Junk": [], "Trash": [], **folders}
    return MemoryMailbox("home", contents, arrived=MONDAY)


def seen(*mailboxes: MemoryMailbox, marks: tuple[FolderMark, ...] = ()) -> Look:
    return look(mailboxes, sought(DIGEST), marks)


@pytest.mark.parametrize("folder", ["INBOX", "Sent", "Junk", "Archive"])
def test_it_is_found_wherever_a_mail_to_oneself_may_come_to_lie(folder: str) -> None:
    assert seen(mailbox(**{folder: [OTHER, OURS, OTHER]})).found


def test_it_is_not_there_where_nobody_put_it() -> None:
    assert not seen(mailbox(INBOX=[OTHER])).found
    assert not seen(mailbox(Trash=[OURS])).found  # the owner threw it away: the scans saw it before


def test_it_is_known_by_the_id_exchange_keeps_when_it_gives_a_mail_another() -> None:
    passed_on = OURS.replace(b"Message-ID:", b"X-Microsoft-Original-Message-ID:").replace(b"X-Intro", b"X-")
    assert seen(mailbox(INBOX=[b"Message-ID: <x@exchange.example>\r\n" + passed_on])).found


ANOTHERS = OURS.replace(ID.encode(), b"<w47@another.example>")


def test_the_same_issue_of_another_installation_counts_as_ours() -> None:
    assert seen(mailbox(INBOX=[ANOTHERS])).found


@pytest.mark.parametrize(
    "forged",
    [
        ANOTHERS.replace(b"<mara@lindqvist.example>", b"<mallory@elsewhere.example>"),
        ANOTHERS.replace(b"<mara@", b"<mara@lindqvist.example> <mallory@"),
        ANOTHERS.replace(b"From: Introloop <mara@lindqvist.example>\r\n", b""),
        ANOTHERS.replace(b"W47", b"W46"),
        ANOTHERS.replace(b"weekly ", b"urgent "),
    ],
)
def test_a_mail_that_only_says_so_does_not_count(forged: bytes) -> None:
    assert not seen(mailbox(INBOX=[forged])).found


def test_a_mail_in_junk_counts_by_its_message_id_alone() -> None:
    assert not seen(mailbox(Junk=[ANOTHERS])).found


def test_only_what_came_after_the_mark_is_looked_at() -> None:
    marked = FolderMark("home", "INBOX", 7, 3)
    assert not seen(mailbox(INBOX=[OTHER, OURS]), marks=(marked,)).found
    assert seen(mailbox(INBOX=[OTHER, OTHER, OURS]), marks=(marked,)).found


def test_a_mark_of_another_uidvalidity_says_nothing() -> None:
    assert seen(mailbox(INBOX=[OTHER, OURS]), marks=(FolderMark("home", "INBOX", 6, 3),)).found


def test_without_a_mark_it_goes_back_to_the_day_before_it_was_due() -> None:
    long_ago = mailbox(INBOX=[OURS, *[OTHER] * 600])
    assert seen(long_ago).found
    assert not seen(replace(long_ago, arrived=MONDAY - timedelta(days=2))).found


def test_uids_that_lie_far_apart_keep_nobody_from_finding_it(tmp_path: Path) -> None:
    """A Maildir's follow from the time of delivery."""
    rig = MaildirRig(tmp_path / "Maildir")
    rig.deliver(OURS)
    assert look((rig.mailbox(),), sought(DIGEST), ()).found


def test_the_marks_say_where_each_folder_stood_and_the_first_ones_stay() -> None:
    kept = FolderMark("home", "INBOX", 7, 2)
    marks = {mark.folder: mark for mark in seen(mailbox(INBOX=[OTHER, OTHER]), marks=(kept,)).marks}
    assert marks == {
        "INBOX": kept,
        "Sent": FolderMark("home", "Sent", 7, 1),
        "Junk": FolderMark("home", "Junk", 7, 1),
    }


@pytest.mark.parametrize("failure", [Unreachable("no answer"), ConfigurationError("no password")])
def test_a_mailbox_that_cannot_be_read_leaves_the_question_open(
    failure: MailboxError | ConfigurationError,
) -> None:
    down, up = mailbox(), mailbox(INBOX=[OURS])
    down.down = failure
    assert not seen(down).complete
    both = seen(down, up)
    assert (both.found, both.complete) == (True, False)


def test_a_folder_that_is_gone_leaves_the_question_open_and_the_others_go_on() -> None:
    half = seen(replace(mailbox(Sent=[OURS]), gone=frozenset({"INBOX"})))
    assert (half.found, half.complete) == (True, False)


def test_an_owner_without_a_mailbox_has_nothing_to_look_into() -> None:
    assert seen() == Look(found=False, complete=True, marks=())
