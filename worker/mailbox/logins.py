"""How often one process logs in to an account: the last guard against a storm of errors.

RELIABILITY.md, politeness: at most 12 logins an hour in any failure. Waiting after an error is the daemon's,
and counts by job; but several jobs read an account, and a server that takes a login, serves what it is asked
and then hangs up has failed none of them. So the logins themselves are counted.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from threading import Lock

from worker.mailbox.imap_errors import Server
from worker.ports import Throttled

AT_ONCE = 4  # as many jobs as may log in when the service starts, or wakes
EVERY = 450.0  # seconds until one more: 4 and 8 make 12 in the busiest hour


class Logins:
    """The logins of a process, by host, port and user. May be asked from any thread."""

    def __init__(self, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._monotonic, self._lock = monotonic, Lock()
        self._paid_until: dict[tuple[str, int, str], float] = {}

    def take(self, server: Server, user: str) -> None:
        """One login; raises Throttled where it would be one too many."""
        key = (server.host, server.port, user)
        with self._lock:
            now = self._monotonic()
            paid = max(self._paid_until.get(key, now), now)
            wait = paid - now - (AT_ONCE - 1) * EVERY
            if wait <= 0:
                self._paid_until[key] = paid + EVERY
                return
        raise Throttled(
            f"{server}: so many connections were lost that we leave it alone for {wait / 60:.0f} minutes",
            advice="Nothing to do: it goes on by itself. The log says what went wrong before.",
            seconds=wait,
        )
