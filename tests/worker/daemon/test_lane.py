"""When a job runs next: after a success, an error, a server's word, a sleep."""

from __future__ import annotations

from collections.abc import Callable
from itertools import accumulate, pairwise
from threading import Event, Thread

import pytest

from worker.daemon.job import Job
from worker.daemon.lane import Lane
from worker.ports import (
    AuthenticationRefused,
    NotConnected,
    OutboxAuthenticationRefused,
    StoreBusy,
    StoreFull,
    Throttled,
    Unreachable,
)

HOUR = 3600.0


def lane(*, by_clock: bool = False) -> Lane:
    return Lane(Job("scan home", lambda told: None, every=900, by_clock=by_clock), at=0)


def after(error: Exception, times: int = 1, *, credential: Callable[[], object]) -> Lane:
    """A lane that has failed so often, with a password that may be renewed."""
    tried = Lane(Job("scan home", lambda told: None, every=900, credential=credential), at=0)
    for _ in range(times):
        tried.begin(Event())
        tried.fail(error, 0, chance=0)
    return tried


def waits(error: Exception, times: int, *, chance: float = 0.0) -> list[float]:
    tried = lane()
    return [tried.fail(error, 0, chance=chance) for _ in range(times)]


def test_a_job_runs_at_once_and_then_after_its_time() -> None:
    one = lane()
    assert one.is_due(0, clock_is_back=False)
    one.succeed(10)
    assert not one.is_due(909, clock_is_back=False)
    assert one.is_due(910, clock_is_back=False)


def test_a_job_that_fails_waits_twice_as_long_each_time_up_to_an_hour() -> None:
    longest = waits(Unreachable("x"), 20, chance=0.999999)
    assert [round(wait) for wait in longest[:5]] == [15, 30, 60, 120, 240]
    assert longest[-1] == pytest.approx(HOUR, rel=1e-4)
    assert waits(Unreachable("x"), 5)[4] == 120  # the least chance: half of it


def test_however_it_fails_a_server_sees_at_most_twelve_tries_in_any_hour() -> None:
    for error in (Unreachable("x"), AuthenticationRefused("x"), Throttled("x", seconds=0), StoreFull("x")):
        starts = [0.0, *accumulate(waits(error, 30))]
        if isinstance(error, Throttled):  # believes the server, and still not more often than this
            assert all(later - sooner >= 15 for sooner, later in pairwise(starts))
        else:
            busiest = max(sum(s <= t < s + HOUR for t in starts) for s in starts)
            assert busiest <= 12, error


def test_a_server_that_is_back_is_noticed_within_thirty_seconds_however_long_it_was_gone() -> None:
    assert max(waits(NotConnected("x"), 500, chance=0.999999)) <= 30
    assert min(waits(NotConnected("x"), 500)) >= 15


def test_a_database_that_is_free_again_is_noticed_within_ten_seconds_however_long_it_was_held() -> None:
    assert max(waits(StoreBusy("x"), 500, chance=0.999999)) <= 10


def test_an_outage_does_not_lengthen_the_wait_after_a_lost_connection() -> None:
    one = lane()
    for _ in range(500):
        one.fail(NotConnected("x"), 0, chance=0)
    assert one.fail(Unreachable("x"), 0, chance=0) == 7.5


def test_a_renewed_password_is_tried_at_once_and_three_times_again() -> None:
    held = [1]
    one = after(AuthenticationRefused("x"), 3, credential=lambda: held[0])
    assert not one.is_due(HOUR - 1, clock_is_back=False)
    held[0] = 2
    assert one.is_due(1, clock_is_back=False)
    one.begin(Event())
    assert one.fail(AuthenticationRefused("x"), 1, chance=0) == 7.5
    assert not one.is_due(8, clock_is_back=False)


def test_a_password_renewed_while_all_is_well_changes_nothing() -> None:
    held = [1]
    one = after(Unreachable("x"), credential=lambda: held[0])
    one.succeed(0)
    held[0] = 2
    assert not one.is_due(899, clock_is_back=False)


def test_a_run_that_goes_on_is_not_overtaken_by_the_next() -> None:
    one = lane()
    one.thread = Thread()
    assert not one.is_due(HOUR, clock_is_back=False)


def test_a_success_forgets_the_failures() -> None:
    one = lane()
    for _ in range(6):
        one.fail(Unreachable("x"), 0, chance=0.5)
    assert one.trouble == "Unreachable"
    one.succeed(0)
    assert one.trouble == ""
    assert one.fail(Unreachable("x"), 0, chance=0) == 7.5


@pytest.mark.parametrize("refusal", [AuthenticationRefused, OutboxAuthenticationRefused])
def test_a_refused_password_is_tried_three_times_and_then_once_an_hour(refusal: type[Exception]) -> None:
    assert waits(refusal("x"), 5, chance=0.5)[2:] == [HOUR, HOUR, HOUR]
    assert max(waits(refusal("x"), 2)) <= 30


def test_refusals_are_counted_even_when_other_errors_come_between() -> None:
    one = lane()
    for error in (AuthenticationRefused("x"), Unreachable("x"), AuthenticationRefused("x"), Unreachable("x")):
        assert one.fail(error, 0, chance=0) < 300
    assert one.fail(AuthenticationRefused("x"), 0, chance=0) == HOUR


def test_a_server_that_says_how_long_is_believed_within_reason() -> None:
    assert waits(Throttled("x", seconds=600), 2) == [600, 600]
    assert waits(Throttled("x", seconds=-5), 1) == [15]
    assert waits(Throttled("x", seconds=1e9), 1) == [86400]
    assert waits(Throttled("x"), 2) == [7.5, 15]


def test_waking_from_sleep_runs_a_job_at_once_and_says_so_to_it_once() -> None:
    one, stop = lane(), Event()
    one.fail(Unreachable("x"), 100, chance=0)
    one.wake(101, slept=8 * HOUR)
    assert one.is_due(101, clock_is_back=False)
    assert one.begin(stop).reconnect
    assert not one.begin(stop).reconnect


def test_a_job_that_ran_while_the_machine_slept_runs_again_at_once() -> None:
    one = lane()
    one.wake(5, slept=HOUR)
    one.succeed(6)
    assert one.is_due(6, clock_is_back=False)


def test_a_wait_that_a_server_asked_for_goes_on_after_sleep_less_the_time_slept() -> None:
    one = lane()
    one.fail(Throttled("x", seconds=1000), 0, chance=0)
    one.wake(10, slept=400)
    assert not one.is_due(599, clock_is_back=False)
    assert one.is_due(600, clock_is_back=False)


def test_only_a_job_that_plans_by_the_clock_rests_while_the_clock_is_back() -> None:
    assert lane().is_due(0, clock_is_back=True)
    assert not lane(by_clock=True).is_due(0, clock_is_back=True)
    assert lane(by_clock=True).is_due(0, clock_is_back=False)


def test_a_job_that_is_called_runs_at_once_and_once() -> None:
    one = lane()
    one.succeed(10)
    one.call(20)
    assert one.is_due(20, clock_is_back=False)
    one.begin(Event())
    one.succeed(21)
    assert not one.is_due(920, clock_is_back=False)


def test_a_job_that_is_called_while_it_runs_runs_again() -> None:
    one = lane()
    one.begin(Event())
    one.call(5)
    one.succeed(6)
    assert one.is_due(6, clock_is_back=False)


def test_a_job_in_trouble_keeps_its_wait_when_it_is_called() -> None:
    one = lane()
    one.fail(Throttled("x", seconds=600), 0, chance=0)
    one.call(10)
    assert not one.is_due(599, clock_is_back=False)
