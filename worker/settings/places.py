"""Where the settings and the state are by custom: the XDG base directories, then the system's."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from worker.ports import ConfigurationError

NAME = "config.toml"
STORE = "introloop.db"  # in the state directory
SYSTEM = Path("/etc/introloop")
LOCALTIME = Path("/etc/localtime")


def find_config(asked: Path | None = None, *, environment: Mapping[str, str] = os.environ) -> Path:
    """The file asked for, else $INTROLOOP_CONFIG, else the first there is of those by custom."""
    if asked:
        return asked
    if named := environment.get("INTROLOOP_CONFIG"):
        return Path(named).expanduser()
    places = [*_own(environment, "XDG_CONFIG_HOME", ".config", NAME), SYSTEM / NAME]
    for place in places:
        if os.access(place, os.F_OK):  # unlike exists(), no error where a home may not be looked into
            return place
    raise ConfigurationError(
        f"there is no configuration: looked for {' and '.join(map(str, places))}",
        advice="`introloop init` writes one; --config FILE or $INTROLOOP_CONFIG names another place.",
    )


def new_config(environment: Mapping[str, str] = os.environ) -> Path:
    """Where a new file belongs: $XDG_CONFIG_HOME/introloop, or /etc/introloop for whoever has no home."""
    return next(_own(environment, "XDG_CONFIG_HOME", ".config", NAME), SYSTEM / NAME)


def state_directory(environment: Mapping[str, str] = os.environ) -> Path:
    """$STATE_DIRECTORY, as systemd sets it (the first, if several), else below $XDG_STATE_HOME."""
    if given := environment.get("STATE_DIRECTORY"):
        return Path(given.split(":")[0])
    for place in _own(environment, "XDG_STATE_HOME", ".local/state", ""):
        return place
    raise ConfigurationError(
        "there is no place for the state: neither $STATE_DIRECTORY nor $HOME is set",
        advice="Name a directory: --state DIR, or directory in [store].",
    )


def machine_zone(environment: Mapping[str, str] = os.environ, *, localtime: Path = LOCALTIME) -> str:
    """The name of the machine's time zone, "UTC" where it has none: $TZ, else where /etc/localtime leads."""
    leads_to = str(localtime.resolve()).partition("/zoneinfo/")[2]
    for name in (environment.get("TZ", "").removeprefix(":"), leads_to):
        with suppress(ZoneInfoNotFoundError, ValueError, OSError):  # $TZ may be a rule of POSIX, and no name
            return ZoneInfo(name).key
    return "UTC"


def _own(environment: Mapping[str, str], variable: str, custom: str, name: str) -> Iterator[Path]:
    """The user's own place; none for a user without a home. XDG asks to ignore a relative path."""
    base, home = environment.get(variable, ""), environment.get("HOME", "")
    if base.startswith("/"):
        yield Path(base, "introloop", name)
    elif home:
        yield Path(home, custom, "introloop", name)
