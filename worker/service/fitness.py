"""What would keep the service from starting or from its work, found before it is installed."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Protocol

from worker.service.unit import Unit

STATE = Path("/var/lib/introloop")  # StateDirectory= of the system's unit
_HIDDEN = tuple(Path(hidden) for hidden in ("/home", "/root", "/run/user", "/tmp", "/var/tmp"))  # noqa: S108 - ProtectHome= and PrivateTmp= name these
_MOVE_PROGRAM = "install it into /opt/introloop (deploy/README.md), or use --user"


class Login(Protocol):
    """Where a password is: the settings of an account, or of [smtp]."""

    @property
    def password_credential(self) -> str: ...
    @property
    def password_keyring(self) -> str: ...
    @property
    def password_file(self) -> Path | None: ...
    @property
    def password_command(self) -> Sequence[str]: ...


def obstacles(
    unit: Unit,
    logins: Mapping[str, Login],
    *,
    user: bool,
    mailboxes: Mapping[str, Path],
    state: Path | None,
) -> tuple[str, ...]:
    """Sentences, each with what to do; () where the service can start.

    `logins` and `mailboxes` (those on this disk) go by what an error calls them, e.g. "account home".
    """
    found = [] if unit.program.exists() else [f"there is no {unit.program}: {_MOVE_PROGRAM}"]
    if user:
        return (*found, *_users_passwords(logins))
    found += _hidden(unit, mailboxes)
    if state and not state.is_relative_to(STATE):
        found.append(f"[store] directory is {state}, and the service writes to {STATE} alone: leave it out")
    return (*found, *_unreadable(unit.config), *_passwords(unit, logins))


def _hidden(unit: Unit, mailboxes: Mapping[str, Path]) -> Iterator[str]:
    """What lies where the system's service sees nothing."""
    for tree in dict.fromkeys((*unit.trees, unit.program)):
        if below := _hides(tree):
            yield f"{tree} lies below {below}, where the service sees nothing: {_MOVE_PROGRAM}"
    if below := _hides(unit.config):
        yield f"{unit.config} lies below {below}, where the service sees nothing: move it to /etc/introloop"
    for what, path in mailboxes.items():
        if below := _hides(path):
            yield f"{what}: {path} lies below {below}, where the service sees nothing: use --user"


def _hides(path: Path) -> Path | None:
    return next((hidden for hidden in _HIDDEN if path.is_relative_to(hidden)), None)


def _unreadable(config: Path) -> Iterator[str]:
    """The service is nobody: what it reads must be open to all. The file holds no secret."""
    for path, mode in ((config, stat.S_IROTH), (config.parent, stat.S_IXOTH)):
        if path.exists() and not path.stat().st_mode & mode:
            yield f"{path} can be read by root alone: chmod {'644' if path == config else '755'} {path}"


def _passwords(unit: Unit, logins: Mapping[str, Login]) -> Iterator[str]:
    """A file of root's cannot be read by the service: systemd hands it over by name."""
    for what, login in logins.items():
        if not (login.password_credential or login.password_command):
            yield f"{what}: set password_credential, the name of a file of root's beside {unit.config}"
    for name in unit.credentials:
        file = unit.credential_file(name)
        if not file.exists():
            yield f"there is no {file} with the password: install -m 600 /dev/null {file}, and write it there"
        elif stat.S_IMODE(file.stat().st_mode) & 0o077:
            yield f"{file} may be read by others: chmod 600 {file}"


def _users_passwords(logins: Mapping[str, Login]) -> Iterator[str]:
    for what, login in logins.items():
        found = login.password_file and os.access(login.password_file, os.R_OK)
        if not (found or login.password_keyring or login.password_command):
            yield f"{what}: its password must be in password_file, password_keyring or password_command"
