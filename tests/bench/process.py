"""One command in a process of its own: what it took."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

_COMPILED = TemporaryDirectory(prefix="introloop-bytecode-")


@dataclass(frozen=True, slots=True)
class Run:
    """Seconds by the clock and of the processor, the peak of memory in MB, and what it said in JSON."""

    wall: float
    cpu: float
    peak: float
    said: Mapping[str, float] = field(default_factory=dict)


def run(command: Sequence[str], *, environment: Mapping[str, str] | None = None) -> Run:
    """Run a command to its end; raises RuntimeError with its last words where it fails."""
    began = time.perf_counter()
    process = subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        env={**os.environ, **(environment or {})},
    )
    said = process.stdout.read() if process.stdout else b""
    _, status, used = os.wait4(process.pid, 0)
    wall = time.perf_counter() - began
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise RuntimeError(
            f"{command[0]} ended with {process.returncode}: {said[-500:].decode('utf-8', 'replace')}"
        )
    return Run(wall, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024, _json(said))


def _json(said: bytes) -> Mapping[str, float]:
    lines = said.strip().splitlines()
    return dict(json.loads(lines[-1])) if lines and lines[-1].startswith(b"{") else {}


def ours(module: str, *arguments: object) -> Run:
    """A module of this benchmark, by the Python that runs it, from bytecode: an installer compiles what it
    installs, where a checkout may be told not to."""
    compiled = {"PYTHONDONTWRITEBYTECODE": "", "PYTHONPYCACHEPREFIX": _COMPILED.name}
    return run([sys.executable, "-m", f"tests.bench.{module}", *map(str, arguments)], environment=compiled)


def empty(directory: Path) -> Path:
    """The directory without what an earlier run left in it."""
    subprocess.run(["rm", "-rf", str(directory)], check=True)
    directory.mkdir(parents=True)
    return directory
