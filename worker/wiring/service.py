"""What the service does, and when: settings -> jobs of the daemon."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, closing, nullcontext
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING, Protocol

from worker.wiring.adapters import imap_of
from worker.wiring.credentials import is_shut, stamp_of
from worker.wiring.standing import standing_kept

if TYPE_CHECKING:
    from worker.daemon import Daemon, Freshness, Job, Told
    from worker.jobs.digest import Schedule
    from worker.jobs.health import Health
    from worker.jobs.post import Post, Posted
    from worker.jobs.report import ScanReport
    from worker.jobs.watch import Watch
    from worker.ports import IntroloopError
    from worker.settings import Account
    from worker.settings.models import Login
    from worker.wiring import App

DIGEST_EVERY = 20.0  # seconds between two looks at whether a digest is due
ANSWERS_EVERY = 900.0  # and at whether the owner wrote back, where no mail came: each may cost a login
DRAFTS_EVERY = 1800.0  # and at drafts in the mailbox, which takes a review
PING_EVERY = 900.0  # seconds between two calls to a dead-man's switch
STATUS_EVERY = 20.0  # and whether what `introloop status` says is another now
SIGN_IN_EVERY = 60.0  # and whether the owner has to sign in
URGENT_EVERY = 900.0  # and whether something breaks today: where mail came, what is around it is looked at


class Sender(Protocol):
    """A job that sends what is due: the weekly digest, or the urgent mail."""

    def __call__(self, post: Post, *, schedule: Schedule) -> Posted: ...


def serve(app: App, *, tell: Callable[[IntroloopError], object]) -> None:
    """Work until told to stop; where the daemon begins anew, its lock and its count of logins go along."""
    from worker.daemon import Left, begin_anew, left_before

    left = left_before()
    counted = counting(app, paid=left.logins)
    serving = Service(counted)
    with app.at_work("run", held=left.lock) as lock, serving.metrics():
        while serving.daemon(tell=tell).run():
            begin_anew(Left(lock, {name: one.paid_until for name, one in counted.logins.items()}))


def counting(app: App, *, paid: Mapping[str, float]) -> App:
    """The app with its logins counted, on from those before."""
    from worker.mailbox.logins import Logins

    accounts = app.settings.accounts
    logins = {one.name: Logins(one.logins_an_hour, paid_until=paid.get(one.name, 0)) for one in accounts}
    return replace(app, logins=logins)


@dataclass(frozen=True, slots=True)
class Service:
    """The daemon of one owner's app, whose logins are `counting`."""

    app: App
    fresh: Freshness | None = None  # where it is known otherwise than by what this process did
    live: bool = True  # whether a connection is kept to each server, and new mail heard of at once

    def daemon(self, *, tell: Callable[[IntroloopError], object] = lambda _: None) -> Daemon:
        """The service; `tell` is for who looks on."""
        from worker.daemon import Daemon, Systemd, start_logging
        from worker.jobs.scan import leave_accounts

        with closing(self.app.store()) as store:
            leave_accounts(store, but=[account.name for account in self.app.settings.accounts])
        start_logging(self.app.settings.log.level)
        jobs, notifier = (*self.jobs(), *self._status_jobs()), Systemd(os.environ)
        return Daemon(jobs, clock=self.app.clock, notifier=notifier, welcome=self.is_welcome, tell=tell)

    def is_welcome(self) -> bool:
        """Whether each server would be logged in to now, and nothing would have to wait for it."""
        return all(logins.is_free() for logins in self.app.logins.values())

    def _status_jobs(self) -> Iterator[Job]:
        """What keeps the answer of `introloop status`; it is no work on mail."""
        from worker.daemon import Job

        if kept := standing_kept(self.app):
            yield Job("status", lambda _: kept.refresh(), every=STATUS_EVERY)

    def metrics(self) -> AbstractContextManager[object]:
        """The page of figures, as long as it lasts; nothing where no port is set."""
        from worker.daemon.metrics import metrics
        from worker.jobs.metrics import metrics_page

        port = self.app.settings.service.metrics_port
        return metrics(port, lambda: metrics_page(self._health())) if port else nullcontext()

    def _health(self) -> Health:
        from worker.jobs.health import judged

        with closing(self.app.store()) as store:
            return judged(self.app.standing(store), now=self.app.moment())

    def jobs(self) -> Iterator[Job]:
        """What the service does: a job for each account, and those that send where there is a way out."""
        from worker.daemon import Freshness, Job
        from worker.jobs.digest import DigestLane
        from worker.jobs.urgent import UrgentLane

        accounts = self.app.settings.accounts
        fresh = self.fresh or Freshness((account.name for account in accounts), now=self.app.clock.now())
        yield from (self._scan_job(account, fresh) for account in accounts)
        if self.app.settings.answers.enabled:
            yield from (self._answers_job(account) for account in accounts)
        if account := self.app.drafts_account:
            yield self._drafts_job(account)
        if smtp := self.app.settings.smtp:
            sending = partial(Job, by_clock=True, credential=self._stamp(smtp))
            weekly = DigestLane()
            sends = partial(self._send, weekly.send, fresh, rests=weekly.rests)
            yield sending("digest", sends, every=DIGEST_EVERY)
            if self.app.settings.digest.urgent:
                yield sending("urgent", partial(self._send, UrgentLane().send, fresh), every=URGENT_EVERY)

            if any(account.signin for account in accounts):
                yield Job("sign-in", self._ask_to_sign_in, every=SIGN_IN_EVERY)
        if self.app.settings.service.ping_url:
            yield Job("ping", self._ping, every=PING_EVERY)

    def _answers_job(self, account: Account) -> Job:
        """Hear what the owner wrote back once it was read; nothing is connected while nothing waits."""
        from worker.daemon import Job
        from worker.jobs.answers import Tried

        tried = Tried()

        def run(_: Told) -> Mapping[str, int]:
            with closing(self.app.store()) as store:
                return {"answers": self.app.listen(account, store, tried=tried)}

        named = partial(Job, f"answers {account.name}", after=f"scan {account.name}")
        return named(run, every=ANSWERS_EVERY, credential=self._stamp(account))

    def _drafts_job(self, account: Account) -> Job:
        """Lay drafts and take away those that are done; nothing is connected while there is neither."""
        from worker.daemon import Job

        def run(_: Told) -> Mapping[str, int]:
            with closing(self.app.store()) as store:
                return self.app.lay_drafts(account, store)

        return Job(f"drafts {account.name}", run, every=DRAFTS_EVERY, credential=self._stamp(account))

    def _ping(self, _: Told) -> Mapping[str, int]:
        """Tell the dead-man's switch that the mailbox is being read, or be missed by it."""
        from worker.daemon.ping import ping
        from worker.jobs.health import is_reading

        url, now = self.app.settings.service.ping_url, self.app.clock.now()
        with closing(self.app.store()) as store:
            reading = is_reading(store.coverage().last_complete, now=now)
        if not url or not reading:
            return {"pinged": 0}
        ping(url)
        return {"pinged": 1}

    def _ask_to_sign_in(self, _: Told) -> Mapping[str, int]:
        """Tell the owner by mail, once, where the way out needs no sign-in that has ended too."""
        from worker.jobs.post import Posted
        from worker.jobs.sign_in import ask_to_sign_in

        needed, smtp = self.app.sign_ins_needed(), self.app.settings.smtp
        if not needed or smtp is None or is_shut(smtp, state=self.app.settings.store.directory):
            return {"sign_ins_needed": len(needed)}
        with closing(self.app.store()) as store:
            posted = [ask_to_sign_in(self.app.post(store), one) for one in needed]
        return {"sign_ins_needed": len(needed), "sent": posted.count(Posted.SENT)}

    def _scan_job(self, account: Account, fresh: Freshness) -> Job:
        """An account on a server is kept connected and told of new mail; one on this disk is looked at."""
        from worker.daemon import Job
        from worker.jobs.watch import Watch

        named = partial(Job, f"scan {account.name}", credential=self._stamp(account))
        if account.path or not self.live:
            return named(partial(self._scan_account, account, fresh), every=account.poll * 60.0)
        watch = Watch(
            mailbox=partial(
                imap_of,
                account,
                state=self.app.settings.store.directory,
                logins=self.app.logins.get(account.name),
            ),
            store=self.app.store,
            read=self.app.read,
            clock=self.app.clock,
            every=timedelta(minutes=account.poll),
            current=partial(self._is_current, account, fresh),
        )
        return named(partial(self._watch, watch, account, fresh), every=0.0, interrupt=watch.interrupt)

    def _is_current(self, account: Account, fresh: Freshness) -> None:
        fresh.read(account.name, now=self.app.clock.now())

    def _watch(self, watch: Watch, account: Account, fresh: Freshness, told: Told) -> Mapping[str, int]:
        try:
            done = watch.run(told.stop, reconnect=told.reconnect)
        except Exception:
            self._is_current(account, fresh)  # it was tried: nothing waits for it any longer
            raise
        return _ended(done)

    def _stamp(self, login: Login) -> Callable[[], object]:
        """What shows that a password was renewed, or that somebody has signed in."""
        return stamp_of(login, state=self.app.settings.store.directory)

    def _scan_account(self, account: Account, fresh: Freshness, told: Told) -> Mapping[str, int]:
        from worker.jobs.scan import scan

        mailbox, current = self.app.mailbox(account), partial(self._is_current, account, fresh)
        try:
            with closing(self.app.store()) as store:
                done = scan(
                    mailbox, store, self.app.read, clock=self.app.clock, stop=told.stop, current=current
                )
        finally:
            current()
        return _ended(done)

    def _send(
        self,
        send: Sender,
        fresh: Freshness,
        told: Told,
        *,
        rests: Callable[[datetime], bool] = lambda _: False,
    ) -> Mapping[str, int]:
        """Send what is due, once the mail has been read since the start or the last sleep."""
        from worker.jobs.post import Posted

        if told.reconnect:
            fresh.woke(now=self.app.clock.now())
        if not fresh.is_fresh(now=self.app.clock.now()):
            return {"sent": 0, "waiting": 1}
        if rests(self.app.clock.now()):
            return {"sent": 0}
        with closing(self.app.store()) as store:
            posted = send(self.app.post(store), schedule=self.app.schedule())
        return {"sent": int(posted is Posted.SENT)}


def _ended(done: ScanReport) -> Mapping[str, int]:
    """What the log says of a scan."""
    return {"new": done.new, "quarantined": done.quarantined, "unread_folders": len(done.problems)}
