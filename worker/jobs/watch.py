"""One account, kept connected: what is new is read as soon as its server tells of it.

A run waits until there is news (IDLE) or for REST, and asks where the folders stand; only those that have
moved are read, and with nothing new nothing is written. IDLE is a hint: every folder is looked through again
each quarter of an hour, whatever the server told (RELIABILITY.md, the mailbox). What arrives is stored as
facts; a review is derived when one is asked for.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from threading import Event

from worker.jobs.report import ScanReport
from worker.jobs.scan import Scan, noting_outage
from worker.jobs.texts import Read, here
from worker.ports import Clock, Folder, FolderState, FolderUnreadable, LiveMailbox, Store, StoreError

REST = 270.0  # seconds of one IDLE: below five minutes, after which some servers and routers hang up
WATCHED = "INBOX"

State = tuple[int, int]
"""UIDVALIDITY and UIDNEXT: while both stand, nothing came."""


@dataclass(slots=True)
class Watch:
    """What is kept between two runs. `mailbox` and `store` are asked for when they are needed."""

    mailbox: Callable[[], LiveMailbox]
    store: Callable[[], Store]
    read: Read
    clock: Clock
    every: timedelta  # between two looks through every folder
    current: Callable[[], None]  # told when all that is recent has been read
    _line: LiveMailbox | None = None
    _folders: Sequence[Folder] = ()
    _seen: dict[str, State] = field(default_factory=dict)
    _looked: datetime | None = None
    _waiting: bool = False  # whether there is news that the next run need not wait for
    _stood: State | None = None  # what the watched folder said of itself when it was opened last

    def run(self, stop: Event, *, reconnect: bool = False) -> ScanReport:
        """Wait for news and read it, or connect and read all.

        An error leaves the connection behind, unless it is the database's: what a full disk or a lock
        keeps us from storing is read again on the same connection, and costs no login.
        """
        if reconnect:
            self.leave()
        try:
            report = self._again(self._line, stop) if self._line else self._anew(stop)
        except StoreError:
            self._waiting, self._looked = True, None
            raise
        except BaseException:
            self.leave()
            raise
        if stop.is_set():
            self.leave()
        return report

    def leave(self) -> None:
        """Say good-bye; the next run connects anew."""
        line, self._line = self._line, None
        if line:
            line.__exit__(None, None, None)

    def interrupt(self) -> None:
        """End the wait of a run; may be called from any thread."""
        if line := self._line:
            line.interrupt()

    def _anew(self, stop: Event) -> ScanReport:
        mailbox = self.mailbox()
        with closing(self.store()) as store, noting_outage(store, mailbox.account, self.clock):
            mailbox.__enter__()
            self._line = mailbox
            return self._look(mailbox, store, stop)

    def _again(self, mailbox: LiveMailbox, stop: Event) -> ScanReport:
        if not self._waiting:
            mailbox.wait(REST)
        if stop.is_set():
            return ScanReport(finished=False)
        if self._is_look_due():
            with closing(self.store()) as store, noting_outage(store, mailbox.account, self.clock):
                return self._look(mailbox, store, stop)
        return self.poll(mailbox, stop)

    def _is_look_due(self) -> bool:
        """Whether all folders are to be looked through; at once where the clock was set back meanwhile."""
        looked = self._looked
        return looked is None or not looked <= self.clock.now() < looked + self.every

    def _look(self, mailbox: LiveMailbox, store: Store, stop: Event) -> ScanReport:
        """Through every folder, and what is left of older mail."""
        at = self.clock.now()
        self._folders = [folder for folder in mailbox.folders() if folder.selected]
        states, scan = self._states(mailbox), Scan(mailbox, store, here(self.read), self.clock, stop=stop)
        report = scan.news()
        self.current()
        report += scan.rest(self.current)
        self._looked = at
        self._rest_at(mailbox, states)
        return report

    def poll(self, mailbox: LiveMailbox, stop: Event) -> ScanReport:
        """Read the folders in which something came: with nothing new, one round trip, and nothing written.

        What came during the reading is for the next run to find, which does not wait: a server takes long
        over that in a large folder, and what was read is to be known before.
        """
        states = self._states(mailbox)
        moved = [folder for folder in self._folders if states.get(folder.name) != self._seen.get(folder.name)]
        if not moved:
            if self._waiting:
                self._rest_at(mailbox, states)
            return ScanReport()
        with closing(self.store()) as store, noting_outage(store, mailbox.account, self.clock):
            report = Scan(mailbox, store, here(self.read), self.clock, stop=stop).news_of(moved)
        self._seen, self._waiting = states, True
        return report

    def _states(self, mailbox: LiveMailbox) -> dict[str, State]:
        said = mailbox.states([folder.name for folder in self._folders])
        return {name: _state(state) for name, state in said.items()}

    def _rest_at(self, mailbox: LiveMailbox, states: dict[str, State]) -> None:
        """Open the folder that is watched. The states are those before the reading: what came during it
        shows as a difference. One that stays is the server's way (RFC 3501 section 6.3.10 discourages STATUS
        of an open folder), or the folder is not read: no news, and not to be asked about for ever."""
        self._seen, self._waiting = states, False
        with suppress(FolderUnreadable):  # it was told by the reading
            stands = _state(mailbox.open(WATCHED))
            self._waiting = stands not in (states.get(WATCHED), self._stood)
            self._stood = stands


def _state(state: FolderState) -> State:
    return state.uidvalidity, state.uidnext
