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
    storm nobody waits longer than one interval (400 seconds, where 12 may be made). `paid_until` is all that
    is known of those before, on a clock that goes on for as long as the machine is up.
    """

    def __init__(
        self, an_hour: int = 12, *, paid_until: float = 0, monotonic: Callable[[], float] = _AWAKE_OR_ASLEEP
    ) -> None:
        self._at_once = an_hour // AT_ONCE
        self._every = HOUR / (an_hour - self._at_once)
        self._monotonic, self._lock = monotonic, Lock()
        self.paid_until = paid_until

    def is_free(self) -> bool:
        """Whether one would be let in now."""
        return self._wait(self._monotonic()) <= 0

    def take(self, server: Server) -> None:
        """One login; raises Throttled where it would be one too many."""
        with self._lock:
            now = self._monotonic()
            wait = self._wait(now)
            if wait <= 0:
                self.paid_until = max(self.paid_until, now) + self._every
                return
        raise Throttled(
            f"{server}: so many connections were lost that it is left alone for {ceil(wait / 60)} minutes",
            advice="Nothing to do: it goes on by itself. The log says what went wrong before.",
            seconds=wait,
        )

    def _wait(self, now: float) -> float:
        return max(self.paid_until - now, 0) - (self._at_once - 1) * self._every
