"""Where a sign-in is kept: a text that opens the mailbox for months, as precious as a password."""

from __future__ import annotations

import os
import stat
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from worker.secrets import desktop
from worker.secrets.missing import PasswordMissing


@dataclass(frozen=True, slots=True)
class GrantFile:
    """A file of mode 0600 in a directory of mode 0700; replaced as a whole, so that no half is ever read."""

    path: Path

    def read(self) -> str | None:
        """The text; None where there is none. A file that others may read is refused."""
        try:
            with self.path.open(encoding="utf-8") as file:
                mode = stat.S_IMODE(os.fstat(file.fileno()).st_mode)
                if mode & 0o077:
                    raise PasswordMissing(
                        f"the sign-in kept at {self.path} has mode {mode:04o}: others may read it",
                        advice=f"chmod 600 {self.path}; if others could, sign in anew: introloop login",
                    )
                return file.read()
        except FileNotFoundError:
            return None
        except (OSError, UnicodeDecodeError) as error:
            raise _unusable(self.path, error) from error

    def write(self, text: str) -> None:
        """Keep it in the place of what was, on the disk before this returns."""
        try:
            self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            with TemporaryDirectory(dir=self.path.parent, prefix=".new-") as aside:  # of mode 0700
                new = Path(aside, self.path.name)
                _written(new, text, owner=self.path.parent.stat())
                new.replace(self.path)
        except OSError as error:
            raise _unusable(self.path, error) from error

    def peek(self) -> str | None:
        """The same for whoever only watches it: no error."""
        try:
            return self.read()
        except PasswordMissing:
            return None


@dataclass(frozen=True, slots=True)
class GrantInKeyring:
    """An entry of the desktop's keyring, beside the password that may stand there."""

    service: str
    user: str

    def read(self) -> str | None:
        """The text; None where there is none."""
        found = desktop.ask(self.service, self.user)
        return None if found is None else found.decode()

    def write(self, text: str) -> None:
        """Keep it in the place of what was."""
        desktop.put(self.service, self.user, text)

    def peek(self) -> str | None:
        """A keyring cannot be watched: asking it may wake a person."""
        return None


def _written(file: Path, text: str, *, owner: os.stat_result) -> None:
    """A new file, on the disk. What root signs in for must be readable to the service, which runs as whoever
    owns the directory."""
    with os.fdopen(
        os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8"
    ) as opened:
        if os.geteuid() == 0:
            os.fchown(opened.fileno(), owner.st_uid, owner.st_gid)
        opened.write(text)
        opened.flush()
        os.fsync(opened.fileno())


def _unusable(path: Path, error: OSError | UnicodeDecodeError) -> PasswordMissing:
    said = (isinstance(error, OSError) and error.strerror) or "it is no text"
    return PasswordMissing(
        f"the sign-in kept at {path} cannot be used: {said}",
        advice="Its directory must belong to the user Introloop runs as. introloop login signs in anew.",
    )
