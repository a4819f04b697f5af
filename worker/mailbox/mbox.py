"""A mailbox in mbox files (RFC 4155), plain or packed with gzip or xz.

One file is one folder, INBOX, that holds sent and received mail alike; a directory is a folder a file.
UID = place of the message in the file + 1; UIDVALIDITY comes of the file's identity and its first
message, so that a file that grew is read on from where it was, and one that was replaced anew.
"""

from __future__ import annotations

import os
import zlib
from collections.abc import Iterable, Iterator, Sequence, Set
from contextlib import ExitStack
from pathlib import Path

from worker.mailbox import local
from worker.mailbox.folder_names import file_name
from worker.mailbox.folders import NEVER, role_by_name
from worker.mailbox.limits import BATCH, LOCAL, Limits, portions
from worker.mailbox.local import LocalMailbox
from worker.mailbox.mbox_files import BROKEN, folder_name, is_mbox, plain
from worker.mailbox.mbox_index import LINE, arrival, index, unquote
from worker.ports import (
    Folder,
    FolderRole,
    FolderState,
    FolderUnreadable,
    MailboxError,
    RawHeader,
    RawMail,
)

_BEGINNING = 1024  # bytes of the first message that tell one file from another


class MboxMailbox(LocalMailbox):
    """An mbox file, or a directory of them; nothing is ever written into them or beside them."""

    def __init__(self, account: str, *, path: Path, limits: Limits = LOCAL) -> None:
        super().__init__(account, path)
        self._limits = limits

    def __enter__(self) -> MboxMailbox:
        if not self._path.exists():
            what = f"account {self.account}: there is no mailbox at {self._path}"
            raise MailboxError(what, advice="Check the path.")
        return self

    def folders(self) -> Sequence[Folder]:
        """The one folder, or each file of the directory by its name."""
        if self._path.is_dir():
            return tuple(_folder(name) for name in sorted(self._places()))
        return (Folder("INBOX", FolderRole.INBOX, selected=True, why="the only one: sent and received mail"),)

    def _places(self) -> dict[str, Path]:
        """The files that are mbox files, by the names of their folders."""
        if not self._path.is_dir():
            return {"INBOX": self._path}
        files: dict[str, Path] = {}
        for path in sorted(p for p in self._path.iterdir() if is_mbox(p)):
            name = folder_name(path)
            name = file_name(path.name) if name in files else name  # Sent and Sent.mbox.xz are two folders
            files[name] = path
        return files

    def _look_into(self, place: Path) -> _OpenFile:
        try:
            return _OpenFile(place, self._limits)
        except BROKEN as error:
            raise _cannot_read(place, error) from error


class _OpenFile:
    """One file, unpacked where it is packed, and where its messages begin."""

    def __init__(self, path: Path, limits: Limits) -> None:
        self._limits = limits
        with ExitStack() as stack:
            original = stack.enter_context(path.open("rb"))
            self._file = plain(original, path, stack)
            self._index = index(self._file)
            if self._index.size and not self._index.starts:
                raise FolderUnreadable(f"{path} is no mbox file", advice='It must begin with a "From " line.')
            self._open = stack.pop_all()
        identity = os.fstat(original.fileno()).st_ino
        self.state = FolderState(self._uidvalidity(identity), self._index.size + 1, len(self._index.starts))

    def close(self) -> None:
        """Let go of the file and of its unpacked copy."""
        self._open.close()

    def uids(self) -> Set[int]:
        """What the file holds."""
        return frozenset(self._index.after(0, upto=None))

    def _uidvalidity(self, identity: int) -> int:
        extent = self._index.extent(1) or (0, 0)
        beginning = self._read(extent[0], min(extent[1], _BEGINNING))
        return zlib.crc32(beginning, identity & 0xFFFFFFFF) or 1

    def headers(self, after: int, upto: int | None, *, newest_first: bool) -> Iterator[list[RawHeader]]:
        """Whole header blocks, in the order of the file, or in batches from its end.

        Where no message begins at the bookmark, mail before it was removed and all has moved up: what
        came since may lie below it, so that the file is read anew. What is known is known by its id.
        """
        after = after if upto is not None or self._index.extent(after) else 0
        uids = list(self._index.after(after, upto=upto))
        for batch in portions(uids, BATCH, from_the_end=newest_first):
            yield [self._header(uid, *self._message(uid)) for uid in batch]

    def _header(self, uid: int, start: int, end: int) -> RawHeader:
        line = self._read(uid - 1, start - uid + 1)
        block, truncated = local.header_block(self._reader(start, end), cap=self._limits.header)
        return RawHeader(uid, block, end - start, arrival(line), truncated)

    def mails(self, uids: Iterable[int]) -> Iterator[RawMail]:
        """Texts, with quoted "From " lines as they were written."""
        for uid in uids:
            if self._index.extent(uid):
                start, end = self._message(uid)
                read = self._reader(start, end)
                content, truncated = local.content(read, size=end - start, limits=self._limits)
                yield RawMail(uid, unquote(content), truncated)

    def _message(self, uid: int) -> tuple[int, int]:
        """Where a message begins, after its "From " line, and where it ends."""
        start, end = self._index.extent(uid) or (0, 0)
        line = self._read(start, min(LINE, end - start)).find(b"\n") + 1
        return start + line, end

    def _reader(self, start: int, end: int) -> local.Read:
        return lambda offset, length: self._read(start + offset, min(length, end - start - offset))

    def _read(self, offset: int, length: int) -> bytes:
        return os.pread(self._file.fileno(), length, offset)


def _folder(name: str) -> Folder:
    role = role_by_name(name)
    if role in NEVER:
        return Folder(name, role, selected=False, why=f"{role} by name: never read")
    return Folder(name, role, selected=True, why="a file of the directory")


def _cannot_read(path: Path, error: Exception) -> FolderUnreadable:
    if isinstance(error, OSError) and error.strerror:
        advice = "Check the file's permissions; a packed file also needs free space in the temporary folder."
        return FolderUnreadable(f"{path} cannot be read: {error.strerror}", advice=advice)
    return FolderUnreadable(
        f"{path} is damaged: it cannot be unpacked", advice="Fetch it from its source anew."
    )
