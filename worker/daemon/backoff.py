"""How long to wait after an error (RELIABILITY.md, the mailbox).

A server that says how long is believed. A refused login is tried three times, then once an hour, so
that no account is locked. All else waits twice as long each time, up to an hour, with jitter so that
many installations do not come back in step: at most ten tries in the first hour.
"""

from __future__ import annotations

from dataclasses import dataclass

from worker.ports import AuthenticationRefused, OutboxAuthenticationRefused, Throttled

FIRST, LONGEST, DAY = 15.0, 3600.0, 86400.0  # seconds
STRIKES = 3


@dataclass(frozen=True, slots=True)
class Failures:
    """What went wrong since the last success."""

    errors: int = 0
    refusals: int = 0  # of them, logins refused

    def with_(self, error: BaseException) -> Failures:
        """One more."""
        return Failures(self.errors + 1, self.refusals + is_refusal(error))


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
    longest = min(FIRST * 2.0 ** min(failures.errors - 1, 16), LONGEST)
    return longest * (0.5 + chance / 2)
