"""Signing in by OAuth2, as the adapters and the jobs meet it: a token in the place of a password."""

from __future__ import annotations

from collections.abc import Callable

from worker.ports.mailbox import AuthenticationRefused, NotConnected
from worker.ports.outbox import OutboxAuthenticationRefused, OutboxUnreachable, nothing


class Token(str):
    """An access token (RFC 6750), which stands where a password would; it lives for about an hour.

    Whoever was refused with it calls `refused`: the next one asked for is then a new one.
    """

    __slots__ = ("refused",)

    refused: Callable[[], None]

    def __new__(cls, text: str, refused: Callable[[], None] = nothing) -> Token:
        token = super().__new__(cls, text)
        token.refused = refused
        return token

    def __repr__(self) -> str:
        return "Token(…)"


class SignInNeeded(AuthenticationRefused, OutboxAuthenticationRefused):
    """Nobody has signed in yet, or what signing in gave us is not valid any more: a person is needed.

    One error for both ways, as one sign-in opens both. No server of mail was asked.
    """

    def __init__(self, what: str, *, advice: str = "", since: str = "") -> None:
        super().__init__(what, advice=advice)
        self.since = since  # the instant it was refused at, ISO 8601; "" where nobody ever signed in


class SignInUnreachable(NotConnected, OutboxUnreachable):
    """The provider's sign-in does not answer: no token, so no login was tried."""
