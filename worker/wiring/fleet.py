"""A fleet: each member's settings -> an app on the shared database -> the daemon's own jobs, as turns."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache, partial
from pathlib import Path
from threading import Event
from time import monotonic, sleep
from typing import TYPE_CHECKING

from worker.daemon import Freshness, Job
from worker.fleet import Duty, Fleet
from worker.ports import Clock, Store
from worker.ports.fleet import FleetHealth, Member, Standing
from worker.wiring import App, SystemClock
from worker.wiring.service import Service

if TYPE_CHECKING:
    from worker.settings import Settings
    from worker.store.roster import Roster
    from worker.store.stores import Stores

LETTERS = "digest"  # the turn of all that is sent
SOON = timedelta(minutes=1)  # until a mail that waits for a scan, or is in doubt, is looked at again
LATER = timedelta(minutes=15)  # until the letters of a mailbox that was never read are looked at again
LOOK = 0.2  # seconds between two looks at whether a member's turns have ended


@contextmanager
def open_fleet(url: str, *, clock: Clock | None = None) -> Iterator[Fleets]:
    """The fleet in a PostgreSQL database, which is made ready for one where it is new."""
    from worker.store import open_stores, roster_of

    with closing(open_stores(url)) as stores:
        yield Fleets(stores, roster_of(stores), clock or SystemClock())


def read_member(path: Path, *, name: str = "") -> Member:
    """An owner as a config.toml tells of them: called `name`, else as [store] says, else as the file is.

    Raises ConfigurationError with all that is wrong with it.
    """
    from worker.settings import text_of, understood

    text = text_of(path)
    said = understood(text, path).store
    named = said.owner if "owner" in said.model_fields_set else path.stem
    return Member(name or named, text, str(path.absolute().parent))


@dataclass(frozen=True, slots=True)
class Fleets:
    """What can be done with the fleet in one database."""

    stores: Stores
    roster: Roster
    clock: Clock

    def add(self, member: Member) -> bool:
        """Take a member in, or their changed settings; True where they are new."""
        from worker.jobs.scan import leave_accounts

        with closing(self.stores.of(member.name)) as store:
            leave_accounts(store, but=[account.name for account in _settings(member).accounts])
        hosts = {name: duty.host for name, duty in self.duties(member).items()}
        return self.roster.add(member, hosts, now=self.clock.now())

    def remove(self, name: str, *, patience: float) -> int | None:
        """Delete every row of a member once no worker has them in hand; None where that takes too long."""
        until = monotonic() + patience
        while self.roster.retire(name, now=self.clock.now()):
            if monotonic() > until:
                return None
            sleep(LOOK)
        rows = self.stores.remove(name)
        return rows + self.roster.remove(name)

    def standings(self) -> Iterator[Standing]:
        """Every job of every member."""
        return self.roster.standings(now=self.clock.now())

    def health(self) -> FleetHealth:
        """The fleet in figures."""
        return self.roster.health(now=self.clock.now())

    def worker(self, *, per_host: int, stop: Event) -> Fleet:
        """One that takes turns; raises ConfigurationError where the extra is missing."""
        from worker.fleet.queue import Queue

        queue = Queue(self.stores.address)
        with self.roster.alone():
            queue.prepare()
        return Fleet(self.roster, queue, self.duties, self.clock, per_host=per_host, stop=stop)

    def app(self, member: Member) -> App:
        """One member's Introloop, on their own rows of the shared database."""
        from worker.settings.holidays import public_holidays

        settings = _settings(member)
        holidays = public_holidays(settings.owner.country, self.clock.now().year)
        file, opening = Path(member.place, f"{member.name}.toml"), partial(self.stores.of, member.name)
        owner, key = settings.as_owner(holidays), member.key if settings.answers.enabled else b""
        return App(file, settings, owner, self.clock, opening=opening, key=key)

    def duties(self, member: Member) -> Mapping[str, Duty]:
        """The daemon's own jobs for them, as turns: one for each mailbox, and one for the letters."""
        app = self.app(member)
        turns: dict[str, list[Job]] = defaultdict(list)
        for job in Service(app, ReadSinceDue(app), live=False).jobs():
            turns[_turn_of(job)].append(job)
        return {name: _duty(app, name, tuple(jobs)) for name, jobs in turns.items()}


@lru_cache(maxsize=4096)
def _settings(member: Member) -> Settings:
    from worker.settings import understood

    return understood(member.config, Path(member.place, f"{member.name}.toml"))


# ── The daemon's jobs as turns ──────────────────────────────────────────────────────────────


def _turn_of(job: Job) -> str:
    """A reply is heard after the scan that found it; the letters go by what both found."""
    kind, _, account = job.name.partition(" ")
    if kind == "answers":
        return f"scan {account}"
    return LETTERS if kind in {"digest", "urgent", "sign-in"} else job.name


def _duty(app: App, name: str, jobs: tuple[Job, ...]) -> Duty:
    hosts = {f"scan {account.name}": account.host or "" for account in app.settings.accounts}
    if name in hosts:
        return Duty(jobs, hosts[name], lambda _: _next_scan(app, jobs[0]))
    host = app.settings.smtp.host if name == LETTERS and app.settings.smtp else None
    return Duty(jobs, host or "", partial(_next_letter, app, jobs))


def _next_scan(app: App, job: Job) -> datetime:
    """After its time, or at the hour of the digest, which is to tell of the newest mail."""
    now = app.clock.now()
    return min(now + timedelta(seconds=job.every), _digest_due(app, now))


def _next_letter(app: App, jobs: Sequence[Job], done: Mapping[str, int]) -> datetime:
    """Soon, where a mail waits or is in doubt; else a digest at its hour, and the others after their time."""
    now = app.clock.now()
    with closing(app.store()) as store:
        if done.get("waiting") or store.unsent():
            return now + SOON
        never_read = store.coverage().last_complete is None
    every = [timedelta(seconds=job.every) for job in jobs if job.name != "digest"]
    every += [LATER] if never_read else []
    return min([_digest_due(app, now), *(now + span for span in every)])


def _digest_due(app: App, now: datetime) -> datetime:
    return app.schedule().next(now, app.owner.calendar)


class ReadSinceDue(Freshness):
    """Whether the mail was read since the digest was due, as the store tells it: no worker remembers."""

    def __init__(self, app: App) -> None:
        self._app = app
        due = app.schedule().latest(app.clock.now(), app.owner.calendar)
        super().__init__((account.name for account in app.settings.accounts), now=due)

    def is_fresh(self, *, now: datetime) -> bool:
        """Whether every account was read since, or has been waited for long enough."""
        with closing(self._app.store()) as store:
            self._recall(store)
        return super().is_fresh(now=now)

    def _recall(self, store: Store) -> None:
        for folder in store.coverage().folders:
            if folder.complete and folder.account in self._read:
                self._read[folder.account] = max(self._read[folder.account], folder.complete)
