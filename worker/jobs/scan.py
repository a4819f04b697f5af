"""Reading what is new in a mailbox: folder by folder, in steps that commit with their bookmark.

A scan that is stopped or killed goes on where it stood (invariant 4). A folder that cannot be read is
noted and the others go on; a server that cannot be reached ends the scan, with all done so far kept.
The first scan of a day tries again what could not be read before.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from threading import Event
from typing import Protocol

from worker.jobs.step import Place, Read, Step, take_again, take_step
from worker.ports import (
    Clock,
    Folder,
    FolderCoverage,
    FolderRole,
    FolderState,
    FolderUnreadable,
    Mailbox,
    MailboxError,
    RawHeader,
    Store,
    StoreError,
)

STEP = 200  # messages a transaction: half a second of work, so that a stop is heard in time
MANY = 50  # messages once read, above which an empty mailbox is a mistake and not a fresh start


class MailboxEmptied(MailboxError):
    """Every folder is empty where many messages were read before: an outage, or the wrong mailbox."""


class Progress(Protocol):
    """Told after each step: the folder, messages looked at, and about how many there are to look at."""

    def __call__(self, folder: str, done: int, total: int) -> None: ...


@dataclass(frozen=True, slots=True)
class ScanReport:
    """What a scan did, in messages; `finished` is False where it was stopped on the way."""

    looked_at: int = 0
    new: int = 0
    skipped: int = 0
    quarantined: int = 0
    problems: tuple[str, ...] = ()
    finished: bool = True

    def __add__(self, other: ScanReport) -> ScanReport:
        return ScanReport(
            self.looked_at + other.looked_at,
            self.new + other.new,
            self.skipped + other.skipped,
            self.quarantined + other.quarantined,
            self.problems + other.problems,
            self.finished and other.finished,
        )


def quiet(folder: str, done: int, total: int) -> None:
    """Nobody watches."""


def scan(
    mailbox: Mailbox,
    store: Store,
    read: Read,
    *,
    clock: Clock,
    progress: Progress = quiet,
    stop: Event | None = None,
) -> ScanReport:
    """Read all that is new; raises MailboxError where the mailbox as a whole cannot be read, and notes it."""
    try:
        with mailbox:
            return _Scan(mailbox, store, read, clock, progress, stop or Event()).all_folders()
    except MailboxError as error:
        _note_outage(store, mailbox.account, problem=str(error))
        raise


def scan_all(
    mailboxes: Sequence[Mailbox],
    store: Store,
    read: Read,
    *,
    clock: Clock,
    progress: Progress = quiet,
    stop: Event | None = None,
) -> ScanReport:
    """Scan several accounts; one that fails is a problem of the report, and raised where all fail."""
    report, failed = ScanReport(), []
    for mailbox in mailboxes:
        try:
            report += scan(mailbox, store, read, clock=clock, progress=progress, stop=stop)
        except MailboxError as error:
            failed.append(error)
            report += ScanReport(problems=(f"{error}. {error.advice}",))
    if failed and len(failed) == len(mailboxes):
        raise failed[0]
    return report


def leave_accounts(store: Store, *, but: Collection[str]) -> None:
    """Drop what was noted of accounts that are not read any more, so that they hold nothing back."""
    for account in {folder.account for folder in store.coverage().folders} - set(but):
        store.folders_selected(account, ())


def _note_outage(store: Store, account: str, *, problem: str) -> None:
    """Say of each folder of the account why it was not read (invariant 7)."""
    with suppress(StoreError):  # the mailbox's own error is the one to report
        known = [folder for folder in store.coverage().folders if folder.account == account]
        for folder in known or [FolderCoverage(account, "INBOX", FolderRole.INBOX, None)]:
            store.folder_read(replace(folder, complete=None, problem=problem))


@dataclass(frozen=True, slots=True)
class _Scan:
    mailbox: Mailbox
    store: Store
    read: Read
    clock: Clock
    progress: Progress
    stop: Event

    def all_folders(self) -> ScanReport:
        """Each selected folder in turn; the empty ones are believed only when not all are empty."""
        empty: list[tuple[Folder, datetime]] = []
        listed = self.mailbox.folders()
        folders = [folder for folder in listed if folder.selected]
        report = ScanReport(problems=self._gone(listed))
        self.store.folders_selected(self.mailbox.account, folders)
        for folder in folders:
            if self.stop.is_set():
                return replace(report, finished=False)
            try:
                at, state = self.clock.now(), self.mailbox.open(folder.name)
                if not state.messages:
                    empty.append((folder, at))  # believed only when not all are empty
                    continue
                report += self._folder(folder, state, at=at)
            except FolderUnreadable as error:
                report += self._unread(folder, problem=str(error))
        self._believe(empty, all_of_them=len(empty) == len(folders))
        return report

    def _gone(self, listed: Sequence[Folder]) -> tuple[str, ...]:
        """Folders that were read before and are not there any more: said once, as there is no more to say."""
        names, account = {folder.name for folder in listed}, self.mailbox.account
        read = (f.folder for f in self.store.coverage().folders if f.account == account and f.complete)
        return tuple(f"account {account}: the folder {name} is gone" for name in read if name not in names)

    def _believe(self, empty: Sequence[tuple[Folder, datetime]], *, all_of_them: bool) -> None:
        before = sum(f.read for f in self.store.coverage().folders if f.account == self.mailbox.account)
        if empty and all_of_them and before > MANY:
            raise MailboxEmptied(
                f"mailbox {self.mailbox.account}: every folder is empty, {before} messages were read before",
                advice="Nothing was changed. Look at the mailbox; is it still the right one?",
            )
        for folder, at in empty:
            self._complete(folder, at=at)

    def _folder(self, folder: Folder, state: FolderState, *, at: datetime) -> ScanReport:
        place = Place(self.mailbox.account, folder.name, state.uidvalidity)
        report, total = self._again(place, at=at), max(state.messages, 1)
        for raw in self._steps(self._start(place)):
            report += self._keep(
                take_step(place, raw, mailbox=self.mailbox, store=self.store, read=self.read)
            )
            self.progress(folder.name, report.looked_at, max(total, report.looked_at))
            if self.stop.is_set():
                return replace(report, finished=False)
        self._complete(folder, at=at)
        return report

    def _again(self, place: Place, *, at: datetime) -> ScanReport:
        """Once a day: a server may have been mended, or the reader of mail (RELIABILITY.md, the mailbox)."""
        if self._was_read_on(at.astimezone(UTC).date(), place):
            return ScanReport()
        lost = [one.uid for one in self.store.quarantined() if place.holds(one)]
        report = ScanReport()
        for start in range(0, len(lost), STEP):
            some = lost[start : start + STEP]
            step = take_again(place, some, mailbox=self.mailbox, store=self.store, read=self.read)
            report += ScanReport(new=self.store.save(step.batch))
        return report

    def _was_read_on(self, day: date, place: Place) -> bool:
        """Whether the folder was read to its end on that day (UTC)."""
        here = [f.complete for f in self.store.coverage().folders if place.covers(f)]
        return any(complete and complete.astimezone(UTC).date() == day for complete in here)

    def _start(self, place: Place) -> int:
        """The last UID read. Under another UIDVALIDITY UIDs mean nothing: the folder is read anew, and
        what the store knows already is recognised by its Message-ID (RFC 3501 section 2.3.1.1)."""
        bookmark = self.store.bookmark(place.account, place.folder)
        return bookmark.uid if bookmark and bookmark.uidvalidity == place.uidvalidity else 0

    def _steps(self, after: int) -> Iterator[Sequence[RawHeader]]:
        for batch in self.mailbox.headers(after):
            for start in range(0, len(batch), STEP):
                yield batch[start : start + STEP]

    def _keep(self, step: Step) -> ScanReport:
        return ScanReport(
            looked_at=step.looked_at,
            new=self.store.save(step.batch),
            skipped=step.batch.skipped,
            quarantined=len(step.batch.quarantined),
        )

    def _complete(self, folder: Folder, *, at: datetime) -> None:
        """Read to its end as it stood when it was opened: later mail is the next scan's."""
        self.store.folder_read(FolderCoverage(self.mailbox.account, folder.name, folder.role, at))

    def _unread(self, folder: Folder, *, problem: str) -> ScanReport:
        coverage = FolderCoverage(self.mailbox.account, folder.name, folder.role, None, problem=problem)
        self.store.folder_read(coverage)
        return ScanReport(problems=(problem,))
