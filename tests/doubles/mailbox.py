"""A Mailbox in memory, for tests of what a scan does with one; faults are set as a story needs them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

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

ROLES = {"INBOX": FolderRole.INBOX, "Sent": FolderRole.SENT}


@dataclass
class MemoryMailbox:
    """Folders of mail, UIDs rising from 1. `fetched` keeps which texts were asked for, in order."""

    account: str = "home"
    contents: dict[str, list[bytes]] = field(default_factory=lambda: {"INBOX": [], "Sent": []})
    uidvalidity: int = 7
    gone: frozenset[str] = frozenset()  # folders that cannot be selected
    unserved: frozenset[int] = frozenset()  # UIDs whose text the server cannot give
    down: MailboxError | None = None
    batch: int = 500
    fetched: list[tuple[str, int]] = field(default_factory=list)
    entered: int = 0
    _open: str = ""

    def put(self, *mails: bytes, folder: str = "INBOX") -> None:
        """Deliver mail."""
        self.contents.setdefault(folder, []).extend(mails)

    def __enter__(self) -> MemoryMailbox:
        self.entered += 1
        if self.down:
            raise self.down
        return self

    def __exit__(self, *exc: object) -> None:
        self._open = ""

    def folders(self) -> Sequence[Folder]:
        return [Folder(name, ROLES.get(name, FolderRole.OTHER), selected=True) for name in self.contents]

    def open(self, folder: str) -> FolderState:
        if folder in self.gone:
            raise FolderUnreadable(f"folder {folder} cannot be opened", advice="Was it renamed?")
        self._open = folder
        held = self.contents[folder]
        return FolderState(self.uidvalidity, len(held) + 1, len(held))

    def headers(self, after: int, *, upto: int | None = None) -> Iterator[Sequence[RawHeader]]:
        held = self.contents[self._open][after:upto]
        for start in range(0, len(held), self.batch):
            some = enumerate(held[start : start + self.batch], after + start + 1)
            yield [
                RawHeader(uid, mail.partition(b"\r\n\r\n")[0] + b"\r\n\r\n", len(mail)) for uid, mail in some
            ]

    def mails(self, uids: Sequence[int]) -> Iterator[RawMail | tuple[int, MessageUnreadable]]:
        for uid in uids:
            self.fetched.append((self._open, uid))
            if uid in self.unserved:
                yield uid, MessageUnreadable("the server cannot serve it")
            else:
                yield RawMail(uid, self.contents[self._open][uid - 1])


def _header(mail: bytes) -> bytes:
    return re.split(rb"(?<=\n)\r?\n", mail, maxsplit=1)[0]
