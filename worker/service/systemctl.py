"""systemd's own programs, asked without a shell; what they refuse becomes an error with advice."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from worker.ports import IntroloopError

Run = Callable[[Sequence[str]], "subprocess.CompletedProcess[str]"]
PATIENCE = 60.0  # seconds: a start waits for the daemon's READY, a stop at most TimeoutStopSec
_NO_SYSTEMD = "this machine is not run by systemd."
_INSTEAD = "Keep `introloop run` alive by what runs this machine, or use a container (deploy/)."


class ServiceError(IntroloopError):
    """systemd is not there, or refused what was asked of it."""


def _run(line: Sequence[str]) -> subprocess.CompletedProcess[str]:
    plain = {**os.environ, "LC_ALL": "C"}  # what it says is read
    return subprocess.run(line, capture_output=True, text=True, timeout=PATIENCE, check=False, env=plain)  # noqa: S603 - systemd's programs, from a list


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
            raise ServiceError(f"There is no systemctl here: {_NO_SYSTEMD}", advice=_INSTEAD) from error
        except subprocess.TimeoutExpired as error:
            raise ServiceError(
                f"{' '.join(line)} did not end within {PATIENCE:g} seconds.",
                advice="journalctl -u introloop shows what the service waits for.",
            ) from error
        if done.returncode:
            raise self._refused(line, done.stderr)
        return done.stdout

    def _refused(self, line: Sequence[str], said: str) -> ServiceError:
        """Why it did not do it: mostly because nobody is there who could."""
        if "--user" in self._words and "bus" in said and "Failed to connect" in said:
            return ServiceError(
                "systemd runs no services for your user here: it does so from a login on, or from boot on.",
                advice="Log in to this machine itself (not by su), or let it: loginctl enable-linger $USER. "
                f"Without systemd: {_INSTEAD[0].lower()}{_INSTEAD[1:]}",
            )
        if "not been booted with systemd" in said or "Failed to connect" in said:
            return ServiceError(f"There is no service here: {_NO_SYSTEMD}", advice=_INSTEAD)
        return ServiceError(
            f"{' '.join(line)} failed: {' '.join(said.split()) or 'it does not say why'}",
            advice="journalctl -u introloop -o cat shows what the service said (with --user for yours).",
        )

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
