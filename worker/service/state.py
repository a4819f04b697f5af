"""How the service is, as systemd tells it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from enum import IntEnum
from typing import Any

PROPERTIES = (
    "LoadState",
    "ActiveState",
    "SubState",
    "Result",
    "StatusText",
    "UnitFileState",
    "NRestarts",
    "MainPID",
    "ExecMainStatus",
    "ActiveEnterTimestamp",
)


class Level(IntEnum):
    """Runs, is on its way, or does not run: the exit code of `introloop service status`."""

    RUNS = 0
    STARTING = 1
    DOWN = 2


@dataclass(frozen=True, slots=True)
class ServiceState:
    """What systemd says. `said` is the daemon's own status line, `since` when it last started."""

    installed: bool
    active: str
    sub: str
    result: str
    said: str
    since: str
    at_boot: bool
    restarts: int
    exit_code: int

    @property
    def level(self) -> Level:
        """The judgement."""
        if self.active == "active":
            return Level.RUNS
        return Level.STARTING if self.active in ("activating", "reloading") else Level.DOWN

    @property
    def sentence(self) -> str:
        """The state in words, with what to do next."""
        if not self.installed:
            return "It is not installed: introloop service install"
        again = f", restarted {self.restarts} time(s) by itself" if self.restarts else ""
        match self.level:
            case Level.RUNS:
                return f"It runs since {self.since}{again}."
            case Level.STARTING:
                return f"It is starting{again}, after it ended with {self.result} ({self.exit_code})."
        if self.exit_code == 78:
            return "It does not run: the configuration is wrong. introloop check names each mistake."
        return f"It does not run ({self.active}, {self.result}): journalctl -u introloop -o cat"


def state_of(said: Mapping[str, str]) -> ServiceState:
    """From the properties that systemctl shows."""
    number = {name: int(said.get(name) or 0) for name in ("NRestarts", "ExecMainStatus")}
    return ServiceState(
        installed=said.get("LoadState") not in (None, "", "not-found"),
        active=said.get("ActiveState", "inactive"),
        sub=said.get("SubState", ""),
        result=said.get("Result", ""),
        said=said.get("StatusText", ""),
        since=said.get("ActiveEnterTimestamp", ""),
        at_boot=said.get("UnitFileState") == "enabled",
        restarts=number["NRestarts"],
        exit_code=number["ExecMainStatus"],
    )


def state_json(said: ServiceState) -> dict[str, Any]:
    """The same for other programs."""
    return {"level": said.level.name.lower(), **asdict(said)}
