"""Lives of the process that sends: forked from one that is ready, so that each begins in a millisecond.

The one that forks has a single thread and does nothing else; it is told what to start through a pipe.
"""

from __future__ import annotations

import gc
import os
import pickle
import signal
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing import get_context
from multiprocessing.connection import Connection
from typing import Any


@dataclass(frozen=True, slots=True)
class Death:
    """When a life ends before its time: at a point, or after so many seconds."""

    at_point: int | None = None
    after: float | None = None
    lines: bool = False  # points are lines of the source
    counted: bool = False  # it ends by itself, and says which points it passed

    @property
    def is_watched(self) -> bool:
        return self.counted or self.at_point is not None


UNHARMED = Death()
Work = Callable[[Any, Death], object]
Lives = Callable[[Sequence[tuple[object, Death]]], list[Any]]
"""Starts a life for each (task, death) at once; what each gave back, None for one that was killed."""


@contextmanager
def lives(work: Work) -> Iterator[Lives]:
    """To be entered before the process that asks for it has a second thread."""
    context = get_context("fork")
    ours, theirs = context.Pipe()
    parent = context.Process(target=_serve, args=(theirs, work), daemon=True)
    parent.start()

    def live(tasks: Sequence[tuple[object, Death]]) -> list[Any]:
        ours.send(tasks)
        return list(ours.recv())

    try:
        yield live
    finally:
        ours.send(None)
        parent.join(10)


def _serve(pipe: Connection, work: Work) -> None:
    gc.freeze()  # what is there now is never looked through again, and so is never copied
    while tasks := pipe.recv():
        born = [_bear(work, task, death) for task, death in tasks]
        _kill(born, [death for _, death in tasks])
        pipe.send([_outlived(pid, told) for pid, told in born])


def _bear(work: Work, task: object, death: Death) -> tuple[int, int]:
    told, tell = os.pipe()
    pid = os.fork()
    if pid == 0:
        try:
            os.write(tell, pickle.dumps(work(task, death)))
        finally:
            os._exit(0)
    os.close(tell)
    return pid, told


def _kill(born: Sequence[tuple[int, int]], deaths: Sequence[Death]) -> None:
    """A process that ended by itself waits to be buried: its number is nobody else's yet."""
    began = time.monotonic()
    timed = [(death.after, pid) for (pid, _), death in zip(born, deaths, strict=True) if death.after]
    for after, pid in sorted(timed):
        time.sleep(max(began + after - time.monotonic(), 0))
        os.kill(pid, signal.SIGKILL)


def _outlived(pid: int, told: int) -> object:
    with os.fdopen(told, "rb") as reader:
        said = reader.read()
    _, status = os.waitpid(pid, 0)
    killed = os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL
    return None if killed or not said else pickle.loads(said)  # noqa: S301 - our own child wrote it
