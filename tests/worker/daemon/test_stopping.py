"""A daemon in a process of its own stops within two seconds of a signal, and tells systemd how it is."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
CANARY = "canary-4711"

PROGRAM = """
import os, socket, sys, time
from datetime import UTC, datetime
from worker.daemon import Daemon, Job, Systemd, start_logging

class Clock:
    def now(self):
        return datetime.now(UTC)

def sleeps(told):
    time.sleep(60)

def blocks(told):
    with socket.create_connection(("127.0.0.1", int(sys.argv[2]))) as silent:
        silent.recv(1)

def listens(told):
    told.stop.wait(60)

def computes(told):
    while True:
        pass

def ends(told):
    return {"new": 1}

def fails(told):
    raise KeyError("canary-4711")

start_logging("debug")
run = globals()[sys.argv[1]]
Daemon([Job("scan home", run, every=900)], clock=Clock(), notifier=Systemd(os.environ)).run()
print("left as usual")
"""


@dataclass
class Running:
    """A daemon in a process of its own, and what it tells its manager."""

    process: subprocess.Popen[str]
    notify: socket.socket

    def hears(self, wanted: str) -> None:
        while not (said := self.notify.recv(4096).decode()).startswith(wanted):
            assert said

    def stop(self, number: signal.Signals) -> tuple[float, list[dict[str, object]], str]:
        """Seconds it took, its log, and what it printed."""
        began = time.monotonic()
        self.process.send_signal(number)
        printed, logged = self.process.communicate(timeout=20)
        return time.monotonic() - began, [json.loads(line) for line in logged.splitlines()], printed


@contextmanager
def running(what: str, tmp_path: Path, **environment: str) -> Iterator[Running]:
    with (
        socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as notify,
        socket.create_server(("127.0.0.1", 0)) as silent,
    ):
        notify.bind(str(tmp_path / "notify"))
        notify.settimeout(20)
        process = subprocess.Popen(
            [sys.executable, "-c", PROGRAM, what, str(silent.getsockname()[1])],
            cwd=ROOT,
            env={**os.environ, "NOTIFY_SOCKET": str(tmp_path / "notify"), **environment},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        try:
            yield Running(process, notify)
        finally:
            process.kill()
            process.wait()


@pytest.mark.parametrize(
    ("what", "number"),
    [
        ("sleeps", signal.SIGTERM),
        ("blocks", signal.SIGTERM),
        ("computes", signal.SIGTERM),
        ("listens", signal.SIGTERM),
        ("ends", signal.SIGTERM),
        ("fails", signal.SIGINT),
        ("blocks", signal.SIGINT),
    ],
)
def test_it_stops_within_two_seconds_of_a_signal_whatever_a_job_does(
    what: str, number: signal.Signals, tmp_path: Path
) -> None:
    with running(what, tmp_path) as daemon:
        daemon.hears("READY=1")
        time.sleep(0.2)  # the job is in the middle of it
        seconds, logged, printed = daemon.stop(number)
    assert seconds < 2
    assert daemon.process.returncode == 0
    left_behind = what in ("sleeps", "blocks", "computes")
    assert logged[-1]["event"] == "stopped"
    assert logged[-1]["left_running"] == int(left_behind)
    assert printed == ("" if left_behind else "left as usual\n")
    assert CANARY not in json.dumps(logged)


def test_a_second_signal_does_no_harm(tmp_path: Path) -> None:
    with running("sleeps", tmp_path) as daemon:
        daemon.hears("READY=1")
        daemon.process.send_signal(signal.SIGTERM)
        daemon.hears("STOPPING=1")
        seconds, logged, _ = daemon.stop(signal.SIGTERM)
    assert seconds < 2
    assert (daemon.process.returncode, logged[-1]["event"]) == (0, "stopped")


def test_systemd_hears_that_it_is_ready_how_it_is_that_it_lives_and_that_it_stops(tmp_path: Path) -> None:
    with running("fails", tmp_path, WATCHDOG_USEC="2000000") as daemon:
        for wanted in ("READY=1", "STATUS=all well, jobs: 1", "WATCHDOG=1"):
            daemon.hears(wanted)
        daemon.hears("STATUS=scan home: KeyError, again at ")
        daemon.hears("WATCHDOG=1")
        daemon.process.send_signal(signal.SIGTERM)
        daemon.hears("STOPPING=1")
