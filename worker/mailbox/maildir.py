"""A mailbox in a Maildir: read where it lies; nothing is renamed, and new/ stays new.

INBOX is the directory itself; its folders are ".Sent" and ".Archive.2025" (Maildir++), or directories
below it that are Maildirs themselves, as programs that fetch mail lay them out.
"""

from __future__ import annotations

import os
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence, Set
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar

from worker.mailbox import local
from worker.mailbox.folder_names import decoded_name, file_name
from worker.mailbox.folders import FolderRules, Listed, choose
from worker.mailbox.limits import BATCH, LOCAL, Limits, portions
from worker.mailbox.local import LocalMailbox
from worker.mailbox.maildir_uids import Arrival, arrivals, relocated
from worker.ports import (
    Folder,
    FolderRole,
    FolderState,
    FolderUnreadable,
    MailboxError,
    MessageUnreadable,
    RawHeader,
    RawMail,
)

UIDVALIDITY = 1  # UIDs are times of arrival: even those of a Maildir made anew are higher than all before
_DEPTH = 4  # directories below the mailbox in which Maildirs are looked for
_PARTS = ("cur", "new", "tmp")

T = TypeVar("T")


class MaildirMailbox(LocalMailbox):
    """A Maildir and the folders in it."""

    def __init__(self, account: str, *, path: Path, folders: FolderRules, limits: Limits = LOCAL) -> None:
        super().__init__(account, path)
        self._rules, self._limits = folders, limits

    def __enter__(self) -> MaildirMailbox:
        if not self._places():
            what = f"account {self.account}: there is no Maildir at {self._path}"
            raise MailboxError(
                what, advice="Check the path, and whether it may be read: it holds cur and new."
            )
        return self

    def folders(self) -> Sequence[Folder]:
        """All folders; raises NoSentFolder where there are several and none is for sent mail."""
        names = self._places()
        if list(names) == ["INBOX"]:
            return (Folder("INBOX", FolderRole.INBOX, True, "the only one: sent and received mail"),)
        return choose([Listed(name, "/") for name in names], self._rules, account=self.account)

    def _places(self) -> dict[str, Path]:
        """Every Maildir by its folder's name."""
        here = {"INBOX": self._path} if _is_maildir(self._path) else {}
        return here | dict(_below(self._path, (), _DEPTH))

    def _look_into(self, place: Path) -> _OpenDirectory:
        try:
            return _OpenDirectory(place, self._limits)
        except OSError as error:
            what = f"{place} cannot be read: {error.strerror}"
            raise FolderUnreadable(what, advice="Check the directory's permissions.") from error


class _OpenDirectory:
    """One folder as it was when it was opened: its messages by UID."""

    def __init__(self, directory: Path, limits: Limits) -> None:
        self._directory, self._limits = directory, limits
        self._arrivals = arrivals(directory)
        self._uids = [arrival.uid for arrival in self._arrivals]
        uidnext = self._uids[-1] + 1 if self._uids else 1
        self.state = FolderState(UIDVALIDITY, uidnext, len(self._uids))

    def close(self) -> None:
        """Nothing stays open between two messages."""

    def uids(self) -> Set[int]:
        """What was there when it was opened."""
        return frozenset(self._uids)

    def headers(self, after: int, upto: int | None, *, newest_first: bool) -> Iterator[list[RawHeader]]:
        """Whole header blocks, in the order in which the messages came here, or in batches from its end."""
        start = bisect_right(self._uids, after)
        stop = len(self._uids) if upto is None else bisect_right(self._uids, upto)
        for batch in portions(self._arrivals[start:stop], BATCH, from_the_end=newest_first):
            if found := [header for arrival in batch if (header := self._header(arrival))]:
                yield found

    def _header(self, arrival: Arrival) -> RawHeader | None:
        try:
            found = self._with_file(arrival, lambda read: local.header_block(read, cap=self._limits.header))
        except OSError as error:
            return RawHeader(arrival.uid, b"", arrival.size, problem=error.strerror or "it cannot be read")
        if found is None:
            return None
        block, truncated = found
        delivered = datetime.fromtimestamp(arrival.delivered, UTC)
        return RawHeader(arrival.uid, block, arrival.size, delivered, truncated)

    def mails(self, uids: Iterable[int]) -> Iterator[RawMail | tuple[int, MessageUnreadable]]:
        """Texts; a message that was removed meanwhile is passed over."""
        for uid in uids:
            position = bisect_left(self._uids, uid)
            if position == len(self._uids) or self._uids[position] != uid:
                continue
            try:
                mail = self._mail(self._arrivals[position])
            except OSError as error:
                what = f"a message in {self._directory} cannot be read: {error.strerror}"
                yield uid, MessageUnreadable(what, advice="Check the file's permissions.")
                continue
            if mail:
                yield mail

    def _mail(self, arrival: Arrival) -> RawMail | None:
        found = self._with_file(
            arrival, lambda read: local.content(read, size=arrival.size, limits=self._limits)
        )
        return RawMail(arrival.uid, *found) if found else None

    def _with_file(self, arrival: Arrival, use: Callable[[local.Read], T]) -> T | None:
        """What `use` makes of the message, also where its file was renamed; None where it is gone."""
        try:
            return _use(self._directory / arrival.file, use)
        except FileNotFoundError:
            file = relocated(self._directory, arrival.file)
        return _use(self._directory / file, use) if file else None


def holds_maildirs(path: Path) -> bool:
    """Whether a path is a Maildir or a directory with Maildirs in it."""
    return _is_maildir(path) or any(_below(path, (), _DEPTH))


def _is_maildir(path: Path) -> bool:
    return (path / "cur").is_dir() and (path / "new").is_dir()


def _below(directory: Path, above: tuple[str, ...], depth: int) -> Iterator[tuple[str, Path]]:
    """The Maildirs below a directory, by the names of their folders, parts joined by "/"."""
    for path in sorted(_subdirectories(directory)):
        parts = (*above, *_parts(path.name))
        if _is_maildir(path):
            yield "/".join(parts), path
        if depth > 1:
            yield from _below(path, parts, depth - 1)


def _subdirectories(directory: Path) -> list[Path]:
    try:
        return [p for p in directory.iterdir() if p.name not in _PARTS and p.is_dir()]
    except OSError:  # not a directory, or closed to us: then it holds no folder of ours
        return []


def _parts(name: str) -> list[str]:
    """The parts of a folder's name: the directory ".Archive.2025" is the folder Archive/2025."""
    decoded = decoded_name(file_name(name))
    return decoded[1:].split(".") if decoded.startswith(".") else [decoded]


def _use(path: Path, use: Callable[[local.Read], T]) -> T:
    with path.open("rb", buffering=0) as file:
        descriptor = file.fileno()
        return use(lambda offset, length: os.pread(descriptor, length, offset))
