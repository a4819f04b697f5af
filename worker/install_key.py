"""The install key: 32 random bytes in the state directory, which make the codes in a digest's links.

Whoever has it can write such codes, so that it is nobody's but the owner's: mode 0600, and a wider one
is refused. Without it (a new state directory) codes of earlier digests fit no more; nothing else is lost.
"""

from __future__ import annotations

import os
import secrets
from pathlib import Path
from stat import S_IMODE

from worker.ports import ConfigurationError

NAME = "install.key"
LENGTH = 32


def install_key(directory: Path) -> bytes:
    """The key of a state directory, made where there is none; raises ConfigurationError."""
    file = directory / NAME
    try:
        if not file.exists():
            _make(file)
        mode, key = S_IMODE(file.stat().st_mode), file.read_bytes()
    except OSError as error:
        raise ConfigurationError(
            f"{file} cannot be read or written: {error.strerror}",
            advice="The state directory must be writable for the user that Introloop runs as.",
        ) from error
    if mode & 0o077:
        raise ConfigurationError(f"{file} can be read by others", advice=f"chmod 600 {file}")
    if len(key) != LENGTH:
        raise ConfigurationError(
            f"{file} is no key: it has {len(key)} bytes, not {LENGTH}",
            advice="Remove it: a new one is made, and only links of earlier digests stop working.",
        )
    return key


def _make(file: Path) -> None:
    """Whole or not at all; of two processes that make one, the first one's stays."""
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    part = file.with_name(f"{file.name}.{secrets.token_hex(4)}")
    try:
        with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
            out.write(secrets.token_bytes(LENGTH))
            out.flush()
            os.fsync(out.fileno())
        if not file.exists():
            os.link(part, file)
    except FileExistsError:
        pass
    finally:
        part.unlink(missing_ok=True)
