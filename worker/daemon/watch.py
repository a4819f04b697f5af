"""Tells, from the clock of the day and the monotonic one, sleep and a clock that stepped back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from worker.ports import Clock

ASLEEP = 60.0  # seconds the clock may run ahead before we say that the machine slept
BACK = timedelta(hours=1)


class Watch:
    """Looks at both clocks. On Linux the monotonic one stands still while the machine sleeps."""

    def __init__(self, clock: Clock, monotonic: Callable[[], float]) -> None:
        self._clock, self._monotonic = clock, monotonic
        self._day, self._counted = clock.now(), monotonic()
        self._highest = self._day

    def slept(self) -> float:
        """Seconds the machine slept since the last look, 0.0 if it did not."""
        day, counted = self._clock.now(), self._monotonic()
        ahead = (day - self._day).total_seconds() - (counted - self._counted)
        self._day, self._counted = day, counted
        self._highest = max(self._highest, day)
        return ahead if ahead > ASLEEP else 0.0

    @property
    def stepped_back(self) -> bool:
        """Whether the clock showed over an hour less, when last looked at, than it once did."""
        return self._highest - self._day > BACK
