"""The way out, and the clock, as the jobs need them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Protocol

from worker.ports.errors import IntroloopError


class OutboxError(IntroloopError):
    """The mail was certainly not sent."""


class OutboxUnreachable(OutboxError):
    """No connection, or lost before the final dot: not sent, try again."""

    transient = True


class OutboxRefused(OutboxError):
    """The server refused the sender, the recipient or the content."""


class OutboxDeferred(OutboxRefused):
    """The server refused for now (4xx, RFC 5321 section 4.2.1): not sent, try again later."""

    transient = True


class OutboxCertificateRefused(OutboxError):
    """TLS could not be verified; not a byte of the credentials was sent."""


class OutboxAuthenticationRefused(OutboxError):
    """The server refused the user or the password."""


class NotTheOwner(OutboxError):
    """Somebody but the owner stands on the mail: refused before any connection (invariant 2)."""


class InDoubt(IntroloopError):
    """The final dot was sent and no reply came: sent or not, nobody knows yet (RFC 1047)."""


def nothing() -> None:
    """Nothing to ask and nobody to tell."""


class Outbox(Protocol):
    """One finished mail out, to the owner only."""

    def send(
        self, content: bytes, *, ready: Callable[[], None] = nothing, taken: Callable[[], None] = nothing
    ) -> None:
        """Send frozen bytes to the addresses on them; returns after a 2xx.

        `ready` is called just before the final dot, and by raising keeps it from being said; `taken`
        after the 2xx and before the goodbye. Raises OutboxError or ConfigurationError where it was not
        sent, InDoubt where nobody knows, and what those two raise.
        """
        ...

    def check(self) -> str:
        """Connect, verify TLS, log in, and leave: one line that says what answered."""
        ...


class Clock(Protocol):
    """The time of day, so that tests may hold it."""

    def now(self) -> datetime:
        """An aware instant."""
        ...
