"""Maildirs: none is missed, nothing is moved."""

from __future__ import annotations

import mailbox as standard
import os
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.worker.mailbox.rigs import letter, named
from worker.mailbox import maildir_uids
from worker.mailbox.folders import FolderRules
from worker.mailbox.maildir import MaildirMailbox
from worker.mailbox.maildir_uids import arrivals
from worker.ports import Folder, FolderUnreadable, MailboxError, NoSentFolder, RawHeader, RawMail


def maildir(path: Path, *contents: bytes) -> standard.Maildir:
    path.parent.mkdir(parents=True, exist_ok=True)
    made = standard.Maildir(path)
    for content in contents:
        made.add(content)
    return made


def opened(path: Path, rules: FolderRules | None = None) -> MaildirMailbox:
    return MaildirMailbox("home", path=path, folders=rules or FolderRules())


def folders(path: Path) -> dict[str, Folder]:
    with opened(path) as mailbox:
        return {folder.name: folder for folder in mailbox.folders()}


def headers(path: Path, *, after: int = 0) -> list[RawHeader]:
    with opened(path) as mailbox:
        mailbox.open("INBOX")
        return [header for batch in mailbox.headers(after) for header in batch]


def rename(path: Path, *, flags: str) -> None:
    """What a mail program does when a message was read: from new/ to cur/, with flags."""
    name = path.name.partition(":")[0]
    path.rename(path.parent.parent / "cur" / f"{name}:2,{flags}")


def tree(path: Path) -> list[tuple[str, int, int]]:
    return sorted((str(p), p.stat().st_mtime_ns, p.stat().st_ctime_ns) for p in path.rglob("*"))


def test_reading_changes_no_file_and_no_name(tmp_path: Path) -> None:
    maildir(tmp_path / "M", letter("One"), letter("Two"))
    before = tree(tmp_path)
    with opened(tmp_path / "M") as mailbox:
        mailbox.folders()
        mailbox.open("INBOX")
        headers = [header for batch in mailbox.headers(0) for header in batch]
        assert len(list(mailbox.mails(headers))) == 2
    assert tree(tmp_path) == before


def test_a_message_delivered_just_after_a_look_is_seen_at_the_next(tmp_path: Path) -> None:
    box = maildir(tmp_path / "M", letter("First"))
    seen, bookmark = set(), 0
    for n in range(30):  # each look is followed by a delivery within the same tick of the clock
        for header in headers(tmp_path / "M", after=bookmark):
            seen.add(header.header)
            bookmark = header.uid
        box.add(letter(f"Number {n}"))
    seen |= {header.header for header in headers(tmp_path / "M", after=bookmark)}
    assert len(seen) == 31


def test_an_old_message_moved_here_from_another_folder_is_new_here(tmp_path: Path) -> None:
    box = maildir(tmp_path / "M", letter("Here"))
    other = maildir(tmp_path / "Other", letter("Moved"))
    (old,) = (tmp_path / "Other" / "new").iterdir()
    os.utime(old, (1_000_000_000, 1_000_000_000))
    bookmark = headers(tmp_path / "M")[-1].uid
    old.rename(tmp_path / "M" / "cur" / "1000000000.M1P1.example:2,S")
    (moved,) = headers(tmp_path / "M", after=bookmark)
    assert b"Subject: Moved" in moved.header
    assert moved.arrived is not None
    assert moved.arrived.year == 2001
    assert len(box) == 2
    assert len(other) == 0


def test_a_change_of_flags_loses_nothing(tmp_path: Path) -> None:
    maildir(tmp_path / "M", letter("One"), letter("Two"))
    with opened(tmp_path / "M") as mailbox:
        mailbox.open("INBOX")
        ((one, two),) = mailbox.headers(0)
        for path in (tmp_path / "M" / "new").iterdir():
            rename(path, flags="RS")
        mails = list(mailbox.mails([one, two]))
    assert [mail.uid for mail in mails if isinstance(mail, RawMail)] == [one.uid, two.uid]


def test_a_message_removed_between_two_looks_is_passed_over(tmp_path: Path) -> None:
    maildir(tmp_path / "M", letter("One"), letter("Two"))
    with opened(tmp_path / "M") as mailbox:
        mailbox.open("INBOX")
        for path in (tmp_path / "M" / "new").iterdir():
            path.unlink()
        assert list(mailbox.headers(0)) == []
        assert list(mailbox.mails(named(1))) == []


def test_a_removed_text_is_no_finding(tmp_path: Path) -> None:
    maildir(tmp_path / "M", letter("One"))
    with opened(tmp_path / "M") as mailbox:
        mailbox.open("INBOX")
        ((one,),) = mailbox.headers(0)
        next((tmp_path / "M" / "new").iterdir()).unlink()
        assert list(mailbox.mails([one])) == []


def test_two_messages_of_one_moment_and_one_digest_keep_two_uids(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    maildir(tmp_path / "M", letter("One"), letter("Two"))
    monkeypatch.setattr(maildir_uids, "_uid", lambda name, status: 7)
    assert [header.uid for header in headers(tmp_path / "M")] == [7, 8]


def test_uids_fit_into_a_signed_64_bit_integer_for_a_lifetime(tmp_path: Path) -> None:
    maildir(tmp_path / "M", letter())
    (header,) = headers(tmp_path / "M")
    in_2100 = header.uid * datetime(2100, 1, 1, tzinfo=UTC).timestamp() / time.time()
    assert 0 < header.uid < in_2100 < 2**63


def test_where_mail_never_stops_coming_the_newest_waits_for_the_next_look(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    box = maildir(tmp_path / "M", letter("Old"))
    time.sleep(2 * maildir_uids.TICK)
    box.add(letter("Young"))
    monkeypatch.setattr(time, "sleep", lambda seconds: None)
    monkeypatch.setattr(maildir_uids, "_TRIES", 1)
    assert len(arrivals(tmp_path / "M")) == 1


def test_what_is_no_message_is_passed_over(tmp_path: Path) -> None:
    maildir(tmp_path / "M", letter())
    (tmp_path / "M" / "cur" / ".hidden").write_text("no mail")
    (tmp_path / "M" / "cur" / "directory").mkdir()
    (tmp_path / "M" / "new" / "dangling").symlink_to(tmp_path / "nowhere")
    (tmp_path / "M" / "new" / "circle").symlink_to(tmp_path / "M" / "new" / "circle")
    assert len(headers(tmp_path / "M")) == 1


def test_a_folder_name_that_is_no_utf_8_can_be_stored_and_opened(tmp_path: Path) -> None:
    maildir(tmp_path / "M")
    maildir(tmp_path / "M" / os.fsdecode(b".Entw\xfcrfe"), letter())
    with opened(tmp_path / "M", FolderRules(sent="Entw\\xfcrfe")) as mailbox:
        _, folder = mailbox.folders()
        assert folder.name.encode() == b"Entw\\xfcrfe"
        assert mailbox.open(folder.name).messages == 1


def test_a_message_that_cannot_be_opened_costs_only_itself(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    maildir(tmp_path / "M", letter("Open"), letter("Closed"))
    plain_open = Path.open

    def closed(path: Path, *args: str, **options: int) -> object:
        if b"Closed" in path.read_bytes():
            raise PermissionError(13, "Permission denied")
        return plain_open(path, *args, **options)  # type: ignore[call-overload]  # as it was called

    with opened(tmp_path / "M") as mailbox:
        mailbox.open("INBOX")
        headers = [header for batch in mailbox.headers(0) for header in batch]
        monkeypatch.setattr(Path, "read_bytes", lambda path: os.pread(os.open(path, os.O_RDONLY), 9999, 0))
        monkeypatch.setattr(Path, "open", closed)
        ((*found,),) = mailbox.headers(0)
        mails = list(mailbox.mails(headers))
    assert [header.problem for header in found if header.problem] == ["Permission denied"]
    assert sum(isinstance(mail, RawMail) for mail in mails) == 1
    assert sum(isinstance(mail, tuple) for mail in mails) == 1


def test_folders_of_maildir_plus_plus_are_found_by_their_names(tmp_path: Path) -> None:
    maildir(tmp_path / "M")
    for name in (".Sent", ".Archive.2025", ".Entw&APw-rfe", ".R&-D", ".Bad&2D0-"):
        maildir(tmp_path / "M" / name)
    found = folders(tmp_path / "M")
    assert {"INBOX", "Sent", "Archive/2025", "Entwürfe", "R&D", "Bad&2D0-"} == set(found)
    assert [name for name, folder in found.items() if folder.selected] == ["INBOX", "Sent", "Archive/2025"]


def test_maildirs_side_by_side_are_folders_too(tmp_path: Path) -> None:
    for name in ("INBOX", "Sent", "Archive/2025"):
        maildir(tmp_path / name, letter())
    assert [name for name, folder in folders(tmp_path).items() if folder.selected] == [
        *("INBOX", "Sent", "Archive/2025")
    ]


def test_a_lone_maildir_is_read_as_sent_and_received_mail_alike(tmp_path: Path) -> None:
    maildir(tmp_path / "M")
    (inbox,) = folders(tmp_path / "M").values()
    assert inbox.selected
    assert "sent and received" in inbox.why


def test_several_folders_without_a_sent_one_are_refused(tmp_path: Path) -> None:
    maildir(tmp_path / "M")
    maildir(tmp_path / "M" / ".Letters")
    with opened(tmp_path / "M") as mailbox, pytest.raises(NoSentFolder) as refused:
        mailbox.folders()
    assert '"Letters"' in refused.value.advice
    with opened(tmp_path / "M", FolderRules(sent="Letters")) as mailbox:
        assert len(mailbox.folders()) == 2


def test_a_path_without_a_maildir_is_named(tmp_path: Path) -> None:
    with pytest.raises(MailboxError, match=str(tmp_path)) as refused, opened(tmp_path / "nothing"):
        pass
    assert not refused.value.transient


def test_a_folder_closed_to_us_is_unreadable(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    maildir(tmp_path / "M")

    def denied(path: object) -> object:
        raise PermissionError(13, "Permission denied")

    with opened(tmp_path / "M") as mailbox:
        monkeypatch.setattr(os, "scandir", denied)
        monkeypatch.setattr(MaildirMailbox, "_places", lambda self: {"INBOX": tmp_path / "M"})
        with pytest.raises(FolderUnreadable, match="Permission denied"):
            mailbox.open("INBOX")
