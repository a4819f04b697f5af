"""A soak: the service at work for so many minutes, harmed again and again, and what came of it."""

from __future__ import annotations

import math
import sys
import threading
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median

from tests.soak.faults import FAULTS
from tests.soak.verdict import HOUR, Finding, Verdict, ageing, judged
from tests.soak.watched import Sample
from tests.soak.world import World

CPU = 2.0  # seconds an idle hour
AT_REST = 100.0  # MB


@dataclass(frozen=True, slots=True)
class Plan:
    """How long, and how hard, in seconds; and how often the service may log in within an hour."""

    seconds: float
    every: float  # from the beginning of a fault to that of the next
    lasts: float
    warm_up: float
    logins: int
    patience: float = 420.0  # a black hole is noticed within six minutes, and 12 logins are one in 400 s


@dataclass(slots=True)
class Soak:
    """What is seen meanwhile."""

    world: World
    plan: Plan
    samples: list[Sample] = field(default_factory=list)
    understood: dict[str, float] = field(default_factory=dict)  # Message-ID -> seconds it took
    faults: list[str] = field(default_factory=list)
    died: str = ""
    settled: float = 0.0  # seconds after the last mail until nothing was missing

    def run(self, faults: Iterable[str]) -> Sequence[Finding]:
        """Mail and faults until the time is over; then as long as it takes to read the last mail."""
        world, plan = self.world, self.plan
        world.service.start()
        with self.watching():
            world.letters.start()
            began, names = time.monotonic(), iter(faults)
            while time.monotonic() - began + plan.every <= plan.seconds:
                time.sleep(plan.every - plan.lasts)
                self._harm(next(names, ""))
            time.sleep(max(plan.seconds - (time.monotonic() - began), 0))
            world.letters.stop()
            self._settle()
        return self.findings()

    def _harm(self, name: str) -> None:
        began = time.monotonic()
        if name:
            self.faults.append(name)
            self.died = self.died or self.world.service.died()
            FAULTS[name](self.world, self.plan.lasts)
            missing = len(self.world.missed())
            say(f"{name}: {len(self.world.letters.personal)} mails, {missing} on their way")
        time.sleep(max(self.plan.lasts - (time.monotonic() - began), 0))

    def _settle(self) -> None:
        began = time.monotonic()
        while self.world.missed() and time.monotonic() - began < self.plan.patience:
            time.sleep(0.5)
        self.settled = time.monotonic() - began
        self.died = self.died or self.world.service.died()

    @contextmanager
    def watching(self) -> Iterator[None]:
        """A sample a second, and when each mail is first seen in the store."""
        over = threading.Event()
        watcher = threading.Thread(target=self._watch, args=(over,), daemon=True)
        watcher.start()
        try:
            yield
        finally:
            over.set()
            watcher.join(10)

    def _watch(self, over: threading.Event) -> None:
        while not over.wait(1):
            if sample := self.world.service.sample():
                self.samples.append(sample)
            delivered = dict(self.world.letters.personal)
            for one in (self.world.held().keys() & delivered.keys()) - self.understood.keys():
                self.understood[one] = time.monotonic() - delivered[one]

    # ── What it comes to ────────────────────────────────────────────────────────────────────

    def findings(self) -> Sequence[Finding]:
        """The table."""
        world, plan, logins = self.world, self.plan, self._most_logins()
        personal, missed = len(world.letters.personal), world.missed()
        sent, again = len(world.smtp.delivered), world.mails_doubled()
        seen = f"{logins} ({len(world.line.logins)} in all, {len(self.faults)} faults)"
        return (
            judged("missed of personal mail", len(missed), limit=0, shown=f"{len(missed)} of {personal}"),
            judged("doubled in the store", len(world.doubled()), limit=0),
            judged("mails of its own, doubled", len(again), limit=0, shown=f"{len(again)} of {sent}"),
            judged("ended by itself", int(bool(self.died)), limit=0),
            judged("logins in an hour, of one process", logins, limit=plan.logins, shown=seen),
            *ageing(self.samples, warm_up=plan.warm_up),
        )

    def _most_logins(self) -> int:
        """In any hour of one life: what is killed forgets how often it has logged in."""
        started, tried = [*self.world.service.started, math.inf], self.world.line.logins
        lives = [[at for at in tried if born <= at < died] for born, died in pairwise(started)]
        return max((sum(at <= one < at + HOUR for one in life) for life in lives for at in life), default=0)

    def told(self) -> str:
        """What has no limit."""
        took, memory = sorted(self.understood.values()), [one.memory for one in self.samples]
        lines = [f"understood after: median {median(took):.1f} s, at most {took[-1]:.0f} s"] if took else []
        lines += [f"nothing was missing {self.settled:.0f} s after the last mail"]
        lines += [f"memory: {memory[0]:.0f} MB at first, {memory[-1]:.0f} MB at last"] if memory else []
        lines += [f"begun anew in place: {self.world.service.begun_anew()}"]
        return "\n".join([*lines, *([self.died] if self.died else [])])


def idle(soak: Soak) -> Sequence[Finding]:
    """The service with nothing to do, once it has read everything: what an hour of it costs."""
    soak.world.service.start()
    with soak.watching():
        _at_rest(soak)
        first = soak.samples[-1]
        time.sleep(soak.plan.seconds)
        last = soak.samples[-1]
    spent, hours = last.cpu - first.cpu, (last.at - first.at) / HOUR
    hourly = spent / hours
    return (
        _costs("processor", hourly, CPU, f"{spent:.2f} s in {hours * 60:.0f} min, {hourly:.2f} s/h", "s/h"),
        _costs("memory at rest", last.memory, AT_REST, f"{first.memory:.1f} then {last.memory:.1f} MB", "MB"),
        *ageing([one for one in soak.samples if one.at >= first.at], warm_up=soak.plan.warm_up),
    )


def _costs(what: str, found: float, limit: float, shown: str, unit: str) -> Finding:
    verdict = Verdict.HOLDS if found <= limit else Verdict.BROKEN
    return Finding(what, shown, f"<= {limit:g} {unit}", verdict)


def _at_rest(soak: Soak, *, still: int = 15) -> None:
    """Until it has done next to nothing for so many seconds."""
    while True:
        time.sleep(1)
        soak.died = soak.world.service.died()
        if soak.died:
            raise RuntimeError(soak.died)
        lately = soak.samples[-still:]
        busy = lately[-1].cpu - lately[0].cpu if lately else 0.0
        if len(lately) == still and soak.world.database.exists() and busy < 0.05:
            return


def say(line: str) -> None:
    """Progress, beside the table."""
    sys.stderr.write(f"{time.strftime('%H:%M:%S')} {line}\n")
