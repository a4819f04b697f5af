"""How long to wait after an error (RELIABILITY.md, the mailbox).

Two figures of RELIABILITY.md pull apart: a server that is back is noticed within 30 seconds, and no server
sees more than 12 logins an hour in any failure. So it counts how far we came:

- No connection came about: no login was tried. Again within 30 seconds, as long as it takes.
- Another process holds the database: that is no server's business. Again within 10 seconds.
- A connection was lost, or anything else went wrong: twice as long each time, up to an hour, with jitter so
  that many installations do not come back in step. That is at most ten tries in the first hour.
- A refused login: three times so, then once an hour, so that no account is locked; at once where the
  password was renewed meanwhile (lane.py).
- A server that says how long is believed.

What falls short: a server that takes logins and fails after them is noticed to be well after an hour at
the latest, and not after 30 seconds. What is counted here is one job's; that all of them together, with what
goes well in between, stay within 12 logins is seen to where they log in (worker.mailbox.logins).
"""

from __future__ import annotations

from dataclasses import dataclass

from worker.ports import (
    AuthenticationRefused,
    NotConnected,
    OutboxAuthenticationRefused,
    StoreBusy,
    Throttled,
)

FIRST, LONGEST, DAY = 15.0, 3600.0, 86400.0  # seconds
OFFLINE, LOCKED = 30.0, 10.0  # seconds at most
STRIKES = 3


@dataclass(frozen=True, slots=True)
class Failures:
    """What went wrong since the last success, once there was a connection."""

    errors: int = 0
    refusals: int = 0  # of them, logins refused

    def with_(self, error: BaseException) -> Failures:
        """One more."""
        return Failures(self.errors + (not is_offline(error)), self.refusals + is_refusal(error))


def is_offline(error: BaseException) -> bool:
    """Whether no server has anything to do with it, or none was asked for a login."""
    return isinstance(error, NotConnected | StoreBusy)


def is_refusal(error: BaseException) -> bool:
    """Whether the server refused the user or the password."""
    return isinstance(error, AuthenticationRefused | OutboxAuthenticationRefused)


def is_told(error: BaseException, failures: Failures) -> bool:
    """Whether the wait after it is the server's word, which not even waking from sleep shortens."""
    return isinstance(error, Throttled) or (is_refusal(error) and failures.refusals >= STRIKES)


def wait_after(error: BaseException, failures: Failures, *, chance: float) -> float:
    """Seconds to wait; `failures` counts the error too, `chance` lies in [0, 1)."""
    if isinstance(error, Throttled) and error.seconds is not None:
        return min(max(error.seconds, FIRST), DAY) + FIRST * chance
    if is_refusal(error) and failures.refusals >= STRIKES:
        return LONGEST
    return _longest(error, failures) * (0.5 + chance / 2)


def _longest(error: BaseException, failures: Failures) -> float:
    if is_offline(error):
        return LOCKED if isinstance(error, StoreBusy) else OFFLINE
    return min(FIRST * 2.0 ** min(failures.errors - 1, 16), LONGEST)
