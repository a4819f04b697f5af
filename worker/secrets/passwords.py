"""Passwords, from where the owner keeps them, asked at each connect and held nowhere.

Four places, in this order (RELIABILITY.md, secrets): a credential that systemd or the container hands
in, the desktop's keyring, a file of mode 0600, a command. Of those that a setting names, the first that
has the password gives it. Nothing of it ever stands in an error, and no object here keeps it.
"""

from __future__ import annotations

import os
import signal
import stat
import subprocess
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Protocol

from worker.secrets import desktop
from worker.secrets.missing import PasswordMissing

CONTAINER = Path("/run/secrets")
PATIENCE = 30.0  # seconds for a command: a person may have to unlock something
_LONGEST = 64 * 1024  # bytes; an OAuth token has a few thousand


class PasswordSource(Protocol):
    """Where a password is: the settings of an account, or of [smtp]."""

    @property
    def user(self) -> str: ...
    @property
    def password_credential(self) -> str: ...
    @property
    def password_keyring(self) -> str: ...
    @property
    def password_file(self) -> Path | None: ...
    @property
    def password_command(self) -> Sequence[str]: ...


def read(
    source: PasswordSource,
    *,
    what: str,
    environment: Mapping[str, str] = os.environ,
    container: Path = CONTAINER,
    patience: float = PATIENCE,
) -> str:
    """The password; raises PasswordMissing, whose text begins with `what`, e.g. "account home"."""
    tried = []
    for place, look in _places(source, environment, container, patience):
        try:
            found = look()
        except PasswordMissing as error:
            raise PasswordMissing(f"{what}: {error}", advice=error.advice) from error
        if found is not None:
            return _first_line(found, f"{what}: {place}")
        tried.append(place)
    raise PasswordMissing(
        f"{what}: no password found in {', '.join(tried) or 'any place: none is set'}",
        advice="Put it there, or set password_credential, password_keyring, password_file or"
        " password_command. Many providers want an app password here, not that of the web page.",
    )


def _places(
    source: PasswordSource, environment: Mapping[str, str], container: Path, patience: float
) -> Iterator[tuple[str, Callable[[], bytes | None]]]:
    """Each place the source names, in words, and how to look there: None where it has no password."""
    for credential in _credentials(source, environment, container):
        yield f"credential {credential}", partial(_file, credential)
    if service := source.password_keyring:
        yield f"keyring entry {service}", partial(desktop.ask, service, source.user)
    if file := source.password_file:
        yield f"file {file}", partial(_file, file, private=True)
    if command := source.password_command:
        yield f"command {command[0]}", partial(_command, command, patience)


def _credentials(source: PasswordSource, environment: Mapping[str, str], container: Path) -> Iterator[Path]:
    """Where systemd or the container may have put it."""
    if name := source.password_credential:
        if "CREDENTIALS_DIRECTORY" in environment:
            yield Path(environment["CREDENTIALS_DIRECTORY"], name)
        yield container / name


def stamp(
    source: PasswordSource, *, environment: Mapping[str, str] = os.environ, container: Path = CONTAINER
) -> object:
    """Something that is another once a file that holds the password was changed; none is read.

    A keyring and a command cannot be watched: asking them may wake a person.
    """
    files = [*_credentials(source, environment, container)]
    files += [source.password_file] if source.password_file else []
    return tuple(_changed(file) for file in files)


def _changed(file: Path) -> tuple[int, int, int]:
    try:
        status = file.stat()
    except OSError:
        return (0, 0, 0)
    return status.st_ino, status.st_mtime_ns, status.st_mode


def _file(file: Path, *, private: bool = False) -> bytes | None:
    """The beginning of a file; a `private` one that others may read is refused. Opened once: no race."""
    try:
        with file.open("rb") as opened:
            mode = stat.S_IMODE(os.fstat(opened.fileno()).st_mode)
            if private and mode & 0o077:
                raise PasswordMissing(
                    f"file {file} has mode {mode:04o}: others on this machine may read it",
                    advice=f"chmod 600 {file}",
                )
            return opened.read(_LONGEST)
    except FileNotFoundError:
        return None
    except OSError as error:
        raise PasswordMissing(
            f"file {file} cannot be read: {error.strerror}",
            advice="It must be a file that the user Introloop runs as may read.",
        ) from error


def _command(command: Sequence[str], patience: float) -> bytes:
    """The output of a program, run without a shell. Its complaints are not shown: they may tell."""
    try:
        process = subprocess.Popen(  # noqa: S603 - the owner's own command, from a list
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
    except OSError as error:
        raise PasswordMissing(
            f"password_command {command[0]} cannot be run: {error.strerror}",
            advice="It is a list of a program and its arguments; there is no shell.",
        ) from error
    output = _output(process, patience)
    if output is None:
        raise PasswordMissing(
            f"password_command {command[0]} took longer than {patience:g} seconds",
            advice="Does it wait for somebody to type? Run it in a terminal to see.",
        )
    if process.returncode:
        raise PasswordMissing(
            f"password_command {command[0]} failed with exit code {process.returncode}",
            advice="Run it in a terminal, as the user Introloop runs as, to see why.",
        )
    return output


def _output(process: subprocess.Popen[bytes], patience: float) -> bytes | None:
    """All it says until it ends; None where it takes too long: then it is killed, and its children too."""
    with process:
        try:
            return process.communicate(timeout=patience)[0]
        except subprocess.TimeoutExpired:  # holds half the output: not for the error that follows
            os.killpg(process.pid, signal.SIGKILL)
            return None


def _first_line(found: bytes, place: str) -> str:
    """What stands before the first line break: password stores put notes below the password."""
    line = (found.splitlines() or [b""])[0]
    try:
        password = line.decode()
    except UnicodeDecodeError:  # holds the bytes: not for the error that follows
        password = None
    if password is None:
        raise PasswordMissing(f"{place} holds no UTF-8 text", advice="Save it as UTF-8.")
    if not password:
        raise PasswordMissing(f"{place} is empty", advice="The password stands on its first line.")
    return password
