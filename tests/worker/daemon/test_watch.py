"""Sleep and clock steps are told from time passing."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from worker.daemon.watch import Watch


class Hands:
    """Both clocks of an invented machine."""

    def __init__(self) -> None:
        self.day, self.counted = datetime(2026, 11, 16, 9, tzinfo=UTC), 50.0

    def now(self) -> datetime:
        return self.day

    def pass_(self, seconds: float, *, asleep: float = 0, step: float = 0) -> None:
        self.counted += seconds
        self.day += timedelta(seconds=seconds + asleep + step)


def watched() -> tuple[Hands, Watch]:
    hands = Hands()
    return hands, Watch(hands, lambda: hands.counted)


def test_time_that_passes_is_no_sleep() -> None:
    hands, watch = watched()
    for seconds in (1, 30, 4000):
        hands.pass_(seconds)
        assert watch.slept() == 0
        assert not watch.stepped_back


def test_a_clock_that_runs_ahead_of_the_counted_time_means_sleep() -> None:
    hands, watch = watched()
    hands.pass_(1, asleep=60)
    assert watch.slept() == 0
    hands.pass_(1, asleep=61)
    assert watch.slept() == 61
    hands.pass_(1)
    assert watch.slept() == 0


def test_a_clock_that_shows_over_an_hour_less_has_stepped_back_until_it_has_caught_up() -> None:
    hands, watch = watched()
    seen = []
    for step in (-3600, -1, 0, 2, 3600):
        hands.pass_(0, step=step)
        assert watch.slept() in (0, 3600)
        seen.append(watch.stepped_back)
    assert seen == [False, True, True, False, False]
