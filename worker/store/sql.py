"""SqlStore: the port's face; what each method does stands in the module of its subject."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from functools import partial
from pathlib import Path

from rules.model import Decision, Header, PersonNote, Reading
from rules.who.said import loosened
from worker.ports import (
    Batch,
    Bookmark,
    Coverage,
    Folder,
    FolderCoverage,
    Heard,
    LaidDraft,
    Phase,
    Planned,
    Presence,
    Quarantined,
    ReviseBook,
    StoreError,
    Traffic,
    Trail,
    Unheard,
)
from worker.store import answers, book, forgetting, mail, outgoing, presence, words
from worker.store.engine import Database, connect
from worker.store.migrate import bring_up_to_date, copy


class SqlStore:
    """Facts and decisions of one owner in a database (worker.ports.Store)."""

    def __init__(self, database: Database, *, owner: str, shared: bool = False) -> None:
        self._database = database
        self._owner = owner
        self._shared = shared  # the database is somebody else's to close

    @classmethod
    def open(cls, path_or_url: Path | str, *, owner: str, patience: float) -> SqlStore:
        """Connect and migrate."""
        return cls(opened(path_or_url, patience=patience), owner=owner)

    # ── Mail ────────────────────────────────────────────────────────────────────────────────

    def bookmark(self, account: str, folder: str) -> Bookmark | None:
        """How far a folder was read; None where it never was."""
        with self._database.reading(self._owner) as tx:
            return mail.held_bookmark(tx, account, folder)

    def known(self, message_ids: Iterable[str]) -> frozenset[str]:
        """Those of the ids that the store already holds."""
        with self._database.reading(self._owner) as tx:
            return mail.known(tx, message_ids)

    def holds(self, headers: Sequence[Header]) -> Sequence[bool]:
        """Of each message whether it is held."""
        with self._database.reading(self._owner) as tx:
            return mail.holds(tx, headers)

    def save(self, batch: Batch) -> int:
        """Bookmark and messages together; how many messages were new. Saving twice changes nothing."""
        with self._database.writing(self._owner) as tx:
            return mail.save(tx, batch)

    def folders_selected(self, account: str, folders: Sequence[Folder]) -> None:
        """Note which folders of an account a scan reads: a new one is not complete, one left out goes."""
        with self._database.writing(self._owner) as tx:
            mail.folders_selected(tx, account, folders)

    def folder_read(self, coverage: FolderCoverage) -> None:
        """Note that a folder was read to its end, or why it was not."""
        with self._database.writing(self._owner) as tx:
            mail.folder_read(tx, coverage)

    def traffic(self, account: str) -> Traffic | None:
        """What an account's server sent on the newest day that is known of."""
        with self._database.reading(self._owner) as tx:
            return mail.held_traffic(tx, account)

    def presences(self, account: str) -> Sequence[Presence]:
        """What lies in each folder of an account that was ever read, by our count."""
        with self._database.reading(self._owner) as tx:
            return presence.presences(tx, account)

    def located(self, there: Presence) -> Sequence[int]:
        """UIDs of the messages of that folder that are held, rising."""
        with self._database.reading(self._owner) as tx:
            return presence.located(tx, there)

    def expunged(self, there: Presence, uids: Collection[int] = ()) -> None:
        """Note what lies in a folder now, and that these messages do not: they stay, their places go."""
        with self._database.writing(self._owner) as tx:
            presence.expunged(tx, there, uids)

    def folder_gone(self, account: str, folder: str) -> None:
        """Let go of all places in a folder, and of how far it was read."""
        with self._database.writing(self._owner) as tx:
            presence.folder_gone(tx, account, folder)

    def nowhere(self, message_ids: Collection[str]) -> frozenset[str]:
        """Those of the messages held that lie in no folder any more."""
        with self._database.reading(self._owner) as tx:
            return presence.nowhere(tx, message_ids)

    def readings(self) -> Iterator[Reading]:
        """Every message's reading, in order of (date, Message-ID), as they all stood at the first one."""
        with self._database.reading(self._owner) as tx:
            yield from mail.readings(tx)

    def numbered(self, after: int = 0) -> Iterator[tuple[int, Reading]]:
        """Every reading with its number, rising, from behind that number."""
        with self._database.reading(self._owner) as tx:
            yield from mail.numbered(tx, after)

    def readings_of(self, numbers: Collection[int]) -> Mapping[int, Reading]:
        """The readings of those numbers."""
        with self._database.reading(self._owner) as tx:
            return mail.readings_of(tx, numbers)

    def coverage(self) -> Coverage:
        """What was read and what could not be."""
        with self._database.reading(self._owner) as tx:
            return mail.coverage(tx)

    def quarantined(self) -> Sequence[Quarantined]:
        """What could not be read, by account, folder and UID."""
        with self._database.reading(self._owner) as tx:
            return mail.quarantined(tx)

    # ── The owner's words ───────────────────────────────────────────────────────────────────

    def decide(self, decision: Decision) -> None:
        """Keep a decision."""
        with self._database.writing(self._owner) as tx:
            words.decide(tx, decision)

    def undo(self, decision: Decision | None = None) -> Decision | None:
        """Take back that decision, else the newest, and return it; None where there is none."""
        with self._database.writing(self._owner) as tx:
            return words.undo(tx, decision)

    def decisions(self) -> Sequence[Decision]:
        """Those that stand, in the order in which they were recorded."""
        with self._database.reading(self._owner) as tx:
            return words.decisions(tx)

    def note(self, note: PersonNote) -> None:
        """Add to or replace what the owner says of a person, known by any of the note's addresses."""
        with self._database.writing(self._owner) as tx:
            words.note(tx, note)

    def notes(self) -> Sequence[PersonNote]:
        """What the owner says of people, laid over what their address books say."""
        with self._database.reading(self._owner) as tx:
            apart = partial(loosened, decisions=words.decisions(tx))
            return book.overlaid(apart(words.notes(tx)), apart(book.book(tx)))

    def book(self) -> Sequence[PersonNote]:
        """What address books say of people, and nothing that was typed."""
        with self._database.reading(self._owner) as tx:
            return book.book(tx)

    def revise_book(self, revised: ReviseBook) -> None:
        """Make of what address books say what `revised` makes of it, in one step."""
        with self._database.writing(self._owner) as tx:
            book.revise(tx, revised)

    # ── What the owner wrote back ───────────────────────────────────────────────────────────

    def unheard(
        self, senders: Collection[str], since: datetime, *, after: int = 0, of: Collection[int] = ()
    ) -> Sequence[Unheard]:
        """Mail from these addresses, of that instant or later, that was not heard; the oldest first."""
        with self._database.reading(self._owner) as tx:
            return answers.unheard(tx, senders, since, after=after, of=of)

    def hear(
        self,
        said: Heard,
        *,
        decisions: Sequence[Decision] = (),
        undone: Sequence[Decision] = (),
        notes: Sequence[PersonNote] = (),
    ) -> bool:
        """Keep a letter with all that it changes; False, and nothing changes, where it was heard before."""
        with self._database.writing(self._owner) as tx:
            return answers.hear(tx, said, decisions=decisions, undone=undone, notes=notes)

    def heard(self) -> Sequence[Heard]:
        """All letters that said something, in the order in which they were heard."""
        with self._database.reading(self._owner) as tx:
            return answers.heard(tx)

    def lay(self, draft: LaidDraft) -> None:
        """Keep where a draft in the mailbox stands, in place of what was known of it."""
        with self._database.writing(self._owner) as tx:
            answers.lay(tx, draft)

    def laid(self) -> Sequence[LaidDraft]:
        """Every draft that was ever intended, in any account."""
        with self._database.reading(self._owner) as tx:
            return answers.laid(tx)

    # ── Mail to the owner ───────────────────────────────────────────────────────────────────

    def plan(self, planned: Planned) -> Planned:
        """Freeze a mail; where its (kind, period) is planned already, that one is returned unchanged."""
        with self._database.writing(self._owner) as tx:
            return outgoing.plan(tx, planned)

    def planned(self, kind: str, period: str) -> Planned | None:
        """The mail of that kind and period."""
        with self._database.reading(self._owner) as tx:
            return outgoing.planned(tx, kind, period)

    def unsent(self, *, by: datetime | None = None) -> Sequence[Planned]:
        """Mails planned, claimed with an expired lease, or in doubt; the oldest first."""
        with self._database.reading(self._owner) as tx:
            return outgoing.unsent(tx, by=by)

    def last_sent(self, kind: str) -> Planned | None:
        """The mail of that kind sent last."""
        with self._database.reading(self._owner) as tx:
            return outgoing.last_sent(tx, kind)

    def sent_since(self, instant: datetime) -> Sequence[Planned]:
        """Mails of every kind sent at or after an instant, the oldest first."""
        with self._database.reading(self._owner) as tx:
            return outgoing.sent_since(tx, instant)

    def handed_since(self, instant: datetime) -> Sequence[Planned]:
        """Mails that began to go out at or after an instant, sent or not, the oldest first."""
        with self._database.reading(self._owner) as tx:
            return outgoing.handed_since(tx, instant)

    def claim(self, planned: Planned, *, by: str, now: datetime, lease: float) -> bool:
        """True for exactly one claimant until `now + lease` seconds."""
        with self._database.writing(self._owner) as tx:
            return outgoing.claim(tx, planned, by=by, now=now, lease=lease)

    def renew(
        self, planned: Planned, *, by: str, now: datetime, lease: float, trail: Trail | None = None
    ) -> bool:
        """Whether the claim still is `by`'s: then it runs anew, and `trail` is kept with the mail."""
        with self._database.writing(self._owner) as tx:
            return outgoing.renew(tx, planned, by=by, now=now, lease=lease, trail=trail)

    def settle(
        self,
        planned: Planned,
        phase: Phase,
        *,
        at: datetime,
        by: str | None = None,
        trail: Trail | None = None,
    ) -> None:
        """Record how a sending ended. SENT is final; PLANNED gives the claim back."""
        with self._database.writing(self._owner) as tx:
            outgoing.settle(tx, planned, phase, at=at, by=by, trail=trail)

    def highest(self) -> datetime | None:
        """The latest clock reading that is kept."""
        with self._database.reading(self._owner) as tx:
            return outgoing.highest(tx)

    def highest_now(self, now: datetime) -> datetime:
        """The latest clock reading ever passed in, this one included; kept to five minutes."""
        with self._database.writing(self._owner) as tx:
            return outgoing.highest_now(tx, now)

    # ── One person, and all of it ───────────────────────────────────────────────────────────

    def forget(self, address: str, *, mine: Collection[str] = ()) -> int:
        """Delete all that is held of a person, to the last byte; how many rows went or were rewritten.

        Copies made before a migration go too; those made by `backup` are the owner's to delete. Folder
        names stay. New mail with the person, or a rescan after a new UIDVALIDITY, brings them back.
        """
        with self._database.writing(self._owner) as tx:
            count = forgetting.forget(tx, address, mine)
        forgetting.overwrite(self._database)
        return count

    def export(self, address: str) -> Iterator[dict[str, object]]:
        """All that is held of a person, one JSON object a row, each with its "table"."""
        with self._database.reading(self._owner) as tx:
            yield from forgetting.export(tx, address)

    def backup(self, path: str) -> None:
        """A consistent copy of the database in a new file of mode 0600."""
        if self._database.file is None:
            raise StoreError(
                "A database server is backed up by its own tools.",
                advice="Run pg_dump as its superuser; worker/store/README.md says how.",
            )
        copy(self._database, Path(path))

    def close(self) -> None:
        """Let go of the database; the last process to leave folds the write-ahead log into the file."""
        if not self._shared:
            self._database.engine.dispose()


def opened(path_or_url: Path | str, *, patience: float) -> Database:
    """The database, its schema up to date."""
    database = connect(path_or_url, patience=patience)
    try:
        bring_up_to_date(database)
    except BaseException:
        database.engine.dispose()
        raise
    return database
