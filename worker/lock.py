"""One process at work on a state directory: a second one is told who the first is.

flock is let go by the kernel when its process ends, however it ends; the file stays, and its words count
only while it is held.
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from worker.ports import IntroloopError, StoreError

NAME = "introloop.lock"


class AtWork(IntroloopError):
    """Another process is at work on this state directory."""


@contextmanager
def at_work(directory: Path, *, doing: str, held: int | None = None) -> Iterator[int]:
    """Hold the directory while `doing` it, e.g. "scan"; raises AtWork at once where another one holds it.

    What comes is the descriptor that holds it. A process that begins anew in place leaves it open to itself,
    as `held`: no other one comes between.
    """
    lock = held if held is not None and _is_ours(held, directory) else _opened(directory)
    try:
        _take(lock, directory)
        with suppress(OSError):  # a full disk: the name is a kindness, the lock is what counts
            os.ftruncate(lock, 0)
            os.pwrite(lock, f"introloop {doing} (process {os.getpid()})".encode(), 0)
        yield lock
    finally:
        os.close(lock)


def _opened(directory: Path) -> int:
    """The lock file, made for the owner's eyes only; so is its directory, where that is new or empty."""
    try:
        directory.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not any(directory.iterdir()):
            directory.chmod(0o700)
        return os.open(directory / NAME, os.O_RDWR | os.O_CREAT, 0o600)
    except OSError as error:
        raise StoreError(
            f"The state directory {directory} cannot be used: {error.strerror}.",
            advice="Check that it is yours and lies on a writable disk, or name another one by --state.",
        ) from error


def _is_ours(held: int, directory: Path) -> bool:
    """Whether it is the lock of this directory, whatever the environment says; then no child gets it."""
    with suppress(OSError):
        if os.path.samestat(os.fstat(held), (directory / NAME).stat()):
            os.set_inheritable(held, False)
            return True
    return False


def _take(lock: int, directory: Path) -> None:
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        holder = os.pread(lock, 200, 0).decode(errors="replace") or "another process"
        raise AtWork(
            f"{holder} is at work on {directory}: nothing was done.",
            advice="Wait for it to end, or stop it. A running service reads and sends by itself;"
            " introloop status and introloop loops work beside it.",
        ) from error
