"""A Debian with systemd, booted in a container of systemd-nspawn: it shares this machine's loopback only.

`.ci/machine` prepares what it boots from (make test-systemd calls it). Nothing of the Debian below build/
is changed: each boot has a copy of its own, which is gone afterwards.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PREPARED = ROOT / "build" / "machine"
PREPARE = "as root, type: make test-systemd test-image"
OFFLINE = "[global]\nno-index = true\nfind-links = /wheels\n"


def why_no_machine() -> str:
    """What is missing to boot one, "" where nothing is."""
    if os.geteuid() != 0:
        return f"that needs root: {PREPARE}"
    if not (PREPARED / "boots").exists() or not _is_for_these_packages():
        return f"nothing is prepared: {PREPARE}"
    return "" if shutil.which("systemd-nspawn") else f"systemd-nspawn is missing: {PREPARE}"


def _is_for_these_packages() -> bool:
    prepared = PREPARED / "wheels" / "requirements.lock"
    return prepared.exists() and prepared.read_bytes() == (ROOT / "requirements.lock").read_bytes()


@dataclass(frozen=True, slots=True)
class Machine:
    """A booted Debian: its files as seen from here, and the process that is its first."""

    files: Path
    first: int

    def run(self, *line: str) -> subprocess.CompletedProcess[str]:
        """One command inside, as root."""
        inside = ("nsenter", "-t", str(self.first), "-m", "-u", "-i", "-p", "-r", "-w")
        clean = ("env", "-i", "PATH=/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", "HOME=/root", "TERM=dumb")
        return subprocess.run((*inside, "--", *clean, *line), capture_output=True, text=True, timeout=60)

    def said(self, *line: str) -> str:
        """What a command says that must succeed."""
        done = self.run(*line)
        assert done.returncode == 0, (line, done.stdout, done.stderr)
        return done.stdout

    def shell(self, script: str, *, at: str = "/source") -> str:
        """A script that must succeed, line by line, as somebody types it."""
        return self.said("bash", "-euc", f"cd {at}\n{script}")

    def property(self, name: str) -> str:
        """What systemd says of the service."""
        return self.said("systemctl", "show", "introloop", f"--property={name}", "--value").strip()

    def log(self) -> str:
        """All that the service wrote."""
        return self.said("journalctl", "-u", "introloop", "-o", "cat", "--no-pager")


@contextmanager
def machine() -> Iterator[Machine]:
    """A booted Debian with the source at /source and the wheels at /wheels. About five seconds."""
    name = f"introloop-{uuid.uuid4().hex[:12]}"
    with tempfile.TemporaryDirectory(prefix="introloop-machine-", ignore_cleanup_errors=True) as directory:
        files = Path(directory, "tree")
        subprocess.run(["cp", "-a", "--reflink=auto", PREPARED / "tree", files], check=True)
        (files / "etc" / "pip.conf").write_text(OFFLINE)
        with (Path(directory) / "console").open("w+b") as console:
            booting = _boot(name, files, console.fileno())
            try:
                yield Machine(files, _first_of(booting, Path(directory, "console")))
            finally:
                _switch_off(booting)


def _boot(name: str, files: Path, console: int) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [
            "systemd-nspawn",
            "--boot",
            "--quiet",
            "--console=pipe",
            "--register=no",
            "--keep-unit",
            "--link-journal=no",
            f"--machine={name}",
            f"--directory={files}",
            f"--bind-ro={ROOT}:/source",
            f"--bind-ro={PREPARED / 'wheels'}:/wheels",
            "systemd.unit=multi-user.target",
        ],
        stdin=subprocess.DEVNULL,
        stdout=console,
        stderr=console,
        start_new_session=True,
    )


def _first_of(booting: subprocess.Popen[bytes], console: Path) -> int:
    """The process that is the first inside, once all is started there."""
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and booting.poll() is None:
        for child in _children(booting):
            state = Machine(console, child).run("systemctl", "is-system-running").stdout.strip()
            if state in ("running", "degraded"):
                return child
        time.sleep(0.1)
    raise RuntimeError(f"it did not boot:\n{console.read_text(errors='replace')[-3000:]}")


def _switch_off(booting: subprocess.Popen[bytes]) -> None:
    """By pulling the plug: with the first process inside ends every other, and systemd-nspawn tidies up."""
    for child in _children(booting):
        with suppress(ProcessLookupError):
            os.kill(child, signal.SIGKILL)
    booting.wait(timeout=30)


def _children(booting: subprocess.Popen[bytes]) -> list[int]:
    with suppress(FileNotFoundError):
        return [*map(int, Path(f"/proc/{booting.pid}/task/{booting.pid}/children").read_text().split())]
    return []
