"""Texts read by a second and a third process, where there are processors and memory for them.

Reading is nearly all of a first scan, and Python reads on one processor. Only a command does so, never the
daemon: a fork of a process with many threads may find locks held for ever.
"""

from __future__ import annotations

import ctypes
import gc
import os
import signal
import sys
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager, suppress
from multiprocessing import get_context
from threading import Thread

from rules.model import Message
from worker.jobs.texts import Outcome, Pack, Read, Reader, Text, here, outcomes
from worker.ports import Packed

HANDS = 2
MANY = 64  # texts at once that are worth the fork
ROOM = 1024  # MB of free memory below which it is not done
_PR_SET_PDEATHSIG = 1

_ReadAndPack = Callable[[Message], Packed]
_read: _ReadAndPack | None = None  # of a process that reads


@contextmanager
def hands(read: Read, *, pack: Pack, learn: Callable[[], object] | None = None) -> Iterator[Reader]:
    """A reader that has others help as soon as there is much to read, where they can.

    What they have read they hand back as the store keeps it: that takes a tenth of the time. Where it is
    known that much is to come, `learn` gets what reading needs while the server is still asked for it, so
    that each of them has it from the start.
    """
    if not _may_fork():
        yield here(read)
        return
    reading = _Hands(read, pack, learn)
    try:
        yield reading
    finally:
        reading.close()


class _Hands:
    """A reader; the first large step brings the others to life, or the first of all where much is to come."""

    def __init__(self, read: Read, pack: Pack, learn: Callable[[], object] | None) -> None:
        self._read, self._pack = read, pack
        self._pool: ProcessPoolExecutor | None = None
        self._enough = 1 if learn else MANY
        self._learning = Thread(target=_quietly, args=(learn,), daemon=True) if learn else None
        if self._learning:
            self._learning.start()

    def __call__(self, texts: Sequence[Text]) -> Callable[[], Sequence[Outcome]]:
        if self._pool is None and len(texts) < self._enough:
            return here(self._read)(texts)
        if self._pool is None:
            if self._learning:
                self._learning.join()  # a fork takes no thread along
            gc.freeze()  # what is there stays for good, and is shared as long as nobody looks at it again
            context = get_context("fork")
            self._pool = ProcessPoolExecutor(HANDS, context, _begin, (self._packed, os.getpid()))
        half = (len(texts) + 1) // 2
        halves = [self._pool.submit(_outcomes, part) for part in (texts[:half], texts[half:]) if part]
        return lambda: [outcome for part in halves for outcome in part.result()]

    def _packed(self, message: Message) -> Packed:
        return self._pack(self._read(message))

    def close(self) -> None:
        """Send the others home, whatever they are at."""
        if self._pool:
            self._pool.shutdown(cancel_futures=True)


def _quietly(learn: Callable[[], object]) -> None:
    with suppress(Exception):  # whatever is wrong with it is told by who reads
        learn()


def _begin(read: _ReadAndPack, parent: int) -> None:
    """In the other process: know how to read, and end with whoever began it."""
    global _read  # noqa: PLW0603 - a process of the pool has no other place to keep it
    _read = read
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the first one's to hear
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:  # it ended meanwhile
        os._exit(0)


def _outcomes(texts: Sequence[Text]) -> list[Outcome]:
    return outcomes(texts, _read) if _read else []


def _may_fork() -> bool:
    return sys.platform == "linux" and len(os.sched_getaffinity(0)) > 1 and _free_memory() > ROOM


def _free_memory() -> int:
    """In MB."""
    return os.sysconf("SC_AVPHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") // 2**20
