"""The service of the system or of one user: installing it and removing it."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from worker.service.state import PROPERTIES, ServiceState, state_of
from worker.service.systemctl import ServiceError, Systemctl, is_root, user_units
from worker.service.unit import NAME, started_by

SYSTEM_UNITS = Path("/etc/systemd/system")
# What a unit says of its own life; a command beside the service has another. A sign-in listens on loopback
# for the browser's answer.
_ITS_LIFE = frozenset(
    {"Type", "NotifyAccess", "ExecStart", "WatchdogSec", "Restart", "RestartSec", "TimeoutStopSec"}
    | {"RestartPreventExitStatus", "MemoryMax", "TasksMax", "SocketBindDeny", "SocketBindAllow"}
)


@dataclass(frozen=True, slots=True)
class Place:
    """Where one service lives: the directory of its unit, and the systemd that runs it."""

    units: Path
    systemctl: Systemctl
    user: bool

    @classmethod
    def of(cls, *, user: bool, environment: Mapping[str, str] = os.environ) -> Place:
        """The user's own, or the system's."""
        units = user_units(environment) if user else SYSTEM_UNITS
        return cls(units, Systemctl(user=user), user)

    @property
    def unit(self) -> Path:
        """The file of the unit."""
        return self.units / NAME

    def install(self, text: str, *, start: bool) -> Iterator[str]:
        """Write the unit, and start it now and at every boot; what was done, step by step."""
        self._need_root()
        self.units.mkdir(parents=True, exist_ok=True)
        again = self.unit.exists()
        self.unit.write_text(text, "utf-8")
        self.unit.chmod(0o644)
        yield f"Written: {self.unit}"
        self.systemctl("daemon-reload")
        if start:
            self.systemctl("enable", NAME)
            self.systemctl("restart" if again else "start", NAME)
            yield "Started, now and at every boot."

    def uninstall(self) -> Iterator[str]:
        """Stop it, and remove the unit; what was done, step by step. What Introloop keeps stays."""
        self._need_root()
        if not self.unit.exists():
            raise ServiceError(
                f"There is no {self.unit}: nothing is installed there.",
                advice="--user speaks of the service of your own user, and its absence of the system's.",
            )
        self.systemctl("disable", "--now", NAME)
        yield "Stopped, and not started again at boot."
        self.unit.unlink()
        self.systemctl("daemon-reload")
        yield f"Removed: {self.unit}"

    def state(self) -> ServiceState:
        """How systemd says it is."""
        return state_of(self.systemctl.show(NAME, PROPERTIES))

    def beside(self, *command: str) -> tuple[str, ...]:
        """A line that runs one command as the service runs: its user, its state, its passwords, its walls."""
        if not self.unit.exists():
            raise ServiceError(
                f"There is no {self.unit}: the service is not installed.", advice="introloop service install"
            )
        text = self.unit.read_text("utf-8")
        program, config = started_by(text)
        walls = (f"--property={name}={value}" for name, value in _settings(text) if name not in _ITS_LIFE)
        quiet = ("systemd-run", "--quiet", "--pipe", "--wait", "--collect", "--property=User=introloop")
        return (*quiet, *walls, "--", program, *command, "--config", config)

    def _need_root(self) -> None:
        if not self.user and not is_root():
            raise ServiceError(
                "The services of the system belong to root.",
                advice="Use sudo, or --user for a service of your own user.",
            )


def _settings(text: str) -> Iterator[tuple[str, str]]:
    """Those of [Service]."""
    service = text.partition("\n[Service]\n")[2].partition("\n[Install]")[0]
    return (
        (name, value)
        for name, is_setting, value in (line.partition("=") for line in service.splitlines())
        if is_setting and not name.startswith("#")
    )
