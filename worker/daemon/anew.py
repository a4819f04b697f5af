"""Beginning anew in place: the same command again, from its start, in the same process.

A long scan leaves much in memory that cannot be given back: after a first scan of 100,000 messages 136 MB are
held, where a process that has just begun holds 73. Of mail that trickles in hardly anything stays (91.7 MB
are held before 1,800 messages, and after them; where lines break every minute, 0.9 MB more an hour); it
counts all the same, so that whatever stays has its end.
Nothing is lost by it: a process may be killed at any moment, and every step of every job is made for that.

From then on memory is the C library's to keep, which gives back what is free: after a review of 45,000
readings 76 MB are held, where Python's own would keep 117. The units have it so from the start.

The number of the process, the rest of its environment and its place below systemd, or as the first of a
container, stay what they are, and it stays ready in the manager's eyes. Its lock stays held, and its logins
count on: no second process comes between, and no storm of errors has a new hour of logins by it. All other
files and connections close.
"""

from __future__ import annotations

import json
import logging
import os
import sys
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields

from worker.daemon.logs import OURS

LEFT = "INTROLOOP_LEFT"  # the variable by which it is handed on

log = logging.getLogger(OURS)


@dataclass(frozen=True, slots=True)
class Left:
    """What a process leaves to the one that it becomes."""

    lock: int | None = None  # the descriptor that holds the state directory
    logins: Mapping[str, float] = field(default_factory=dict)  # account -> until when they are paid for


def left_before() -> Left:
    """What this process was left by itself; nothing where it was begun by anybody else. Heard once.

    After an upgrade it was another version that wrote it: what this one does not know is passed over.
    """
    told, known = json.loads(os.environ.pop(LEFT, "{}")), {each.name for each in fields(Left)}
    return Left(**{name: value for name, value in told.items() if name in known})


def begin_anew(left: Left) -> None:
    """Become a new process of the same command; returns only where the system refuses that."""
    line = [sys.executable, *sys.orig_argv[1:]]
    handed = {"PYTHONMALLOC": "malloc", LEFT: json.dumps(asdict(left))}
    try:
        if left.lock is not None:
            os.set_inheritable(left.lock, True)
        os.execve(sys.executable, line, {**os.environ, **handed})  # noqa: S606 - ourselves, as we were begun
    except OSError as error:
        log.warning("cannot begin anew", extra={"error": type(error).__name__})
