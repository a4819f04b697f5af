"""From what was seen to what it shows, and what it is too short to show."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import Enum
from statistics import NormalDist, fmean, median

from tests.soak.watched import Sample

MINUTE, HOUR = 60.0, 3600.0
SLOPE = 0.5  # MB an hour
STEP = 3.0  # MB: what an allocator takes at once is no slope
FEWEST = 5  # degrees of freedom without which no slope is spoken of
SURE = 0.95


class Verdict(Enum):
    """What a figure comes to."""

    HOLDS = "holds"
    BROKEN = "BROKEN"
    OPEN = "not shown: too short"


@dataclass(frozen=True, slots=True)
class Finding:
    """One row of the table."""

    what: str
    found: str
    limit: str
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class Slope:
    """MB an hour, either way by `margin` at SURE, over so many hours."""

    rise: float
    margin: float
    hours: float

    @property
    def verdict(self) -> Verdict:
        """Broken where it rises for sure, and further than an allocator's step."""
        if self.rise + self.margin <= SLOPE:
            return Verdict.HOLDS
        sure = self.rise - self.margin > SLOPE and self.rise * self.hours > STEP
        return Verdict.BROKEN if sure else Verdict.OPEN


def judged(what: str, found: int, *, limit: int, shown: str = "") -> Finding:
    """A count that may be at most so high."""
    verdict = Verdict.HOLDS if found <= limit else Verdict.BROKEN
    return Finding(what, shown or str(found), f"<= {limit}", verdict)


def ageing(samples: Iterable[Sample], *, warm_up: float) -> Sequence[Finding]:
    """Whether memory, descriptors and threads grow with the age of a process."""
    lives = _warm(samples, warm_up)
    found = slope(lives)
    said = f"{found.rise:+.2f} MB/h, 95 % within {found.margin:.2f}" if found else "too few minutes"
    verdict = found.verdict if found else Verdict.OPEN
    return (
        Finding("memory after warm-up", said, f"<= {SLOPE} MB/h", verdict),
        _steady("descriptors", [[one.descriptors for one in life] for life in lives]),
        _steady("threads", [[one.threads for one in life] for life in lives]),
    )


def _warm(samples: Iterable[Sample], warm_up: float) -> list[list[Sample]]:
    """The samples of each life, without those of its youth."""
    lives: defaultdict[int, list[Sample]] = defaultdict(list)
    for one in samples:
        lives[one.life].append(one)
    return [[one for one in life if one.at - life[0].at >= warm_up] for life in lives.values()]


def slope(lives: Sequence[Sequence[Sample]]) -> Slope | None:
    """Least squares over the means of minutes: one slope for all lives, each from a level of its own.

    The margin takes minutes for independent of each other. They are nearly so at rest; where memory comes
    in steps it is too narrow, which is why `verdict` asks for more than a step.
    """
    minutes = [points for life in lives if len(points := _minutes(life)) > 1]
    centred = [one for points in minutes for one in _centred(points)]
    spread = sum(x * x for x, _ in centred)
    freedom = len(centred) - len(minutes) - 1
    if freedom < FEWEST:
        return None
    rise = sum(x * y for x, y in centred) / spread
    rest = sum((y - rise * x) ** 2 for x, y in centred)
    margin = _student(freedom) * math.sqrt(rest / freedom / spread)
    return Slope(rise, margin, sum(points[-1][0] - points[0][0] for points in minutes))


def _minutes(life: Sequence[Sample]) -> list[tuple[float, float]]:
    """Hour and MB, a point a minute."""
    parts: defaultdict[int, list[Sample]] = defaultdict(list)
    for one in life:
        parts[int(one.at // MINUTE)].append(one)
    return [
        (fmean(one.at for one in part) / HOUR, fmean(one.memory for one in part)) for part in parts.values()
    ]


def _centred(points: Sequence[tuple[float, float]]) -> Iterable[tuple[float, float]]:
    x, y = (fmean(column) for column in zip(*points, strict=True))
    return [(a - x, b - y) for a, b in points]


def _student(freedom: int) -> float:
    """Student's quantile for SURE, two-sided: from the normal one, by two terms of its expansion."""
    z = NormalDist().inv_cdf((1 + SURE) / 2)
    return z + (z**3 + z) / (4 * freedom) + (5 * z**5 + 16 * z**3 + 3 * z) / (96 * freedom**2)


def _steady(what: str, lives: Sequence[Sequence[int]]) -> Finding:
    """What a process usually has must be the same in the two halves of its life."""
    lives = [life for life in lives if len(life) >= MINUTE]  # a sample a second
    if not lives:
        return Finding(what, "too few minutes", "constant", Verdict.OPEN)
    halves = [(median(life[: len(life) // 2]), median(life[len(life) // 2 :])) for life in lives]
    said = ", ".join(f"{first:g} then {then:g}" for first, then in halves)
    same = all(then <= first for first, then in halves)
    return Finding(what, said, "constant", Verdict.HOLDS if same else Verdict.BROKEN)


def table(findings: Iterable[Finding]) -> str:
    """As one reads it."""
    rows = [(one.what, one.found, one.limit, one.verdict.value) for one in findings]
    return "\n".join(f"{what:34} {found:44} {limit:14} {said}" for what, found, limit, said in rows)
