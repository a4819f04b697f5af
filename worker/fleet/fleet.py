"""A worker's way through a turn: what is it about, do it, and say when it is due again."""

from __future__ import annotations

import logging
import random
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from threading import Event
from typing import Any, Protocol

from worker.daemon import Job, Told
from worker.daemon.backoff import Failures, wait_after
from worker.ports import Clock, IntroloopError
from worker.ports.fleet import Member, Outcome, Task, Turn

_log = logging.getLogger("introloop.fleet")

MOST = 1000  # turns handed out in one round: seconds of work for a large fleet, and a batch for the queue
GONE = timedelta(days=1)  # until a job that the settings do not name any more is looked at again


@dataclass(frozen=True, slots=True)
class Duty:
    """Jobs of the daemon that make one turn, in their order, and the host they connect to.

    `again` is told what they gave back, all in all, and says when they are due again.
    """

    jobs: tuple[Job, ...]
    host: str
    again: Callable[[Mapping[str, int]], datetime]

    def run(self, told: Told) -> Mapping[str, int]:
        """One after the other; what one raises ends the turn."""
        counts: Counter[str] = Counter()
        for job in self.jobs:
            counts.update(job.run(told) or {})
        return counts


class Roster(Protocol):
    """What a worker asks of the roster (worker/store/roster.py)."""

    def hand_out(self, deliver: Any, *, now: datetime, per_host: int, most: int) -> int: ...
    def task(self, turn: Turn) -> Task | None: ...
    def end(self, task: Task, outcome: Outcome, deliver: Any, *, now: datetime, per_host: int) -> None: ...


class Queue(Protocol):
    """What a worker asks of the queue (queue.py)."""

    @property
    def deliver(self) -> Any: ...
    def work(
        self, take: Callable[[Turn], None], hand_out: Callable[[], object], *, at_once: int, stop: Event
    ) -> None: ...


@dataclass(frozen=True, slots=True)
class Fleet:
    """One worker. `duties` are the turns of a member by name; `per_host` turns at most are in hand at a host,
    of all workers together."""

    roster: Roster
    queue: Queue
    duties: Callable[[Member], Mapping[str, Duty]]
    clock: Clock
    per_host: int
    stop: Event

    def work(self, *, at_once: int) -> None:
        """Take turns until `stop` is set."""
        self.hand_out()
        _log.info("working", extra={"at_once": at_once, "per_host": self.per_host})
        self.queue.work(self.take, self.hand_out, at_once=at_once, stop=self.stop)
        _log.info("stopped")

    def hand_out(self) -> int:
        """One round: everything that is due, as far as its hosts may be asked; how many turns."""
        return self.roster.hand_out(
            self.queue.deliver, now=self.clock.now(), per_host=self.per_host, most=MOST
        )

    def take(self, turn: Turn) -> None:
        """One turn, whose end is recorded however it ends."""
        task = self.roster.task(turn)
        if task is None:  # handed out anew since, or removed
            return
        outcome = self._outcome(task)
        self.roster.end(task, outcome, self.queue.deliver, now=self.clock.now(), per_host=self.per_host)

    def _outcome(self, task: Task) -> Outcome:
        try:
            duty = self.duties(task.member).get(task.job)
            if duty is None:
                return Outcome(self.clock.now() + GONE)
            done = duty.run(Told(self.stop))
        except Exception as error:  # one mailbox never stops a worker
            return self._failed(task, error)
        _log.info("done", extra={"job": task.job, "host": task.host, **done})
        return Outcome(self.clock.now() if self.stop.is_set() else duty.again(done))

    def _failed(self, task: Task, error: Exception) -> Outcome:
        """The daemon's own back-off: a mailbox in trouble is asked no more often here than there."""
        failures = Failures(task.errors, task.refusals).with_(error)
        wait = wait_after(error, failures, chance=random.random())  # noqa: S311 - jitter, no secret
        said = {"job": task.job, "host": task.host, "wait": round(wait)}
        _log.warning("failed", exc_info=error, extra=said)
        return Outcome(
            self.clock.now() + timedelta(seconds=wait),
            failures.errors,
            failures.refusals,
            trouble=type(error).__name__,
            advice=error.advice if isinstance(error, IntroloopError) else "Please report this as a bug.",
        )
