"""The log: one JSON object a line, with counts, error classes, host and folder names.

Nothing of a message, no person and no secret can get in (ARCHITECTURE.md invariant 6), whoever logs: of
our own records the event (a constant text), numbers, and words under the NAMES below are written; of
anybody else's only that there was one. Arguments, exception texts and tracebacks never are.
"""

from __future__ import annotations

import json
import logging
import os
import sys
from datetime import UTC, datetime
from types import TracebackType
from typing import TextIO

OURS = "introloop"
NAMES = frozenset({"job", "account", "host", "folder", "error", "advice", "where", "version"})
# How syslog counts; systemd reads the number before a line (sd-daemon(3)), so that journalctl -p works.
PRIORITIES = {logging.DEBUG: 7, logging.INFO: 6, logging.WARNING: 4, logging.ERROR: 3, logging.CRITICAL: 2}
_GIVEN = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName"}


class JsonFormatter(logging.Formatter):
    """A record as one line of JSON, by the rule above; for the `journal` with its priority before it."""

    def __init__(self, *, journal: bool = False) -> None:
        super().__init__()
        self._journal = journal

    def format(self, record: logging.LogRecord) -> str:
        at = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        line: dict[str, object] = {"at": at, "level": record.levelname.lower()}
        if record.name.split(".")[0] == OURS:
            line |= {"event": record.msg if isinstance(record.msg, str) else "?"} | _told(record)
        else:
            line |= {"event": "a library reported something", "library": record.name.split(".")[0]}
        if record.exc_info and record.exc_info[0]:
            line |= {"error": record.exc_info[0].__name__, "where": where(record.exc_info[2])}
        priority = f"<{PRIORITIES.get(record.levelno, 6)}>" if self._journal else ""
        return priority + json.dumps(line, ensure_ascii=False)


def _told(record: logging.LogRecord) -> dict[str, object]:
    """What `extra` holds that may be written."""
    given = {key: value for key, value in vars(record).items() if key not in _GIVEN}
    return {
        k: v for k, v in given.items() if isinstance(v, int | float) or (k in NAMES and isinstance(v, str))
    }


def where(traceback: TracebackType | None) -> str:
    """The place in our own source that an exception came through last, like "worker.jobs.scan:88"."""
    found = ""
    while traceback:
        module = traceback.tb_frame.f_globals.get("__name__", "")
        if module.split(".")[0] in ("rules", "worker"):
            found = f"{module}:{traceback.tb_lineno}"
        traceback = traceback.tb_next
    return found


def is_the_journal(stream: TextIO) -> bool:
    """Whether a stream leads to systemd's journal, which names its device and inode (systemd.exec(5))."""
    try:
        file = os.fstat(stream.fileno())
    except (OSError, ValueError):
        return False
    return os.environ.get("JOURNAL_STREAM") == f"{file.st_dev}:{file.st_ino}"


def start_logging(level: str, stream: TextIO | None = None) -> None:
    """Log to `stream` (stderr) from `level` on, e.g. "info"; of libraries, that they warned."""
    handler = logging.StreamHandler(stream)
    handler.setFormatter(JsonFormatter(journal=stream is None and is_the_journal(sys.stderr)))
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.WARNING)
    logging.getLogger(OURS).setLevel(level.upper())
    logging.raiseExceptions = False  # a record that cannot be formatted is not dumped with its arguments
