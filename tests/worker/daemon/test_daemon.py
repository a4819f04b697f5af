"""The daemon runs its jobs through errors, sleep and clock steps."""

from __future__ import annotations

import logging
import signal
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from inspect import signature
from threading import Event

import pytest
import time_machine

from worker.daemon import Daemon, Job, Told, backoff, loop
from worker.mailbox.imap import ImapMailbox
from worker.ports import IntroloopError, NotConnected, Unreachable

CANARY = "canary-4711"


@dataclass
class Machine:
    """The clocks of an invented machine, whoever watches over it, and how it ended."""

    offset: timedelta = timedelta()
    counted_off: float = 0.0
    watchdog: float | None = None
    said: list[str] = field(default_factory=list)
    left: list[int] = field(default_factory=list)
    daemon: Daemon | None = None

    def now(self) -> datetime:
        return datetime.now(UTC) + self.offset

    def monotonic(self) -> float:
        return time.monotonic() + self.counted_off

    def later(self, seconds: float) -> None:
        """Time passes, awake."""
        self.counted_off += seconds
        self.offset += timedelta(seconds=seconds)

    def ready(self) -> None:
        self.said.append("ready")

    def status(self, text: str) -> None:
        self.said.append(text)

    def alive(self) -> None:
        self.said.append("alive")

    def stopping(self) -> None:
        self.said.append("stopping")

    def set_clock(self, by: timedelta) -> None:
        """The clock of the day jumps, as after sleep or by somebody's hand."""
        self.offset += by

    def runs(self, *jobs: Job, tell: Callable[[IntroloopError], object] = lambda _: None) -> None:
        """A daemon from its start to its end."""
        self.daemon = Daemon(
            jobs,
            clock=self,
            notifier=self,
            monotonic=self.monotonic,
            chance=lambda: 0,
            leave=self.left.append,
            tell=tell,
        )
        self.daemon.run()

    def stop(self) -> None:
        assert self.daemon
        self.daemon.stop()


class Runs:
    """A job's runs: one step each, in turn, and then the last again and again."""

    def __init__(self, *steps: Callable[[], object]) -> None:
        self.steps, self.told = list(steps), list[Told]()

    def __call__(self, told: Told) -> dict[str, int]:
        self.told.append(told)
        self.steps[min(len(self.told), len(self.steps)) - 1]()
        return {"new": len(self.told)}


def failing(error: BaseException) -> Callable[[], object]:
    def fail() -> object:
        raise error

    return fail


def nothing() -> None:
    """A run with nothing to do."""


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ticks follow one another closely."""
    monkeypatch.setattr(loop, "TICK", 0.02)
    monkeypatch.setattr(loop, "REST", 0.02)


@pytest.mark.usefixtures("quick")
def test_a_job_that_fails_is_tried_again_and_the_others_go_on(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG, "introloop")
    machine = Machine()
    errors = [Unreachable(CANARY, advice="Try later."), KeyError(CANARY), SystemExit(3)]
    bad = Runs(*map(failing, errors), machine.stop)
    good = Runs(lambda: machine.later(60))
    machine.runs(Job("scan home", bad, every=900), Job("digest", good, every=0.01))
    assert len(bad.told) == 4
    assert len(good.told) >= 3
    failed = [vars(record) for record in caplog.records if record.msg == "failed"]
    assert [r["error"] for r in failed] == ["Unreachable", "KeyError", "SystemExit"]
    assert [r.get("advice") for r in failed] == ["Try later.", None, None]
    assert [r["again_in_seconds"] for r in failed] == [8, 15, 30]
    assert CANARY not in caplog.text + repr([vars(record) for record in caplog.records])
    assert machine.left == []


@pytest.mark.usefixtures("quick")
def test_the_terminal_it_was_begun_in_may_have_been_closed() -> None:
    machine, told = Machine(), list[str]()

    def closed(error: IntroloopError) -> None:
        told.append(str(error))
        raise OSError("nobody is there")

    scanning = Runs(failing(Unreachable("The line is dead.")), machine.stop)
    time_passes = Job("time", lambda _: machine.later(20), every=0.01)
    machine.runs(Job("scan home", scanning, every=900), time_passes, tell=closed)
    assert (told, len(scanning.told)) == (["The line is dead."], 2)


@pytest.mark.usefixtures("quick")
def test_a_server_that_is_down_for_long_is_said_once_in_the_log(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, "introloop")
    machine = Machine()
    down = failing(NotConnected("mail.example.com:993"))
    scanning = Runs(*[down] * 5, failing(Unreachable("x")), down, machine.stop)
    machine.runs(
        Job("scan home", scanning, every=900), Job("time", lambda told: machine.later(20), every=0.01)
    )
    failed = [vars(record)["error"] for record in caplog.records if record.msg == "failed"]
    assert failed == ["NotConnected", "Unreachable", "NotConnected"]


@pytest.mark.usefixtures("quick")
def test_a_job_starts_once_however_long_it_takes() -> None:
    machine, done = Machine(), Event()
    scanning, ticking = Runs(lambda: done.wait(20)), Runs(lambda: machine.later(1000))

    def tick(told: Told) -> None:
        if len(ticking.told) == 4:
            done.set()
            machine.stop()
        ticking(told)

    machine.runs(Job("scan home", scanning, every=900), Job("time", tick, every=0.01))
    assert len(ticking.told) == 5
    assert len(scanning.told) == 1


@pytest.mark.usefixtures("quick")
def test_a_job_that_comes_after_another_runs_when_that_one_found_something_new() -> None:
    machine = Machine()
    scanning, other = Runs(lambda: machine.later(10)), Runs(nothing)
    heard = Runs(nothing, nothing, nothing, machine.stop)
    machine.runs(
        Job("scan home", scanning, every=0.01),
        Job("answers home", heard, every=9000, after="scan home"),
        Job("answers work", other, every=9000, after="scan work"),
    )
    assert (len(heard.told), len(other.told)) == (4, 1)


@pytest.mark.usefixtures("quick")
def test_the_status_says_what_is_in_trouble_until_it_is_well_again() -> None:
    machine = Machine()
    scanning = Runs(failing(Unreachable(CANARY)), nothing)

    def digest(told: Told) -> None:
        machine.later(10)
        if machine.said.count("all well, jobs: 2") == 2:
            machine.stop()

    machine.runs(Job("scan home", scanning, every=9000), Job("digest", digest, every=0.01))
    well, trouble, well_again = machine.said[1:-1]
    assert well == well_again == "all well, jobs: 2"
    assert trouble.startswith("scan home: Unreachable, again at ")
    assert (machine.said[0], machine.said[-1]) == ("ready", "stopping")


@pytest.mark.usefixtures("quick")
def test_after_sleep_jobs_run_at_once_and_are_told_to_connect_anew(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, "introloop")
    machine = Machine()
    scanning = Runs(lambda: machine.set_clock(timedelta(hours=8)), machine.stop)
    machine.runs(Job("scan home", scanning, every=900))
    assert [told.reconnect for told in scanning.told] == [False, True]
    assert [vars(r)["slept_seconds"] for r in caplog.records if r.msg == "woke from sleep"] == [28800]


@pytest.mark.usefixtures("quick")
def test_after_sleep_a_wait_on_the_old_connection_is_ended_at_once() -> None:
    machine, ended = Machine(), Event()
    waited: list[bool] = []

    def wait() -> None:
        machine.set_clock(timedelta(hours=8))
        waited.append(ended.wait(20))

    watching = Runs(wait, machine.stop)
    machine.runs(Job("scan home", watching, every=0, interrupt=ended.set))
    assert waited == [True]
    assert [told.reconnect for told in watching.told] == [False, True]


def test_within_a_minute_of_waking_a_dead_line_is_left_and_another_tried() -> None:
    """It is noticed that the machine slept, the end of the wait is not answered, and a lost line is tried
    again."""
    patience = signature(ImapMailbox).parameters["timeout"].default
    assert loop.REST + loop.TICK + patience + backoff.FIRST <= 60


@pytest.mark.usefixtures("quick")
def test_a_clock_that_steps_back_stops_the_planning_and_is_reported_until_it_has_caught_up(
    caplog: pytest.LogCaptureFixture,
) -> None:
    machine = Machine()
    planning = Runs(lambda: machine.later(2))
    planned: list[int] = []

    def note() -> None:
        planned.append(len(planning.told))

    def forth() -> None:
        note()
        machine.set_clock(timedelta(hours=2))

    scanning = Runs(
        lambda: machine.set_clock(timedelta(hours=-2)), *[note] * 5, forth, *[note] * 5, machine.stop
    )
    machine.runs(Job("scan", scanning, every=0.03), Job("digest", planning, every=0.01, by_clock=True))
    assert planned[1] == planned[5]  # the run that was under way may have ended
    assert planned[-1] > planned[5]
    assert len([text for text in machine.said if text.startswith("the clock stepped back")]) == 1
    reported = [r.msg for r in caplog.records if "clock" in r.msg]
    assert reported == ["the clock stepped back", "the clock has caught up"]


def test_with_nothing_to_do_it_sleeps_and_yet_a_job_that_is_due_does_not_wait_for_a_look(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(loop, "TICK", 0.02)
    monkeypatch.setattr(loop, "REST", 60)
    machine, began = Machine(), time.monotonic()
    looks, now = list[float](), machine.monotonic

    def looked() -> float:
        looks.append(now())
        return looks[-1]

    machine.monotonic = looked  # type: ignore[method-assign] # only counted
    again = Runs(nothing, lambda: time.sleep(0.05), lambda: Event().wait(0.9))
    later = Runs(nothing, nothing, machine.stop)
    machine.runs(Job("scan", again, every=0), Job("digest", later, every=0.4))
    assert len(again.told) == 3
    assert 0.8 < time.monotonic() - began < 3
    assert len(looks) < 100


def test_a_watchdog_hears_that_it_is_alive_at_half_its_time() -> None:
    machine, began = Machine(watchdog=2.0), time.monotonic()
    machine.runs(
        Job("wait", lambda told: machine.stop() if time.monotonic() - began > 1.9 else None, every=0.1)
    )
    assert machine.said.count("alive") in (2, 3, 4)


@pytest.mark.usefixtures("quick")
def test_ticks_go_on_when_the_local_time_is_set_back() -> None:
    machine, began = Machine(), time.monotonic()
    with time_machine.travel(datetime(2026, 10, 25, 0, 59, 59, tzinfo=UTC)) as hands:
        scanning = Runs(lambda: hands.shift(timedelta(hours=-6)), machine.stop)
        machine.runs(Job("scan", scanning, every=0.1))
    assert len(scanning.told) == 2
    assert time.monotonic() - began < 5


def test_a_job_that_hangs_is_interrupted_and_then_left_behind() -> None:
    machine, interrupted, free = Machine(), Event(), Event()

    def interrupt() -> None:
        interrupted.set()
        raise OSError("already closed")

    def hang(told: Told) -> None:
        machine.stop()
        free.wait(20)

    began = time.monotonic()
    machine.runs(Job("scan", hang, every=900, interrupt=interrupt))
    assert time.monotonic() - began < 2
    assert interrupted.is_set()
    assert machine.left == [0]
    free.set()


def test_the_signals_are_as_before_when_it_has_ended() -> None:
    before = signal.getsignal(signal.SIGTERM), signal.getsignal(signal.SIGINT)
    machine = Machine()
    machine.runs(Job("scan", lambda told: machine.stop(), every=900))
    assert (signal.getsignal(signal.SIGTERM), signal.getsignal(signal.SIGINT)) == before
