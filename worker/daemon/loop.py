"""The daemon: starts each job when its time has come, and outlives whatever happens to it.

One thread, the main one, decides; each run of a job has a thread of its own and says through a queue how
it ended. Waiting is counted on the monotonic clock, so that a clock that is set neither hurries nor
delays a job. Waking a process costs more than what it then looks at: it sleeps until a job is due.
"""

from __future__ import annotations

import logging
import os
import random
import signal
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from importlib.metadata import version
from math import inf
from queue import Empty, SimpleQueue
from threading import Event, Thread
from typing import Protocol

import schedule

from worker.daemon.backoff import is_offline
from worker.daemon.job import Job, Told, nothing
from worker.daemon.lane import Lane
from worker.daemon.logs import OURS, where
from worker.daemon.memory import WORKED, give_back, share_one_heap
from worker.daemon.watch import Watch
from worker.ports import Clock, IntroloopError

TICK = 1  # seconds between two starts of jobs at least
REST = 5  # seconds between two looks at the clock, at whether to start a job, at a password in trouble
MANY = 1000  # new messages: what reading them may have left in memory is worth beginning anew
FAREWELL = 30  # seconds that jobs have to end before that
GRACE = 0.5  # seconds that jobs have to end after a signal; on a busy machine it all stays below two
_SIGNALS = (signal.SIGTERM, signal.SIGINT)

log = logging.getLogger(OURS)


class Notifier(Protocol):
    """Whoever watches over the process."""

    @property
    def watchdog(self) -> float | None:
        """Seconds within which it wants a sign of life."""
        ...

    def ready(self) -> None: ...

    def status(self, text: str) -> None: ...

    def alive(self) -> None: ...

    def stopping(self) -> None: ...


@dataclass(frozen=True, slots=True)
class _Ended:
    """How a run ended."""

    lane: Lane
    error: BaseException | None
    counts: Mapping[str, int]
    seconds: float
    worked: float  # of them, on a processor


class Daemon:
    """Runs jobs until SIGTERM, SIGINT or `stop`; an error of one job is logged and costs only that job.

    `leave` ends the process when a job does not stop within the grace: every step of a job is a
    transaction, so nothing is lost by that. `tell` is told in words what keeps a job from its work, once.
    """

    def __init__(
        self,
        jobs: Sequence[Job],
        *,
        clock: Clock,
        notifier: Notifier,
        welcome: Callable[[], bool] = lambda: True,
        monotonic: Callable[[], float] = time.monotonic,
        chance: Callable[[], float] = random.random,
        leave: Callable[[int], object] = os._exit,
        tell: Callable[[IntroloopError], object] = lambda _: None,
    ) -> None:
        self._clock, self._notifier, self._welcome = clock, notifier, welcome
        self._monotonic, self._chance, self._leave, self._tell = monotonic, chance, leave, tell
        self._watch, self._clock_is_back = Watch(clock, monotonic), False
        self._lanes = [Lane(job, at=monotonic()) for job in jobs]
        self._again: dict[str, str] = {}  # job in trouble -> when it is tried again
        self._looked = -inf  # when jobs were last started
        self._worked = 0.0  # seconds of a processor since memory was last given back
        self._read = 0  # new messages, since this process began
        self._told_to_stop, self._stop = False, Event()
        # Unlike an Event, a SimpleQueue may be filled by a signal handler at any point of its reader.
        self._heard: SimpleQueue[_Ended | None] = SimpleQueue()

    def stop(self) -> None:
        """End `run` soon; may be called from a signal handler and from any thread."""
        self._told_to_stop = True
        self._heard.put(None)

    def run(self) -> bool:
        """Run until told to stop; whether it ended of itself and ought to begin anew (`begin_anew`).

        Called in the main thread, as signals are heard there.
        """
        with _calling(self.stop):
            share_one_heap()
            log.info("started", extra={"jobs": len(self._lanes), "version": version("introloop")})
            self._notifier.ready()
            self._say_how_it_is()
            ticks = self._ticks()
            while not self._told_to_stop and not self._may_begin_anew():
                if (ticks.idle_seconds or 0) > REST:  # it counts in local time, which was set back
                    ticks = self._ticks()
                ticks.run_pending()
                self._begin_what_is_due()
                self._hear(min(self._seconds_until_due(), ticks.idle_seconds or 0))
            self._wind_down()
        return not self._told_to_stop

    # ── Ticks ───────────────────────────────────────────────────────────────────────────────

    def _ticks(self) -> schedule.Scheduler:
        """A look at the clock at once and then every REST, and a sign of life at half the watchdog's time."""
        ticks = schedule.Scheduler()
        ticks.every(REST).seconds.do(self._look_at_the_clock)
        self._look_at_the_clock()
        if self._notifier.watchdog:
            ticks.every(max(TICK, int(self._notifier.watchdog / 2))).seconds.do(self._notifier.alive)
            self._notifier.alive()
        return ticks

    def _begin_what_is_due(self) -> None:
        """Start the jobs whose time has come: at most once a tick, however soon a run ends."""
        now = self._monotonic()
        if now < self._looked + TICK:
            return
        self._looked = now
        for lane in self._lanes:
            if lane.is_due(now, clock_is_back=self._clock_is_back):
                told = lane.begin(self._stop)
                lane.thread = Thread(target=self._perform, args=(lane, told), daemon=True)
                lane.thread.start()

    def _seconds_until_due(self) -> float:
        """Until the next start of a job that does not run now."""
        due = min((lane.at for lane in self._lanes if lane.thread is None), default=inf)
        return max(due, self._looked + TICK) - self._monotonic()

    def _perform(self, lane: Lane, told: Told) -> None:
        began, worked, error, counts = time.monotonic(), time.thread_time(), None, None
        try:
            counts = lane.job.run(told)
        except BaseException as caught:  # whatever it is: a run that never ends would be the last
            error = caught
        seconds, worked = time.monotonic() - began, time.thread_time() - worked
        self._heard.put(_Ended(lane, error, counts or {}, seconds, worked))

    # ── How runs end ────────────────────────────────────────────────────────────────────────

    def _hear(self, seconds: float) -> None:
        """Wait so long for news."""
        with suppress(Empty):
            ended = self._heard.get(timeout=max(seconds, 0))
            if ended and ended.error:
                self._failed(ended.lane, ended.error)
            elif ended:
                self._succeeded(ended)
            if ended:
                self._give_back(ended.worked)

    def _give_back(self, worked: float) -> None:
        """Once a run has worked for so long, or several have together."""
        self._worked += worked
        if self._worked > WORKED:
            give_back()
            self._worked = 0.0

    def _succeeded(self, ended: _Ended) -> None:
        name = ended.lane.job.name
        ended.lane.succeed(self._monotonic())
        level = logging.INFO if any(ended.counts.values()) else logging.DEBUG
        log.log(level, "done", extra={**ended.counts, "job": name, "seconds": round(ended.seconds, 3)})
        if self._again.pop(name, None):
            self._say_how_it_is()
        self._read += ended.counts.get("new", 0)
        for lane in self._lanes:
            if lane.job.after == name and ended.counts.get("new"):
                lane.call(self._monotonic())

    def _failed(self, lane: Lane, error: BaseException) -> None:
        """Log the error by its class, its place and its advice alone: its text may name anybody."""
        before, wait = lane.trouble, lane.fail(error, self._monotonic(), chance=self._chance())
        said = {"job": lane.job.name, "error": lane.trouble, "where": where(error.__traceback__)}
        if isinstance(error, IntroloopError):
            said["advice"] = error.advice
            if lane.trouble != before:
                _quietly(partial(self._tell, error))
        # A server that is down for a night is worth one line and not two thousand.
        level = logging.DEBUG if is_offline(error) and lane.trouble == before else logging.WARNING
        log.log(level, "failed", extra={**said, "again_in_seconds": round(wait)})
        again = self._clock.now() + timedelta(seconds=wait)
        self._again[lane.job.name] = f"{lane.trouble}, again at {again:%H:%M:%S %Z}"
        self._say_how_it_is()

    def _say_how_it_is(self) -> None:
        troubles = [f"{name}: {trouble}" for name, trouble in self._again.items()]
        if self._clock_is_back:
            troubles.insert(0, "the clock stepped back: nothing is planned until it has caught up")
        self._notifier.status("; ".join(troubles) or f"all well, jobs: {len(self._lanes)}")

    def _look_at_the_clock(self) -> None:
        """Wake the jobs after sleep, and say when the clock stepped back (RELIABILITY.md, the digest 6)."""
        if slept := self._watch.slept():
            log.info("woke from sleep", extra={"slept_seconds": round(slept)})
            for lane in self._lanes:
                lane.wake(self._monotonic(), slept=slept)
            self._interrupt()  # whoever waits at a connection from before would wait for nothing
        if self._clock_is_back != self._watch.stepped_back:
            self._clock_is_back = self._watch.stepped_back
            log.warning("the clock stepped back" if self._clock_is_back else "the clock has caught up")
            self._say_how_it_is()

    # ── The end ─────────────────────────────────────────────────────────────────────────────

    def _may_begin_anew(self) -> bool:
        """Whether much was read, at once or over months, nothing is under way but what may be ended at any
        time, nor would be forgotten (a job in trouble keeps its waits here, and of the clock only this
        process knows that it stepped back), and no account would wait for a login."""
        busy = any(lane.thread and lane.job.interrupt is nothing for lane in self._lanes)
        kept = busy or self._again or self._clock_is_back
        return self._read > MANY and not kept and self._welcome()

    def _wind_down(self) -> None:
        """End all jobs: after a signal at once; before it begins anew they may say good-bye to a server."""
        if self._told_to_stop:
            self._notifier.stopping()
        until, left = time.monotonic() + FAREWELL, self._end_jobs()
        while left and not self._told_to_stop and time.monotonic() < until:
            self._notifier.alive()
            left = self._end_jobs()
        if not self._told_to_stop:
            self._notifier.alive()  # the watchdog's time runs on while it begins
            signal.pthread_sigmask(signal.SIG_BLOCK, _SIGNALS)  # what comes from here on, it hears then
        log.info("stopped" if self._told_to_stop else "begins anew", extra={"left_running": left})
        if left and self._told_to_stop:
            self._leave(0)

    def _end_jobs(self) -> int:
        """Have all end that run; how many did not within the grace."""
        self._stop.set()
        until = time.monotonic() + GRACE
        running = [lane.thread for lane in self._lanes if lane.thread]
        self._interrupt()
        for thread in running:
            thread.join(max(until - time.monotonic(), 0))
        return sum(thread.is_alive() for thread in running)

    def _interrupt(self) -> None:
        """Have those that run end what they wait for; not one of them may hold this thread up."""
        for lane in self._lanes:
            if lane.thread:
                Thread(target=_quietly, args=(lane.job.interrupt,), daemon=True).start()


def _quietly(call: Callable[[], object]) -> None:
    with suppress(Exception):  # a dead connection, a closed terminal: it is no job's, and must not end all
        call()


@contextmanager
def _calling(stop: Callable[[], None]) -> Iterator[None]:
    """Call `stop` on each of the signals, as long as it lasts; after one came, more of them do no harm."""
    heard: list[int] = []

    def hear(number: int, _: object) -> None:
        heard.append(number)
        stop()

    before = [(number, signal.signal(number, hear)) for number in _SIGNALS]
    signal.pthread_sigmask(signal.SIG_UNBLOCK, _SIGNALS)  # held back where it began anew
    try:
        yield
    finally:
        for number, handler in before:
            # What was ignored (by nohup) is not for now: that would drop a signal held back over the exec.
            kept = signal.SIG_DFL if handler is signal.SIG_IGN else handler
            signal.signal(number, signal.SIG_IGN if heard else kept)
