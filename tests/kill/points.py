"""Where a process may be made to die: seen from outside by the interpreter's own hooks, so that the code
under test holds nothing that serves only a test.

A marked point lies before and after each step that the world can see: a commit that writes, a look into
the mailbox, a word to the mail server and its answer. `LINES` marks every line of
the protocol's own files instead.
"""

from __future__ import annotations

import os
import signal
import smtplib
import sqlite3
import sys
from collections.abc import Callable
from pathlib import Path
from types import CodeType, FrameType
from typing import Any

from worker.jobs import digest, looking, post, urgent
from worker.mailbox.imap import ImapMailbox
from worker.store import outgoing
from worker.store.sql import SqlStore

_WRITING = {getattr(SqlStore, name).__code__ for name in ("highest_now", "plan", "claim", "renew", "settle")}
_MARKED: dict[tuple[CodeType, str], str] = {
    (ImapMailbox.__enter__.__code__, "call"): "before the look",
    (ImapMailbox.__exit__.__code__, "return"): "after the look",
    (smtplib.SMTP.connect.__code__, "call"): "before connecting",
    (smtplib.SMTP.send.__code__, "call"): "before saying",
    (smtplib.SMTP.getreply.__code__, "return"): "after hearing",
}
LINES = frozenset(str(module.__file__) for module in (digest, looking, post, urgent, outgoing))


class Points:
    """Counts the points a run passes, by name, and dies at the one it is told to."""

    def __init__(self, die_at: int | None) -> None:
        self.names: list[str] = []
        self._die_at = die_at
        self._writing = 0

    def watch(self, *, lines: bool) -> None:
        """From now on, in this process."""
        if lines:
            sys.settrace(self._trace)
        else:
            sys.setprofile(self._profile)

    def _pass(self, name: str) -> None:
        if len(self.names) == self._die_at:
            os.kill(os.getpid(), signal.SIGKILL)
        self.names.append(name)

    def _profile(self, frame: FrameType, event: str, arg: Any) -> None:
        if event in ("call", "return"):
            self._writing += (frame.f_code in _WRITING) * (1 if event == "call" else -1)
            if name := _MARKED.get((frame.f_code, event)):
                self._pass(name)
        elif self._writing and _is_commit(arg):
            self._pass("before a commit" if event == "c_call" else "after a commit")

    def _trace(self, frame: FrameType, event: str, arg: Any) -> Callable[..., Any] | None:
        if frame.f_code.co_filename not in LINES:
            return None
        if event == "line":
            self._pass(f"{Path(frame.f_code.co_filename).name}:{frame.f_lineno}")
        return self._trace


def _is_commit(called: Any) -> bool:
    owner = getattr(called, "__self__", None)
    return isinstance(owner, sqlite3.Connection) and called.__name__ == "commit"
