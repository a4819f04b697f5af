"""What Maildir and mbox share: one folder open at a time, and of a message as much as is needed."""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from pathlib import Path
from typing import Protocol

from worker.mailbox.limits import Limits
from worker.ports import FolderState, FolderUnreadable, MessageUnreadable, RawHeader, RawMail

Read = Callable[[int, int], bytes]
"""Bytes of one message, by offset within it and length; fewer at its end."""

_BLANK = re.compile(rb"\n[ \t]*\r?\n|\A\r?\n")
_FIRST = 8 * 1024  # bytes within which nearly every header ends


class OpenFolder(Protocol):
    """A folder as it was when it was opened."""

    state: FolderState

    def close(self) -> None: ...

    def uids(self) -> Set[int]: ...

    def headers(
        self, after: int, upto: int | None, *, newest_first: bool
    ) -> Iterator[Sequence[RawHeader]]: ...

    def mails(self, uids: Iterable[int]) -> Iterator[RawMail | tuple[int, MessageUnreadable]]: ...


class LocalMailbox(ABC):
    """A mailbox whose folders are places on a disk."""

    allowance = 0

    def __init__(self, account: str, path: Path) -> None:
        self.account, self._path = account, path
        self._folder: OpenFolder | None = None

    def __exit__(self, *exc: object) -> None:
        self._leave()

    def octets(self) -> int:
        """Nothing comes over a wire."""
        return 0

    @abstractmethod
    def _places(self) -> Mapping[str, Path]:
        """Where each folder lies, by its name."""

    @abstractmethod
    def _look_into(self, place: Path) -> OpenFolder:
        """The folder there; raises FolderUnreadable."""

    def open(self, folder: str) -> FolderState:
        """Look what is in a folder; raises FolderUnreadable."""
        self._leave()
        place = self._places().get(folder)
        if place is None:
            what = f"account {self.account}: there is no folder {folder} in {self._path}"
            raise FolderUnreadable(what, advice="Was it renamed or removed? The other folders go on.")
        self._folder = self._look_into(place)
        return self._folder.state

    def headers(
        self, after: int, *, upto: int | None = None, newest_first: bool = False
    ) -> Iterator[Sequence[RawHeader]]:
        """Of the open folder, as worker.ports.Mailbox says."""
        return self._opened().headers(after, upto, newest_first=newest_first)

    def glance(self, after: int, *, upto: int | None = None) -> Sequence[RawHeader]:
        """Whole headers: here they cost no more."""
        return [header for batch in self.headers(after, upto=upto) for header in batch]

    def mails(
        self, headers: Sequence[RawHeader], *, deep: bool = False
    ) -> Iterator[RawMail | tuple[int, MessageUnreadable]]:
        """Of the open folder, as worker.ports.Mailbox says; there is no wire to spare: always deep."""
        return self._opened().mails(header.uid for header in headers)

    def expunged(self, uids: Sequence[int], *, missing: int, since: int = 0) -> Sequence[int]:
        """By what is there: here it costs nothing to look."""
        there = self._opened().uids()
        return [uid for uid in uids if uid not in there]

    def _opened(self) -> OpenFolder:
        if self._folder is None:
            raise FolderUnreadable(f"account {self.account}: no folder is open", advice="Open one first.")
        return self._folder

    def _leave(self) -> None:
        if self._folder:
            self._folder.close()
        self._folder = None


def header_block(read: Read, *, cap: int) -> tuple[bytes, bool]:
    """The header block with its blank line, and whether the cap cut it."""
    block = read(0, min(_FIRST, cap))
    end = _BLANK.search(block)
    if end is None and len(block) == _FIRST:
        block = read(0, cap)
        end = _BLANK.search(block)
    if end:
        return block[: end.end()], False
    return block, len(block) == cap


def content(read: Read, *, size: int, limits: Limits) -> tuple[bytes, bool]:
    """A small message whole, or the beginning of a larger one; and whether it was cut."""
    if size <= limits.whole:
        return read(0, size), False
    return read(0, limits.beginning), True
