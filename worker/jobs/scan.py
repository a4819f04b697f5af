"""Reading what is new in a mailbox, the newest first, in steps that commit with their bookmark.

Of a mailbox never read, the last RECENT of every folder come first: then a digest can be written, and the
rest is filled in behind it, with a look for new mail every so often. A scan that is stopped or killed goes
on where it stood (invariant 4). A folder that cannot be read is noted and the others go on; a server that
cannot be reached ends the scan, with all done so far kept. The first scan of a day tries again what could
not be read before.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from threading import Event

from worker.jobs.budget import is_spent
from worker.jobs.one_folder import OneFolder
from worker.jobs.presence import Presences
from worker.jobs.report import Progress, ScanReport, quiet
from worker.jobs.step import Place, Steps
from worker.jobs.texts import Read, Reader, here
from worker.ports import (
    Bookmark,
    Clock,
    ConfigurationError,
    Folder,
    FolderCoverage,
    FolderRole,
    FolderState,
    FolderUnreadable,
    IntroloopError,
    Mailbox,
    MailboxError,
    Store,
    StoreError,
    Throttled,
)

MANY = 50  # messages once read, above which an empty mailbox is a mistake and not a fresh start


class MailboxEmptied(MailboxError):
    """Every folder is empty where many messages were read before: an outage, or the wrong mailbox."""


def nobody() -> None:
    """Nobody waits for it."""


def scan(
    mailbox: Mailbox,
    store: Store,
    read: Read,
    *,
    clock: Clock,
    progress: Progress = quiet,
    stop: Event | None = None,
    current: Callable[[], None] = nobody,
    recent_only: bool = False,
    reader: Reader | None = None,
) -> ScanReport:
    """Read all that is new; raises MailboxError where the mailbox as a whole cannot be read, and notes it.

    `current` is told once all that is recent has been read, and after each later look for new mail. A
    `reader` takes the place of reading here.
    """
    with noting_outage(store, mailbox.account, clock), mailbox:
        scanning = Scan(mailbox, store, reader or here(read), clock, progress, stop or Event())
        report = scanning.news()
        current()
        return report if recent_only else report + scanning.rest(current)


def scan_all(
    mailboxes: Sequence[Mailbox],
    store: Store,
    read: Read,
    *,
    clock: Clock,
    progress: Progress = quiet,
    stop: Event | None = None,
    recent_only: bool = False,
    reader: Reader | None = None,
) -> ScanReport:
    """Scan several accounts; one that fails is a problem of the report, and raised where all fail."""
    report, failed = ScanReport(), list[IntroloopError]()
    for mailbox in mailboxes:
        try:
            report += scan(
                mailbox,
                store,
                read,
                clock=clock,
                progress=progress,
                stop=stop,
                recent_only=recent_only,
                reader=reader,
            )
        except (MailboxError, ConfigurationError) as error:  # of the latter: a password that is not there
            failed.append(error)
            report += ScanReport(problems=(f"{error}. {error.advice}",))
    if failed and len(failed) == len(mailboxes):
        raise failed[0]
    return report


def leave_accounts(store: Store, *, but: Collection[str]) -> None:
    """Drop what was noted of accounts that are not read any more, so that they hold nothing back."""
    for account in {folder.account for folder in store.coverage().folders} - set(but):
        store.folders_selected(account, ())


@contextmanager
def noting_outage(store: Store, account: str, clock: Clock) -> Iterator[None]:
    """Where the mailbox as a whole cannot be read, say so of each folder of the account (invariant 7)."""
    try:
        yield
    except (MailboxError, ConfigurationError) as error:
        _note_outage(store, account, problem=f"{error}{_until(error, clock)}")
        raise


def _until(error: IntroloopError, clock: Clock) -> str:
    """Until when a server has asked to be left alone (RELIABILITY.md, the mailbox)."""
    if not isinstance(error, Throttled) or not error.seconds:
        return ""
    return f", until {(clock.now() + timedelta(seconds=error.seconds)).astimezone(UTC):%Y-%m-%d %H:%M} UTC"


def _note_outage(store: Store, account: str, *, problem: str) -> None:
    with suppress(StoreError):  # the mailbox's own error is the one to report
        known = [folder for folder in store.coverage().folders if folder.account == account]
        for folder in known or [FolderCoverage(account, "INBOX", FolderRole.INBOX, None)]:
            store.folder_read(replace(folder, complete=None, problem=problem))


@dataclass(frozen=True, slots=True)
class Scan:
    """Reading one mailbox that is entered."""

    mailbox: Mailbox
    store: Store
    reader: Reader
    clock: Clock
    progress: Progress = quiet
    stop: Event = field(default_factory=Event)

    def news(self) -> ScanReport:
        """All that came since, in every folder; of a folder never read, what is recent."""
        listed = self.mailbox.folders()
        folders = [folder for folder in listed if folder.selected]
        report = ScanReport(problems=self._gone(listed))
        self.store.folders_selected(self.mailbox.account, folders)
        unread = {folder.name for folder in listed if not folder.selected}
        self._presences(self.clock.now()).follow_folders({folder.name for folder in listed}, unread=unread)
        return report + self.news_of(folders, all_of_them=True)

    def news_of(self, folders: Sequence[Folder], *, all_of_them: bool = False) -> ScanReport:
        """The same of some folders. Empty ones are believed only when not all that there are are empty."""
        report, empty = ScanReport(), dict[Folder, tuple[datetime, FolderState]]()
        for folder in folders:
            if self.stop.is_set():
                return replace(report, finished=False)
            try:
                at, state = self.clock.now(), self.mailbox.open(folder.name)
                if not state.messages:
                    empty[folder] = at, state
                    continue
                done = self._one(folder, state).news(at=at)
                report += done
                if done.finished:
                    self._complete(folder, at=at)
            except FolderUnreadable as error:
                report += self._unread(folder, problem=str(error))
        self._believe(empty, outage=all_of_them and len(empty) == len(folders))
        return report

    def rest(self, current: Callable[[], None] = nobody) -> ScanReport:
        """What was not read yet of any folder, from the newest down, a stretch at a time, as far as the day's
        bytes go."""
        report = ScanReport(finished=not self.stop.is_set())
        while report.finished and not self._is_spent() and (unread := self._unfinished()):
            for folder in unread:
                try:
                    report += self._one(folder, self.mailbox.open(folder.name)).stretch()
                except FolderUnreadable as error:
                    report += self._unread(folder, problem=str(error))
                    return report
                if not report.finished:
                    return report
            report += self.news()
            current()
        return report

    def _is_spent(self) -> bool:
        return is_spent(self.mailbox, self.store, self.clock)

    def _unfinished(self) -> list[Folder]:
        """The folders of which older mail is still to be read."""
        found = (
            (folder, self._bookmark(folder.name)) for folder in self.mailbox.folders() if folder.selected
        )
        return [folder for folder, mark in found if mark and mark.floor]

    def _bookmark(self, name: str) -> Bookmark | None:
        return self.store.bookmark(self.mailbox.account, name)

    def _gone(self, listed: Sequence[Folder]) -> tuple[str, ...]:
        """Folders that were read before and are not there any more: said once, as there is no more to say."""
        names, account = {folder.name for folder in listed}, self.mailbox.account
        read = (f.folder for f in self.store.coverage().folders if f.account == account and f.complete)
        return tuple(f"account {account}: the folder {name} is gone" for name in read if name not in names)

    def _presences(self, at: datetime) -> Presences:
        return Presences(self.mailbox, self.store, at)

    def _believe(self, empty: Mapping[Folder, tuple[datetime, FolderState]], *, outage: bool) -> None:
        before = sum(f.read for f in self.store.coverage().folders if f.account == self.mailbox.account)
        if empty and outage and before > MANY:
            raise MailboxEmptied(
                f"mailbox {self.mailbox.account}: every folder is empty, {before} messages were read before",
                advice="Nothing was changed. Look at the mailbox; is it still the right one?",
            )
        for folder, (at, state) in empty.items():
            self._presences(at).follow(folder.name, state, daily=True)
            self._complete(folder, at=at)

    def _one(self, folder: Folder, state: FolderState) -> OneFolder:
        place = Place(self.mailbox.account, folder.name, state.uidvalidity)
        steps = Steps(place, self.mailbox, self.store, self.reader)
        here = (f for f in self.store.coverage().folders if place.covers(f))
        already = sum(f.read for f in here)
        return OneFolder(steps, state, self.clock, self.progress, self.stop, already)

    def _complete(self, folder: Folder, *, at: datetime) -> None:
        """Read to its end as it stood when it was opened: later mail is the next scan's."""
        self.store.folder_read(FolderCoverage(self.mailbox.account, folder.name, folder.role, at))

    def _unread(self, folder: Folder, *, problem: str) -> ScanReport:
        coverage = FolderCoverage(self.mailbox.account, folder.name, folder.role, None, problem=problem)
        self.store.folder_read(coverage)
        return ScanReport(problems=(problem,))
