"""A Mailbox in memory, held to the same contract as the real ones; faults are set as a story needs them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from worker.ports import (
    ConfigurationError,
    Folder,
    FolderRole,
    FolderState,
    FolderUnreadable,
    MailboxError,
    MessageUnreadable,
    RawHeader,
    RawMail,
)

ROLES = {
    "INBOX": FolderRole.INBOX,
    "Sent": FolderRole.SENT,
    "Archive": FolderRole.ARCHIVE,
    "Drafts": FolderRole.DRAFTS,
    "Junk": FolderRole.JUNK,
    "Trash": FolderRole.TRASH,
}
NEVER = (FolderRole.DRAFTS, FolderRole.JUNK, FolderRole.TRASH)
HEADER = 128 * 1024  # bytes of a header block
WHOLE = 96 * 1024  # bytes of a text


@dataclass
class MemoryMailbox:
    """Folders of mail, UIDs rising from 1. `fetched` keeps which texts were asked for, in order."""

    account: str = "home"
    contents: dict[str, list[bytes]] = field(default_factory=lambda: {"INBOX": [], "Sent": []})
    uidvalidity: int = 7
    arrived: datetime | None = None  # when all of it came
    gone: frozenset[str] = frozenset()  # folders that cannot be selected
    excluded: frozenset[str] = frozenset()  # folders that the settings leave out
    unserved: frozenset[int] = frozenset()  # UIDs whose text the server cannot give
    down: MailboxError | ConfigurationError | None = None
    batch: int = 500
    text: int = WHOLE  # bytes of a message that is not read deeper
    fetched: list[tuple[str, int]] = field(default_factory=list)
    entered: int = 0
    removed: set[tuple[str, int]] = field(default_factory=set)  # folder and UID of what was expunged
    unlisted: int = 0  # messages that it counts and does not show
    allowance: int = 0  # bytes a day
    costs: int = 0  # bytes that came for each header, were it on a server
    came: int = 0  # of them, not asked about yet
    modseq: int = 0  # where it is set, the server tells what vanished since
    asked: list[tuple[int, int]] = field(default_factory=list)  # what was missing, and since when
    _open: str = ""

    def put(self, *mails: bytes, folder: str = "INBOX") -> None:
        """Deliver mail."""
        self.contents.setdefault(folder, []).extend(mails)

    def expunge(self, *uids: int, folder: str = "INBOX") -> None:
        """Remove mail."""
        self.removed |= {(folder, uid) for uid in uids}
        self.modseq += bool(self.modseq)

    def __enter__(self) -> MemoryMailbox:
        self.entered += 1
        if self.down:
            raise self.down
        return self

    def __exit__(self, *exc: object) -> None:
        self._open = ""

    def octets(self) -> int:
        came, self.came = self.came, 0
        return came

    def folders(self) -> Sequence[Folder]:
        return [_folder(name, excluded=name in self.excluded) for name in self.contents]

    def open(self, folder: str) -> FolderState:
        self._open = ""
        if folder in self.gone or folder not in self.contents:
            raise FolderUnreadable(f"folder {folder} cannot be opened", advice="Was it renamed?")
        self._open = folder
        messages = sum((folder, uid) not in self.removed for uid in range(1, len(self._held) + 1))
        return FolderState(self.uidvalidity, len(self._held) + 1, messages + self.unlisted, self.modseq)

    @property
    def _held(self) -> list[bytes]:
        if not self._open:
            raise FolderUnreadable("no folder is open", advice="Open one first.")
        return self.contents[self._open]

    def headers(
        self, after: int, *, upto: int | None = None, newest_first: bool = False
    ) -> Iterator[Sequence[RawHeader]]:
        chosen = [m for m in list(enumerate(self._held, 1))[after:upto] if not self._is_removed(m[0])]
        starts = range(0, len(chosen), self.batch)
        if newest_first:
            starts = range(len(chosen) - self.batch, -self.batch, -self.batch)
        for start in starts:
            yield [self._header(uid, mail) for uid, mail in chosen[max(start, 0) : start + self.batch]]

    def _is_removed(self, uid: int) -> bool:
        return (self._open, uid) in self.removed

    def expunged(self, uids: Sequence[int], *, missing: int, since: int = 0) -> Sequence[int]:
        self.asked.append((missing, since))
        return [uid for uid in uids if self._is_removed(uid) or uid > len(self._held)]

    def _header(self, uid: int, mail: bytes) -> RawHeader:
        self.came += self.costs
        block = re.split(rb"(?<=\n)\r?\n", mail, maxsplit=1)[0] + b"\r\n"
        return RawHeader(uid, block[:HEADER], len(mail), self.arrived, len(block) > HEADER)

    def glance(self, after: int, *, upto: int | None = None) -> Sequence[RawHeader]:
        return [header for batch in self.headers(after, upto=upto) for header in batch]

    def mails(
        self, headers: Sequence[RawHeader], *, deep: bool = False
    ) -> Iterator[RawMail | tuple[int, MessageUnreadable]]:
        held, length = self._held, WHOLE if deep else self.text
        for uid in (header.uid for header in headers):
            self.fetched.append((self._open, uid))
            if uid in self.unserved:
                yield uid, MessageUnreadable("the server cannot serve it")
            elif uid <= len(held) and not self._is_removed(uid):
                yield RawMail(uid, held[uid - 1][:length], truncated=len(held[uid - 1]) > length)


def _folder(name: str, *, excluded: bool) -> Folder:
    role = ROLES.get(name, FolderRole.OTHER)
    return Folder(name, role, selected=role not in NEVER and not excluded, why=f"{role} by name")
