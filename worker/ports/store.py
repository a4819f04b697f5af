"""The store as the jobs need it: facts and decisions of one owner."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import NamedTuple, Protocol

from rules.model import Decision, Header, PersonNote, Reading
from worker.ports.answers import Heard, LaidDraft, Unheard
from worker.ports.errors import IntroloopError
from worker.ports.mailbox import Bookmark, Folder, FolderRole
from worker.ports.planned import Phase, Planned, Trail

TICK = timedelta(minutes=5)  # how exactly the highest clock reading is kept

ReviseBook = Callable[[Sequence[PersonNote]], Iterable[PersonNote]]


class StoreError(IntroloopError):
    """The store could not be read or written."""


class StoreBusy(StoreError):
    """Another process holds the database."""

    transient = True


class StoreFull(StoreError):
    """No space is left on the disk; nothing half-written was kept."""


class StoreUnreachable(StoreError):
    """The database server does not answer."""

    transient = True


class StoreTooNew(StoreError):
    """The database was written by a newer Introloop."""


class Packed(NamedTuple):
    """A reading in the columns in which the stores keep it, so that another process can have made them."""

    message_id: str
    fingerprint: str
    date: int
    zone: int
    sender: str
    header: str
    signals: str
    facts: str


@dataclass(frozen=True, slots=True)
class Sighting:
    """One message seen in one folder."""

    uid: int
    reading: Reading | Packed


@dataclass(frozen=True, slots=True)
class Quarantined:
    """A message that could not be read, and why (no name, no subject)."""

    account: str
    folder: str
    uidvalidity: int
    uid: int
    reason: str


@dataclass(frozen=True, slots=True)
class Traffic:
    """Bytes that a server sent us on a day (UTC)."""

    day: date
    octets: int


@dataclass(frozen=True, slots=True)
class Batch:
    """What one step of a scan found: committed together with its bookmark, or not at all (invariant 4).

    `skipped` counts messages that cannot matter (lists, bulk): they get no row. `released` are UIDs that
    leave quarantine without one: gone from the folder, or of no matter after all. `traffic` is what the
    server sent since the last batch.
    """

    bookmark: Bookmark
    sightings: tuple[Sighting, ...] = ()
    quarantined: tuple[Quarantined, ...] = ()
    skipped: int = 0
    released: tuple[int, ...] = ()
    traffic: Traffic | None = None


@dataclass(frozen=True, slots=True)
class Presence:
    """What lies in a folder by our count: the messages that were read, less those seen to be gone.

    It counts under one UIDVALIDITY, and stood so at a mod-sequence (0: unknown). `doubted` is since when
    the server shows far less.
    """

    account: str
    folder: str
    uidvalidity: int
    messages: int
    modseq: int = 0
    doubted: datetime | None = None


@dataclass(frozen=True, slots=True)
class FolderCoverage:
    """What is known of one folder: when it was last read to its end, and what went wrong since."""

    account: str
    folder: str
    role: FolderRole
    complete: datetime | None
    read: int = 0  # messages looked at
    problem: str = ""
    left: int = 0  # older messages that are still to be read, at most


@dataclass(frozen=True, slots=True)
class Coverage:
    """What was read and what could not be (invariant 7): said in `status` and in every digest."""

    last_complete: datetime | None  # the oldest of the last complete readings of the folders that count
    folders: tuple[FolderCoverage, ...] = ()
    quarantined: int = 0
    problems: tuple[str, ...] = ()
    skipped: int = 0  # messages that cannot matter, passed over
    since: datetime | None = None  # where older mail is still being read: all of what came since then was


class Store(Protocol):
    """Facts and decisions of one owner. Every writing method is one transaction."""

    def bookmark(self, account: str, folder: str) -> Bookmark | None: ...

    def known(self, message_ids: Iterable[str]) -> frozenset[str]:
        """Those of the ids that the store already holds."""
        ...

    def holds(self, headers: Sequence[Header]) -> Sequence[bool]:
        """Of each message whether it is held: a Message-ID alone may be shared (RELIABILITY.md, identity)."""
        ...

    def save(self, batch: Batch) -> int:
        """Bookmark and messages together; how many messages were new. Saving twice changes nothing."""
        ...

    def folders_selected(self, account: str, folders: Sequence[Folder]) -> None:
        """Note which folders of an account a scan reads: a new one is not complete, one left out goes."""
        ...

    def folder_read(self, coverage: FolderCoverage) -> None:
        """Note that a folder was read to its end, or why it was not."""
        ...

    def traffic(self, account: str) -> Traffic | None:
        """What an account's server sent on the newest day that is known of; saved with each batch."""
        ...

    def presences(self, account: str) -> Sequence[Presence]:
        """What lies in each folder of an account that was ever read, by our count."""
        ...

    def located(self, there: Presence) -> Sequence[int]:
        """UIDs of the messages of that folder that are held, rising."""
        ...

    def expunged(self, there: Presence, uids: Collection[int] = ()) -> None:
        """Note what lies in a folder now, and that these messages do not: they stay, their places go."""
        ...

    def folder_gone(self, account: str, folder: str) -> None:
        """Let go of all places in a folder, and of how far it was read: if it is back, it is read anew."""
        ...

    def nowhere(self, message_ids: Collection[str]) -> frozenset[str]:
        """Those of the messages held that lie in no folder any more."""
        ...

    def readings(self) -> Iterator[Reading]:
        """Every message's reading, in order of (date, Message-ID)."""
        ...

    def numbered(self, after: int = 0) -> Iterator[tuple[int, Reading]]:
        """Every reading with the number it is stored under, rising, from behind that number."""
        ...

    def readings_of(self, numbers: Collection[int]) -> Mapping[int, Reading]:
        """Those readings by their numbers; none where what was stored under a number is forgotten."""
        ...

    def coverage(self) -> Coverage: ...

    def quarantined(self) -> Sequence[Quarantined]: ...

    def decide(self, decision: Decision) -> None: ...

    def undo(self, decision: Decision | None = None) -> Decision | None:
        """Take back that decision, else the newest, and return it; None where there is none."""
        ...

    def decisions(self) -> Sequence[Decision]: ...

    def unheard(
        self, senders: Collection[str], since: datetime, *, after: int = 0, of: Collection[int] = ()
    ) -> Sequence[Unheard]:
        """Mail from these addresses, of that instant or later, that was not heard; the oldest first.

        Only what was stored behind the number `after`, and what is `of` those numbers.
        """
        ...

    def hear(
        self,
        said: Heard,
        *,
        decisions: Sequence[Decision] = (),
        undone: Sequence[Decision] = (),
        notes: Sequence[PersonNote] = (),
    ) -> bool:
        """Keep a letter with all that it changes, at once; False, and nothing changes, where it was heard."""
        ...

    def heard(self) -> Sequence[Heard]:
        """All letters that said something, in the order in which they were heard."""
        ...

    def lay(self, draft: LaidDraft) -> None:
        """Keep where a draft in the mailbox stands, in place of what was known of it."""
        ...

    def laid(self) -> Sequence[LaidDraft]:
        """Every draft that was ever intended, in any account."""
        ...

    def note(self, note: PersonNote) -> None:
        """Add to or replace what the owner says of a person, known by any of the note's addresses."""
        ...

    def notes(self) -> Sequence[PersonNote]:
        """What is said of people: the owner's word outranks what address books say of the same addresses.

        An address that the owner split off a person is in no note of theirs.
        """
        ...

    def book(self) -> Sequence[PersonNote]:
        """What address books say of people, and nothing that was typed."""
        ...

    def revise_book(self, revised: ReviseBook) -> None:
        """Make of what address books say what `revised` makes of it, in one step."""
        ...

    def plan(self, planned: Planned) -> Planned:
        """Freeze a mail; where its (kind, period) is planned already, that one is returned unchanged."""
        ...

    def planned(self, kind: str, period: str) -> Planned | None: ...

    def unsent(self, *, by: datetime | None = None) -> Sequence[Planned]:
        """Mails planned, in doubt, or claimed with a lease that has run out by the highest clock reading, or
        `by` that instant; the oldest first."""
        ...

    def last_sent(self, kind: str) -> Planned | None: ...

    def sent_since(self, instant: datetime) -> Sequence[Planned]:
        """Mails of every kind sent at or after an instant, the oldest first."""
        ...

    def handed_since(self, instant: datetime) -> Sequence[Planned]:
        """Mails that began to go out at or after an instant, sent or not, the oldest first."""
        ...

    def claim(self, planned: Planned, *, by: str, now: datetime, lease: float) -> bool:
        """True for exactly one claimant until `now + lease` seconds."""
        ...

    def renew(
        self, planned: Planned, *, by: str, now: datetime, lease: float, trail: Trail | None = None
    ) -> bool:
        """Whether the claim still is `by`'s: then it runs anew, and `trail` is kept with the mail."""
        ...

    def settle(
        self,
        planned: Planned,
        phase: Phase,
        *,
        at: datetime,
        by: str | None = None,
        trail: Trail | None = None,
    ) -> None:
        """Record how a sending ended. SENT is final; PLANNED gives the claim back.

        With `by`, what is not SENT is recorded only while the claim is theirs.
        """
        ...

    def highest(self) -> datetime | None:
        """The latest clock reading that is kept, None before the first; to ask writes nothing."""
        ...

    def highest_now(self, now: datetime) -> datetime:
        """The latest clock reading ever passed in, this one included (a clock that steps back is noticed).

        Kept to TICK: a daemon asks every minute, and a write a minute wears the disk.
        """
        ...

    def forget(self, address: str, *, mine: Collection[str] = ()) -> int:
        """Delete all that is held of a person, to the last byte; how many rows went.

        `mine` are the owner's addresses: an introduction of nobody else to them goes with the person.
        """
        ...

    def export(self, address: str) -> Iterator[dict[str, object]]:
        """All that is held of a person, one JSON object a row, each with its "table"."""
        ...

    def backup(self, path: str) -> None:
        """A consistent copy of the database in a new file of mode 0600."""
        ...

    def close(self) -> None: ...
