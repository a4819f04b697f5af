"""How often one process logs in to an account: the last guard against a storm of errors.

RELIABILITY.md, politeness: at most 12 logins an hour in any failure. Waiting after an error is the daemon's,
and counts by job; but several jobs read an account, and a server that takes a login, serves what it is asked
and then hangs up has failed none of them. So the logins themselves are counted.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import partial
from math import ceil
from threading import Lock

from worker.mailbox.imap_errors import Server
from worker.ports import Throttled

AT_ONCE = 4  # one in so many may come at one moment, as jobs do when the service starts, or wakes
HOUR = 3600.0

# Hours that the machine slept through are hours in which nobody logged in; Linux alone can tell them.
_AWAKE_OR_ASLEEP = partial(time.clock_gettime, getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC))


class Logins:
    """The logins to one account, of all who share this. May be asked from any thread.

    Some at once, and then one more at even intervals: in no hour are there more than `an_hour`, and after a
    storm nobody waits longer than one interval (400 seconds, where 12 may be made).
    """

    def __init__(self, an_hour: int = 12, *, monotonic: Callable[[], float] = _AWAKE_OR_ASLEEP) -> None:
        self._at_once = an_hour // AT_ONCE
        self._every = HOUR / (an_hour - self._at_once)
        self._monotonic, self._lock = monotonic, Lock()
        self._paid_until = monotonic()

    def take(self, server: Server) -> None:
        """One login; raises Throttled where it would be one too many."""
        with self._lock:
            now = self._monotonic()
            paid = max(self._paid_until, now)
            wait = paid - now - (self._at_once - 1) * self._every
            if wait <= 0:
                self._paid_until = paid + self._every
                return
        raise Throttled(
            f"{server}: so many connections were lost that it is left alone for {ceil(wait / 60)} minutes",
            advice="Nothing to do: it goes on by itself. The log says what went wrong before.",
            seconds=wait,
        )
