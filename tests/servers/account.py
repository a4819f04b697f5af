"""An IMAP server as the tests see it, and how they put mail into it and look at it from outside."""

from __future__ import annotations

import imaplib
import itertools
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from tests.servers.delivery import deliver

PASSWORD = "correct-horse-battery-staple"

FOLDERS = ("Sent", "Archive", "Drafts", "Junk", "Trash")

_users = itertools.count(1)


@dataclass(frozen=True, slots=True)
class ImapServer:
    """Where it listens on 127.0.0.1; `ca_file` trusts its certificate; `root` holds its files."""

    kind: str
    port: int
    tls_port: int
    ca_file: Path
    root: Path

    def fresh_user(self) -> Account:
        """A user nobody has used before, with the folders the server makes by itself."""
        account = Account(self, f"user{next(_users)}")
        with account.session() as imap:
            for folder in FOLDERS:
                imap.create(folder)  # refused where the server made it already
        return account


@dataclass(frozen=True, slots=True)
class Account:
    """One user's mailbox, as the owner's own mail program would handle it."""

    server: ImapServer
    user: str

    @contextmanager
    def session(self) -> Iterator[imaplib.IMAP4]:
        """A conversation of our own, for preparing and for looking."""
        with imaplib.IMAP4("127.0.0.1", self.server.port, timeout=20) as imap:
            imap.login(self.user, PASSWORD)
            yield imap

    def create(self, *folders: str) -> None:
        with self.session() as imap:
            for folder in folders:
                _ok(imap.create(f'"{folder}"'))

    def delete(self, folder: str) -> None:
        with self.session() as imap:
            _ok(imap.delete(f'"{folder}"'))

    def append(
        self, *contents: bytes, folder: str = "INBOX", flags: str = "", arrived: datetime | None = None
    ) -> None:
        """Put mail into a folder, as it is: lines end as given, or in CRLF where the server makes them so."""
        with self.session() as imap:
            for content in contents:
                day = arrived or datetime(2026, 11, 16, 9, 30, tzinfo=UTC)
                _ok(imap.append(f'"{folder}"', flags, imaplib.Time2Internaldate(day), content))

    def deliver(self, *contents: bytes, arrived: datetime) -> None:
        """Put much mail into INBOX at once, as a delivery agent does: into the Maildir, as \\Recent."""
        deliver(self.server.root / "mail" / self.user, *contents, arrived=arrived)

    def remove(self, uid: int, *, folder: str = "INBOX") -> None:
        """Delete and expunge one message."""
        with self.session() as imap:
            _ok(imap.select(f'"{folder}"'))
            _ok(imap.uid("STORE", str(uid), "+FLAGS", r"(\Deleted)"))
            _ok(imap.expunge())

    def flags(self, folder: str = "INBOX") -> list[bytes]:
        """Every message's flags (\\Recent included), read without changing them."""
        with self.session() as imap:
            _ok(imap.select(f'"{folder}"', readonly=True))
            return [line for line in imap.fetch("1:*", "(FLAGS)")[1] if isinstance(line, bytes)]

    def counts(self, folder: str = "INBOX") -> bytes:
        """The folder's counts, as STATUS tells them."""
        with self.session() as imap:
            _, lines = imap.status(f'"{folder}"', "(MESSAGES RECENT UNSEEN UIDNEXT)")
            assert isinstance(lines[0], bytes)
            return lines[0]


def _ok(answer: tuple[str, object]) -> None:
    assert answer[0] == "OK", answer
