"""After a long scan the daemon begins anew, as the same process, and nobody outside is told otherwise."""

from __future__ import annotations

import json
import logging
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from threading import Event

import pytest

from tests.worker.daemon.test_daemon import Machine, Runs
from worker.daemon import Daemon, Job, Left, Told, begin_anew, left_before, loop
from worker.daemon.anew import LEFT
from worker.ports import Unreachable

ROOT = Path(__file__).resolve().parents[3]
SIGNALS = (signal.SIGTERM, signal.SIGINT)

PROGRAM = """
import os, sys
from datetime import UTC, datetime
from pathlib import Path
from threading import Event
from worker.daemon import Daemon, Job, Left, Systemd, begin_anew, start_logging

class Clock:
    def now(self):
        return datetime.now(UTC)

rung = Event()

def reads(told):
    if Path(sys.argv[1]).exists():
        return {}
    Path(sys.argv[1]).touch()
    return {"new": 5000}

def waits(told):
    rung.wait(60)

start_logging("info")
jobs = [Job("scan home", reads, every=900), Job("scan work", waits, every=0.0, interrupt=rung.set)]
while Daemon(jobs, clock=Clock(), notifier=Systemd(os.environ)).run():
    begin_anew(Left())
print("left as usual")
"""


@dataclass
class Running:
    """A daemon in a process of its own, with all that it told its manager."""

    process: subprocess.Popen[str]
    notify: socket.socket

    def hears(self, wanted: str) -> list[str]:
        """What comes up to that message."""
        said = [""]
        while said[-1] != wanted:
            said.append(self.notify.recv(4096).decode())
        return said[1:]

    def descriptors(self) -> int:
        return len(list(Path(f"/proc/{self.process.pid}/fd").iterdir()))

    def stop(self, number: signal.Signals) -> tuple[float, list[str], str]:
        """Seconds it took, what the log told of, and what was printed."""
        began = time.monotonic()
        self.process.send_signal(number)
        printed, logged = self.process.communicate(timeout=20)
        return time.monotonic() - began, [json.loads(line)["event"] for line in logged.splitlines()], printed


@pytest.fixture
def running(tmp_path: Path) -> Iterator[Running]:
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as notify:
        notify.bind(str(tmp_path / "notify"))
        notify.settimeout(20)
        process = subprocess.Popen(
            [sys.executable, "-c", PROGRAM, str(tmp_path / "read")],
            cwd=ROOT,
            env={**os.environ, "NOTIFY_SOCKET": str(tmp_path / "notify")},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        try:
            yield Running(process, notify)
        finally:
            process.kill()
            process.wait()


def test_it_goes_on_as_the_same_process_and_stays_ready_in_its_managers_eyes(running: Running) -> None:
    running.hears("READY=1")
    assert "STOPPING=1" not in running.hears("READY=1")
    assert running.process.poll() is None
    running.hears("STATUS=all well, jobs: 2")
    before = running.descriptors()
    assert b"PYTHONMALLOC=malloc" in Path(f"/proc/{running.process.pid}/environ").read_bytes()
    seconds, events, printed = running.stop(signal.SIGTERM)
    assert seconds < 2
    assert events == ["started", "done", "begins anew", "started", "stopped"]
    assert (running.process.returncode, printed) == (0, "left as usual\n")
    assert before <= 8


@pytest.mark.parametrize("number", SIGNALS)
@pytest.mark.parametrize("later", [0, 0.05, 0.2, 0.4])
def test_a_signal_that_comes_while_it_begins_anew_is_heard(
    running: Running, number: signal.Signals, later: float
) -> None:
    running.hears("WATCHDOG=1")  # the last it says before
    time.sleep(later)
    seconds, events, printed = running.stop(number)
    assert seconds < 2
    assert (running.process.returncode, events[-1], printed) == (0, "stopped", "left as usual\n")


# As `nohup introloop run &` begins it, and stopped at the one moment at which nobody hears.
KILLED = """
import logging, signal

class Kill(logging.Handler):
    def emit(self, record):
        if record.getMessage() == "begins anew":
            os.kill(os.getpid(), signal.SIGINT)

logging.getLogger().addHandler(Kill())
"""


def test_a_signal_is_not_lost_where_it_was_ignored_at_first(tmp_path: Path) -> None:
    one_job = PROGRAM.replace(', Job("scan work", waits, every=0.0, interrupt=rung.set)', "")
    killed = one_job.replace("jobs =", f"{KILLED}jobs =")
    line = [sys.executable, "-c", killed, str(tmp_path / "read")]
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)  # as the process inherits it
    try:
        ended = subprocess.run(line, cwd=ROOT, capture_output=True, text=True, timeout=20, check=False)
    finally:
        signal.signal(signal.SIGINT, before)
    assert (ended.returncode, ended.stdout) == (0, "left as usual\n")


HANDED_ON = """
import os, subprocess
from worker.daemon import Left, begin_anew, left_before

left = left_before()
if left.lock is None:
    begin_anew(Left(os.dup(1), {"home": 7.5}))
os.write(left.lock, repr((left.logins, left_before())).encode())
"""


def test_its_lock_stays_open_and_what_it_knows_of_its_logins_is_told_once() -> None:
    line = [sys.executable, "-c", HANDED_ON]
    said = subprocess.run(line, cwd=ROOT, capture_output=True, text=True, timeout=20, check=True).stdout
    assert said == repr(({"home": 7.5}, Left()))


def test_after_an_upgrade_what_another_version_left_is_passed_over(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(LEFT, json.dumps({"lock": 3, "logins": {"home": 7.5}, "of_later_versions": 1}))
    assert left_before() == Left(3, {"home": 7.5})


# ── When it does ────────────────────────────────────────────────────────────────────────────


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Ticks follow one another closely; and a daemon that ends to begin anew leaves signals held back."""
    monkeypatch.setattr(loop, "TICK", 0.02)
    yield
    signal.pthread_sigmask(signal.SIG_UNBLOCK, SIGNALS)


def begins_anew(machine: Machine, *jobs: Job, welcome: Callable[[], bool] = lambda: True) -> bool:
    machine.daemon = Daemon(
        jobs,
        clock=machine,
        notifier=machine,
        welcome=welcome,
        monotonic=machine.monotonic,
        leave=machine.left.append,
    )
    return machine.daemon.run()


def read_many(_: Told) -> dict[str, int]:
    return {"new": loop.MANY + 1}


def test_after_a_scan_of_few_messages_it_goes_on() -> None:
    machine = Machine()
    scanning = Runs(*[lambda: None] * 5, machine.stop)
    assert not begins_anew(machine, Job("scan home", scanning, every=0.01))
    assert machine.said[-1] == "stopping"


def test_what_is_read_over_months_wears_a_process_out_as_well() -> None:
    machine, looks = Machine(), list[int]()

    def read_some(_: Told) -> dict[str, int]:
        looks.append(1)
        return {"new": loop.MANY // 2}

    assert begins_anew(machine, Job("scan home", read_some, every=0.01))
    assert len(looks) == 3


def test_a_job_that_only_waits_is_ended_and_one_at_work_is_waited_for() -> None:
    machine, sent, rung = Machine(), list[float](), Event()

    def send(_: Told) -> None:
        time.sleep(0.2)
        sent.append(time.monotonic())

    def wait(_: Told) -> None:
        rung.wait(60)

    jobs = [Job("scan home", read_many, every=900), Job("digest", send, every=900)]
    assert begins_anew(machine, *jobs, Job("scan work", wait, every=0.0, interrupt=rung.set))
    assert rung.is_set()
    assert len(sent) == 1
    assert "stopping" not in machine.said
    assert machine.said[-1] == "alive"


def test_a_job_in_trouble_keeps_its_waits_and_so_the_daemon_goes_on() -> None:
    machine = Machine()

    def fails(_: Told) -> None:
        raise Unreachable("mail.example.com", advice="Try later.")

    stopping = Runs(lambda: None, lambda: None, machine.stop)
    jobs = [Job("scan work", fails, every=900), Job("scan home", read_many, every=900)]
    assert not begins_anew(machine, *jobs, Job("digest", stopping, every=0.01))


def test_it_does_not_while_a_login_would_have_to_be_waited_for() -> None:
    machine, answers = Machine(), iter([False, False, True])
    waits = Job("scan home", Runs(*[lambda: None] * 9), every=0.01)
    assert begins_anew(machine, Job("scan work", read_many, every=900), waits, welcome=lambda: next(answers))
    assert list(answers) == []


def test_one_that_takes_its_time_to_say_good_bye_is_given_it_as_long_as_nobody_wants_it_to_stop(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(loop, "GRACE", 0.02)
    machine, rung, left = Machine(), Event(), list[bool]()

    def wait(_: Told) -> None:
        rung.wait(60)
        time.sleep(0.2)
        left.append(True)

    jobs = [Job("scan home", read_many, every=900), Job("scan work", wait, every=0.0, interrupt=rung.set)]
    assert begins_anew(machine, *jobs)
    assert left == [True]
    assert machine.said.count("alive") > 2


def test_one_that_never_says_good_bye_is_not_waited_for_without_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(loop, "GRACE", 0.02)
    monkeypatch.setattr(loop, "FAREWELL", 0.1)
    machine, ends = Machine(), Event()

    def stuck(_: Told) -> None:
        ends.wait(10)

    jobs = [Job("scan home", read_many, every=900), Job("scan work", stuck, every=0.0, interrupt=Event().set)]
    began = time.monotonic()
    try:
        assert begins_anew(machine, *jobs)
        assert time.monotonic() - began < 5
        assert machine.left == []
    finally:
        ends.set()


def test_a_signal_that_comes_during_the_good_byes_stops_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(loop, "GRACE", 0.1)
    machine = Machine()

    def stuck(_: Told) -> None:
        time.sleep(1)

    jobs = [
        Job("scan home", read_many, every=900),
        Job("scan work", stuck, every=0.0, interrupt=machine.stop),  # as a signal would
    ]
    assert not begins_anew(machine, *jobs)
    assert machine.left == [0]


def test_where_the_system_refuses_it_the_daemon_goes_on_as_it_is(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, tmp_path: Path
) -> None:
    caplog.set_level(logging.WARNING, "introloop")
    monkeypatch.setattr(sys, "executable", str(tmp_path / "gone"))
    monkeypatch.setattr(sys, "stdout", None)  # as where it was begun with none
    with (tmp_path / "lock").open("w") as lock:
        begin_anew(Left(lock.fileno()))
    assert "cannot begin anew" in caplog.text
