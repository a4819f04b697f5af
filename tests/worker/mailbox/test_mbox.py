"""mbox files: every message found, whatever wrote the file, and held in little memory."""

from __future__ import annotations

import gzip
import lzma
import os
import tempfile
import time
import tracemalloc
from datetime import UTC, datetime, timedelta, timezone
from io import BytesIO
from pathlib import Path
from typing import IO

import pytest

from tests.worker.mailbox.rigs import letter, named
from worker.mailbox import mbox_index
from worker.mailbox.mbox import MboxMailbox
from worker.mailbox.mbox_index import arrival, index
from worker.ports import FolderState, FolderUnreadable, MailboxError, RawHeader, RawMail

FROM = b"From ines@example.com Mon Nov 16 09:30:00 2026\n"


def message(subject: str, text: str = "See you.") -> bytes:
    return FROM + letter(subject, text=text).replace(b"\r\n", b"\n") + b"\n"


def state(path: Path, folder: str = "INBOX") -> FolderState:
    with MboxMailbox("home", path=path) as mailbox:
        return mailbox.open(folder)


def headers(path: Path, *, after: int = 0) -> list[RawHeader]:
    with MboxMailbox("home", path=path) as mailbox:
        mailbox.open("INBOX")
        return [header for batch in mailbox.headers(after) for header in batch]


def texts(path: Path) -> list[bytes]:
    with MboxMailbox("home", path=path) as mailbox:
        mailbox.open("INBOX")
        headers = [header for batch in mailbox.headers(0) for header in batch]
        return [mail.content for mail in mailbox.mails(headers) if isinstance(mail, RawMail)]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "mail.mbox"


@pytest.mark.parametrize("suffix", [".mbox", ".mbox.gz", ".mbox.xz", ".mbox.XZ"])
def test_packed_files_are_read_like_plain_ones(tmp_path: Path, suffix: str) -> None:
    content = b"".join(message(f"Number {n}") for n in range(3))
    path = tmp_path / f"mail{suffix}"
    packed = {".gz": gzip.compress(content), ".xz": lzma.compress(content)}
    path.write_bytes(packed.get(path.suffix.lower(), content))
    assert [header.uid for header in headers(path)] == [
        1,
        1 + len(message("Number 0")),
        1 + 2 * len(message("Number 0")),
    ]
    assert [text.rstrip() for text in texts(path)] == [
        letter(f"Number {n}", text="See you.").replace(b"\r\n", b"\n").rstrip() for n in range(3)
    ]
    assert [p.name for p in tmp_path.iterdir()] == [path.name]


@pytest.mark.parametrize(
    "line",
    [
        b"From ines@example.com Mon Nov 16 09:30:00 2026",
        b"From - Mon Nov 16 09:30:00 2026",
        b"From 1234567890123456789@xxx Mon Nov 16 09:30:00 +0000 2026",
        b"From ines@example.com 2026-11-16T09:30:00+00:00",
        b"From ines@example.com 2026-11-16T09:30:00",
        b"From ines@example.com Mon Nov 16 09:30:00 2026\r",
        b"From MAILER-DAEMON Mon Nov 16 10:30:00 +0100 2026",
    ],
)
def test_the_from_line_of_any_writer_begins_a_message_and_tells_its_day(path: Path, line: bytes) -> None:
    path.write_bytes(message("First") + line + b"\nSubject: Second\n\nHello.\n")
    first, second = headers(path)
    assert second.header == b"Subject: Second\n\n"
    assert first.arrived == second.arrived == datetime(2026, 11, 16, 9, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    "line", [b"From x y", b"From x Mon Nov 16 09:30:00 99999999999", b"From x 2026-99-99T10:00", b"From"]
)
def test_a_day_that_is_none_is_not_known(line: bytes) -> None:
    assert arrival(line) is None


def test_a_zone_is_kept_in_the_day_of_arrival() -> None:
    day = arrival(b"From x 2026-11-16T09:30:00-07:00")
    assert day == datetime(2026, 11, 16, 9, 30, tzinfo=timezone(timedelta(hours=-7)))


@pytest.mark.parametrize(
    "text",
    [
        "From the start, 10:30 was meant.\nMore: text",
        "From 9:30 on we are there.\n\nSee you",
        "From here to there.\nSubject: none",
        "From ines at 10:30",
    ],
)
def test_a_line_of_text_that_begins_with_from_begins_no_message(path: Path, text: str) -> None:
    unquoted = message("First", text="Hello,\n\n" + text.replace("More: text", "more text"))
    path.write_bytes(unquoted + message("Second"))
    assert len(headers(path)) == 2


def test_no_empty_line_is_needed_before_a_message(path: Path) -> None:
    path.write_bytes(message("First").rstrip() + b"\n" + message("Second").rstrip())
    assert len(headers(path)) == 2


def test_quoted_from_lines_are_read_as_they_were_written(path: Path) -> None:
    path.write_bytes(message("First", text=">From Oslo.\n>>From deeper.\n> From a quote.\n>Front."))
    (text,) = texts(path)
    assert b"\nFrom Oslo.\n>From deeper.\n> From a quote.\n>Front." in text


def test_messages_are_found_across_the_blocks_in_which_a_file_is_read(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    content = b"".join(message(f"Number {n}", text="x" * (n % 7)) for n in range(40))
    whole = list(index(BytesIO(content)).starts)
    assert len(whole) == 40
    for block in (1, 7, 64, 1000, 1001, 4096):
        monkeypatch.setattr(mbox_index, "_BLOCK", block)
        assert list(index(BytesIO(content)).starts) == whole


def test_a_file_that_grew_is_read_on_from_where_it_was(path: Path) -> None:
    path.write_bytes(message("First"))
    before, (first,) = state(path), headers(path)
    with path.open("ab") as file:
        file.write(message("Second"))
    assert state(path).uidvalidity == before.uidvalidity
    (second,) = headers(path, after=first.uid)
    assert b"Subject: Second" in second.header
    assert second.uid == before.uidnext


@pytest.mark.parametrize("how", ["another file in its place", "another beginning in the same file"])
def test_a_file_that_was_replaced_is_read_anew(path: Path, how: str) -> None:
    path.write_bytes(message("First") + message("Second"))
    before = state(path).uidvalidity
    if how == "another file in its place":
        path.with_suffix(".new").write_bytes(message("First"))
        path.with_suffix(".new").rename(path)
    else:
        path.write_bytes(message("Second"))
    assert state(path).uidvalidity != before


def test_mail_that_came_after_other_mail_was_removed_in_place_is_not_missed(path: Path) -> None:
    path.write_bytes(message("First") + message("Removed", text="x" * 500) + message("Third"))
    before, bookmark = state(path), headers(path)[-1].uid
    path.write_bytes(message("First") + message("Third") + message("New"))
    assert state(path).uidvalidity == before.uidvalidity
    found = headers(path, after=bookmark)
    assert found[-1].uid < bookmark
    assert b"Subject: New" in found[-1].header


def test_one_message_asked_for_by_its_uid_brings_no_other(path: Path) -> None:
    path.write_bytes(message("First") + message("Second") + message("Third"))
    _, second, _ = headers(path)
    with MboxMailbox("home", path=path) as mailbox:
        mailbox.open("INBOX")
        assert list(mailbox.headers(second.uid - 1, upto=second.uid)) == [[second]]


def test_a_file_name_that_is_no_utf_8_can_be_stored_and_opened(tmp_path: Path) -> None:
    (tmp_path / os.fsdecode(b"caf\xe9.mbox")).write_bytes(message("First"))
    with MboxMailbox("home", path=tmp_path) as mailbox:
        (folder,) = mailbox.folders()
        assert folder.name.encode() == b"caf\\xe9"
        assert mailbox.open(folder.name).messages == 1


def test_an_empty_file_is_an_empty_folder(path: Path) -> None:
    path.touch()
    assert state(path).messages == 0
    assert headers(path) == []


def test_the_folders_of_a_directory_are_its_mbox_files(tmp_path: Path) -> None:
    for name in (
        "Inbox",
        "Sent.mbox",
        "Archive 2025.mbox",
        "Trash",
        "notes.txt",
        "Inbox.msf",
        ".hidden.mbox",
    ):
        (tmp_path / name).write_bytes(b"no mail" if name in ("notes.txt", "Inbox.msf") else message(name))
    (tmp_path / "Sent").write_bytes(message("Also sent"))
    (tmp_path / "damaged.mbox.xz").write_bytes(b"no xz")
    (tmp_path / "damaged.xz").write_bytes(b"no xz")
    (tmp_path / "directory.mbox").mkdir()
    with MboxMailbox("home", path=tmp_path) as mailbox:
        selected = {folder.name: folder.selected for folder in mailbox.folders()}
        assert selected == {
            "INBOX": True,
            "Sent": True,
            "Sent.mbox": True,
            "Archive 2025": True,
            "Trash": False,
            "damaged": True,
        }
        assert mailbox.open("Sent").messages == 1
        with pytest.raises(FolderUnreadable, match="cannot be unpacked"):
            mailbox.open("damaged")
        with pytest.raises(FolderUnreadable, match="no folder Projects"):
            mailbox.open("Projects")


def test_one_file_holds_sent_and_received_mail_and_needs_no_sent_folder(path: Path) -> None:
    path.write_bytes(message("First"))
    with MboxMailbox("home", path=path) as mailbox:
        (inbox,) = mailbox.folders()
    assert (inbox.name, inbox.selected) == ("INBOX", True)


def test_what_is_no_mbox_file_is_refused_with_the_reason(path: Path) -> None:
    path.write_bytes(b"Dear diary,\n\nFrom today on.\n")
    with pytest.raises(FolderUnreadable, match="no mbox file") as refused:
        state(path)
    assert '"From "' in refused.value.advice


def test_a_file_cut_off_while_it_was_packed_is_damaged(tmp_path: Path) -> None:
    for name, pack in (("a.mbox.gz", gzip.compress), ("a.mbox.xz", lzma.compress)):
        (tmp_path / name).write_bytes(pack(message("First") * 200)[:-20])
        with pytest.raises(FolderUnreadable, match="cannot be unpacked"):
            state(tmp_path / name)


def test_a_full_disk_is_told_with_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.mbox.xz").write_bytes(lzma.compress(message("First")))

    def full(**options: str) -> object:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(tempfile, "TemporaryFile", full)
    with pytest.raises(FolderUnreadable, match="No space left") as refused:
        state(tmp_path / "a.mbox.xz")
    assert "free space" in refused.value.advice


def test_a_path_with_nothing_at_it_is_named(path: Path) -> None:
    with pytest.raises(MailboxError, match=str(path)), MboxMailbox("home", path=path):
        pass


def test_a_uid_within_a_message_is_no_message(path: Path) -> None:
    path.write_bytes(message("First"))
    with MboxMailbox("home", path=path) as mailbox:
        mailbox.open("INBOX")
        assert list(mailbox.mails(named(2, 5000))) == []


def test_leaving_closes_the_file_and_its_unpacked_copy(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.mbox.xz"
    made: list[IO[bytes]] = []
    path.write_bytes(lzma.compress(message("First")))
    make = tempfile.TemporaryFile

    def remembered(**options: str) -> IO[bytes]:
        made.append(make(**options))  # type: ignore[call-overload]  # as it was called
        return made[-1]

    monkeypatch.setattr(tempfile, "TemporaryFile", remembered)
    state(path)
    assert [file.closed for file in made] == [True]


def test_a_message_of_200_mb_is_never_held_whole(tmp_path: Path) -> None:
    path = tmp_path / "large.mbox"
    with path.open("wb") as file:
        file.write(message("Large", text="The plans are attached."))
        for _ in range(200):
            file.write(b"QUFB" * 262_144)  # a line without an end
        file.write(b"\n" + message("After"))
    tracemalloc.start()
    try:
        large, after = headers(path)
        beginning, _ = texts(path)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert large.size > 200_000_000
    assert b"Subject: After" in after.header
    assert b"The plans are attached." in beginning
    assert peak < 10_000_000


def test_five_thousand_headers_take_less_than_a_second(path: Path) -> None:
    path.write_bytes(b"".join(message(f"Number {n}", text="x\n" * 500) for n in range(5000)))
    begun = time.process_time()
    assert len(headers(path)) == 5000
    assert time.process_time() - begun < 1
