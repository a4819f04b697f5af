"""The mailbox as the jobs need it: one account, read and never changed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from worker.ports.errors import IntroloopError


class MailboxError(IntroloopError):
    """The mailbox could not be read."""


class Unreachable(MailboxError):
    """No connection, a time-out, a lost connection."""

    transient = True


class NotConnected(Unreachable):
    """No connection came about: no login was tried, so that trying again soon costs nobody anything."""


class CertificateRefused(MailboxError):
    """TLS could not be verified; nothing was sent."""


class AuthenticationRefused(MailboxError):
    """The server refused the user or the password."""


class Throttled(MailboxError):
    """The server asks us to come back later."""

    transient = True

    def __init__(self, what: str, *, advice: str = "", seconds: float | None = None) -> None:
        super().__init__(what, advice=advice)
        self.seconds = seconds  # how long the server asks us to wait


class NoSentFolder(MailboxError):
    """Half of the evidence lies in Sent: without it we refuse to scan."""


class FolderUnreadable(MailboxError):
    """One folder is gone or cannot be selected; the others go on."""


class MessageUnreadable(MailboxError):
    """The server cannot serve one message."""


class FolderRole(StrEnum):
    """What a folder is for (RFC 6154 SPECIAL-USE), found by use, name or setting."""

    INBOX = "inbox"
    SENT = "sent"
    ARCHIVE = "archive"
    ALL = "all"
    DRAFTS = "drafts"
    JUNK = "junk"
    TRASH = "trash"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Folder:
    """One folder as the mailbox lists it. `selected` says whether a scan reads it, and `why` so or not."""

    name: str
    role: FolderRole
    selected: bool
    why: str = ""


@dataclass(frozen=True, slots=True)
class FolderState:
    """Where a folder stands: its identity (UIDVALIDITY, RFC 3501 2.3.1.1), next UID and size.

    `modseq` is its highest mod-sequence (RFC 7162), by which the server can tell later what was removed
    since; 0 where it cannot.
    """

    uidvalidity: int
    uidnext: int
    messages: int
    modseq: int = 0


@dataclass(frozen=True, slots=True)
class Bookmark:
    """What has been read of one folder of one account: floor < UID <= uid, in that UIDVALIDITY.

    The newest mail is read first: new mail raises `uid`, the rest lowers `floor` until it is 0.
    """

    account: str
    folder: str
    uidvalidity: int
    uid: int
    floor: int = 0
    since: datetime | None = None  # about when the oldest came that was read; None once all is


@dataclass(frozen=True, slots=True)
class RawHeader:
    """What decides of a header block, as bytes, capped; `size` is the whole message in bytes."""

    uid: int
    header: bytes
    size: int
    arrived: datetime | None = None
    truncated: bool = False  # the header block was longer than the cap
    problem: str = ""  # why the server could not serve it: then `header` is empty


@dataclass(frozen=True, slots=True)
class RawMail:
    """As much of one message as its text needs: a whole RFC 5322 message or its beginning, as bytes."""

    uid: int
    content: bytes
    truncated: bool = False


class Mailbox(Protocol):
    """One account, read and never changed (ARCHITECTURE.md invariant 1). Use as a context manager.

    Entering connects and may raise any MailboxError; leaving says LOGOUT. A mailbox on which a call
    has raised a transient error must be left, and entered anew.
    """

    account: str
    allowance: int  # bytes a day after which older mail waits for the next; 0 where nobody counts

    def __enter__(self) -> Mailbox: ...

    def __exit__(self, *exc: object) -> None: ...

    def octets(self) -> int:
        """Bytes that came from the server since this was last asked."""
        ...

    def folders(self) -> Sequence[Folder]:
        """All folders; raises NoSentFolder where none is found."""
        ...

    def open(self, folder: str) -> FolderState:
        """Select a folder read-only; raises FolderUnreadable."""
        ...

    def headers(
        self, after: int, *, upto: int | None = None, newest_first: bool = False
    ) -> Iterator[Sequence[RawHeader]]:
        """Headers of the open folder with after < UID (<= upto), in batches of at most 500.

        UIDs rise within a batch, and so do the batches, unless the newest are asked for first.
        """
        ...

    def glance(self, after: int, *, upto: int | None = None) -> Sequence[RawHeader]:
        """Of the open folder, with after < UID (<= upto), the header fields alone that tell which mail it is.

        It finds a mail of ours: never by SEARCH, whose index may lag (RELIABILITY.md, the digest 5).
        """
        ...

    def mails(
        self, headers: Sequence[RawHeader], *, deep: bool = False
    ) -> Iterator[RawMail | tuple[int, MessageUnreadable]]:
        """The beginnings of messages of the open folder, `deep` more of them; an unreadable one costs only
        itself. They may be asked of the server at once: other calls can come before they are read."""
        ...

    def expunged(self, uids: Sequence[int], *, missing: int, since: int = 0) -> Sequence[int]:
        """Those of the open folder's messages (rising) that are there no more.

        `missing` is how many seem to be by count, of all that were ever read; `since` is the mod-sequence
        at which the folder was last known, 0 where it had none.
        """
        ...


class LiveMailbox(Mailbox, Protocol):
    """A mailbox that tells of new mail by itself, as long as it is entered."""

    def states(self, folders: Sequence[str]) -> Mapping[str, FolderState]:
        """Where folders stand, without opening them; one that does not say is left out."""
        ...

    def wait(self, seconds: float) -> bool:
        """Wait for news of the open folder, so long at most; whether there may be any."""
        ...

    def interrupt(self) -> None:
        """End a `wait`; may be called from any thread."""
        ...
