"""Where one job stands: when it runs next, after a success, an error or a sleep."""

from __future__ import annotations

from dataclasses import dataclass, field
from threading import Event, Thread

from worker.daemon.backoff import Failures, is_told, wait_after
from worker.daemon.job import Job, Told


@dataclass(slots=True, eq=False)
class Lane:
    """One job's place in the daemon; `at` and `now` are readings of the monotonic clock.

    Written by the daemon's main thread alone.
    """

    job: Job
    at: float  # not before
    thread: Thread | None = None  # of the run that goes on
    failures: Failures = field(default_factory=Failures)
    told: bool = False  # the wait is a server's word
    slept: bool = False  # since the last run began
    called: bool = False  # since the last run began
    trouble: str = ""  # the class of the last error, "" after a success
    credential: object = None  # as it was when the last run began

    def is_due(self, now: float, *, clock_is_back: bool) -> bool:
        """Whether it runs now. A run that goes on is never overtaken by the next."""
        held = self.job.by_clock and clock_is_back
        return self.thread is None and (self.at <= now or self._is_renewed()) and not held

    def _is_renewed(self) -> bool:
        """Whether the password was changed since a run ended in trouble (RELIABILITY.md: 60 s)."""
        return bool(self.trouble) and self.job.credential() != self.credential

    def begin(self, stop: Event) -> Told:
        """What the run that begins is told."""
        if self._is_renewed():
            self.failures = Failures()
        self.credential = self.job.credential()
        told, self.slept, self.called = Told(stop, reconnect=self.slept), False, False
        return told

    def succeed(self, now: float) -> None:
        """Ended well: again after its time, or at once where it was called or the machine slept meanwhile."""
        self.thread, self.trouble = None, ""
        self.failures, self.told = Failures(), False
        self.at = now if self.slept or self.called else now + self.job.every

    def fail(self, error: BaseException, now: float, *, chance: float) -> float:
        """Ended in an error: the seconds until it is tried again."""
        self.thread, self.trouble = None, type(error).__name__
        self.failures = self.failures.with_(error)
        self.told = is_told(error, self.failures)
        wait = wait_after(error, self.failures, chance=chance)
        self.at = now + wait
        return wait

    def call(self, now: float) -> None:
        """Run at once, for what another job found; a job in trouble keeps its wait."""
        if not self.trouble:
            self.called, self.at = True, now

    def wake(self, now: float, *, slept: float) -> None:
        """Run at once on a new connection. A wait that a server asked for goes on, less the sleep."""
        self.slept = True
        self.at = self.at - slept if self.told else now
