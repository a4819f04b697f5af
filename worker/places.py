"""Where the settings and the state are by custom: the XDG base directories, then the system's.

Imports nothing heavy, so that `introloop status` finds its way at once.
"""

from __future__ import annotations

import os
import shlex
import tomllib
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

NAME = "config.toml"
LOCAL = "mailbox.toml"  # written by `scan --mailbox`: what later commands with the same --state need
STORE = "introloop.db"  # in the state directory
SYSTEM = Path("/etc/introloop")
LOCALTIME = Path("/etc/localtime")


def config_for(config: Path | None, state: Path | None) -> Path:
    """The file named, else the little one in the state directory named, else the one by custom."""
    local = state / LOCAL if state and not config else None
    return local if local and local.exists() else find_config(config)


def as_named(config: Path | None, state: Path | None) -> str:
    """What another command has to say to speak of the same data as a line that named these: " --state DIR",
    and " --config FILE" where another file would be found without it."""
    named = {"--config": config if config and not _is_found(config, state) else None, "--state": state}
    return "".join(f" {option} {shlex.quote(str(path))}" for option, path in named.items() if path)


def _is_found(config: Path, state: Path | None) -> bool:
    from worker.ports import ConfigurationError

    try:
        return config_for(None, state).absolute() == config.absolute()
    except ConfigurationError:
        return False


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
    from worker.ports import ConfigurationError

    raise ConfigurationError(
        f"there is no configuration: looked for {' and '.join(map(str, places))}",
        advice="`introloop init` writes one; --config FILE or $INTROLOOP_CONFIG names another place.",
    )


def new_config(environment: Mapping[str, str] = os.environ) -> Path:
    """Where a new file belongs: as $INTROLOOP_CONFIG says, else in $XDG_CONFIG_HOME/introloop, or in
    /etc/introloop for whoever has no home."""
    if named := environment.get("INTROLOOP_CONFIG"):
        return Path(named).expanduser()
    return next(_own(environment, "XDG_CONFIG_HOME", ".config", NAME), SYSTEM / NAME)


def state_directory(environment: Mapping[str, str] = os.environ) -> Path:
    """$STATE_DIRECTORY, as systemd sets it (the first, if several), else below $XDG_STATE_HOME."""
    if given := environment.get("STATE_DIRECTORY"):
        return Path(given.split(":")[0])
    for place in _own(environment, "XDG_STATE_HOME", ".local/state", ""):
        return place
    from worker.ports import ConfigurationError

    raise ConfigurationError(
        "there is no place for the state: neither $STATE_DIRECTORY nor $HOME is set",
        advice="Name a directory: --state DIR, or directory in [store].",
    )


def directory_of(config: Path) -> Path | None:
    """Where a file says that the state is; None for a database's URL. Nothing else in the file is judged:
    raises whatever a file with mistakes makes it raise."""
    said = tomllib.loads(config.read_text("utf-8")).get("store", {})
    if said.get("url"):
        return None
    named = said.get("directory")
    return meant(Path(named), beside=config.absolute().parent) if named else state_directory()


def meant(path: Path, *, beside: Path) -> Path:
    """A path as the owner means it: ~ is the home, a relative one begins where the file lies."""
    return Path(beside / path.expanduser())


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
