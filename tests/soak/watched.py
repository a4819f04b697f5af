"""The service as a process that is watched from outside: started, killed, paused, and measured."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

PAGE, TICKS = os.sysconf("SC_PAGE_SIZE"), os.sysconf("SC_CLK_TCK")
MODULE = ("worker",)


@dataclass(frozen=True, slots=True)
class Sample:
    """One look at a process, so many seconds after the soak began; `life` counts its starts."""

    at: float
    life: int
    memory: float  # resident, in MB
    descriptors: int
    threads: int
    cpu: float  # seconds since its start


@dataclass(slots=True)
class Watched:
    """One service after the other, over the same state."""

    configuration: Path
    state: Path
    log: Path
    module: Sequence[str] = MODULE  # what is run by `python -m`, with what comes before `run`
    began: float = field(default_factory=time.monotonic)
    started: list[float] = field(default_factory=list)  # one for each life
    _process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start the service, as its unit does: with the C library's memory (deploy/introloop.service)."""
        where = ("--config", str(self.configuration), "--state", str(self.state))
        self.started.append(time.monotonic())
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-m", *self.module, "run", *where],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                env={**os.environ, "PYTHONMALLOC": "malloc"},
            )

    def send(self, signal_number: signal.Signals) -> None:
        """A signal."""
        if self._process:
            self._process.send_signal(signal_number)

    def kill(self) -> None:
        """As a power cut would."""
        process, self._process = self._process, None
        if process:
            process.kill()
            process.wait(timeout=10)

    def stop(self) -> float:
        """The seconds it takes to end when told to; killed after twenty."""
        began, process, self._process = time.monotonic(), self._process, None
        if process:
            process.terminate()
            try:
                process.wait(timeout=20)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait(timeout=10)
        return time.monotonic() - began

    def begun_anew(self) -> int:
        """How often it has, as the same process."""
        return self.log.read_text("utf-8", "replace").count('"event": "begins anew"')

    def died(self) -> str:
        """Its last words where it has ended by itself; else nothing."""
        if self._process is None or self._process.poll() is None:
            return ""
        return f"ended with {self._process.returncode}: {self.log.read_text('utf-8', 'replace')[-600:]}"

    def sample(self) -> Sample | None:
        """How it is now; None while there is none."""
        process, life = self._process, len(self.started)
        if process is None:
            return None
        place = Path(f"/proc/{process.pid}")
        try:
            # Behind the name in brackets: the fields of proc(5) from the third on.
            fields = (place / "stat").read_text().rpartition(")")[2].split()
            descriptors = sum(1 for _ in (place / "fd").iterdir())
        except OSError:  # it has just gone
            return None
        cpu, threads, pages = (int(fields[11]) + int(fields[12])) / TICKS, int(fields[17]), int(fields[21])
        return Sample(time.monotonic() - self.began, life, pages * PAGE / 2**20, descriptors, threads, cpu)
