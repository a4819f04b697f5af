"""systemd's own programs, asked without a shell; what they refuse becomes an error with advice."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from worker.ports import IntroloopError

Run = Callable[[Sequence[str]], "subprocess.CompletedProcess[str]"]
PATIENCE = 60.0  # seconds: a start waits for the daemon's READY, a stop at most TimeoutStopSec


class ServiceError(IntroloopError):
    """systemd is not there, or refused what was asked of it."""


def _run(line: Sequence[str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(line, capture_output=True, text=True, timeout=PATIENCE, check=False)  # noqa: S603 - systemd's programs, from a list


class Systemctl:
    """systemctl(1) for the system's services, or for those of the user's own manager."""

    def __init__(self, *, user: bool, run: Run = _run) -> None:
        self._words, self._run = ("systemctl", *(["--user"] if user else [])), run

    def __call__(self, *words: str) -> str:
        """What it says; raises ServiceError where it does not do it."""
        line = (*self._words, "--no-pager", *words)
        try:
            done = self._run(line)
        except FileNotFoundError as error:
            raise ServiceError(
                "There is no systemctl here: this machine is not run by systemd.",
                advice="Keep `introloop run` alive by what runs this machine, or use a container (deploy/).",
            ) from error
        except subprocess.TimeoutExpired as error:
            raise ServiceError(
                f"{' '.join(line)} did not end within {PATIENCE:g} seconds.",
                advice="journalctl -u introloop shows what the service waits for.",
            ) from error
        if done.returncode:
            raise ServiceError(
                f"{' '.join(line)} failed: {' '.join(done.stderr.split()) or 'it does not say why'}",
                advice="journalctl -u introloop -o cat shows what the service said (with --user for yours).",
            )
        return done.stdout

    def show(self, unit: str, names: Sequence[str]) -> Mapping[str, str]:
        """Properties of a unit; one that is not there has some as well."""
        said = self("show", unit, f"--property={','.join(names)}")
        return dict(line.partition("=")[::2] for line in said.splitlines() if "=" in line)


def is_root() -> bool:
    """Whether the system's services may be changed."""
    return os.geteuid() == 0


def user_units(environment: Mapping[str, str] = os.environ) -> Path:
    """Where a user's own units lie (systemd.unit(5))."""
    base = environment.get("XDG_CONFIG_HOME") or Path(environment.get("HOME", "~")).expanduser() / ".config"
    return Path(base, "systemd", "user")
