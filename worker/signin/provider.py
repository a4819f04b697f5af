"""A provider that lets people sign in, and what it may answer."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import Any, Protocol

from worker.ports import ConfigurationError, IntroloopError
from worker.signin.grant import Grant

Tell = Callable[[str], None]
"""Says a line to the person who signs in."""

_SHORTEST = 60.0  # seconds: where a provider does not say how long a token lasts


class GrantEnded(Exception):
    """The provider does not take the refresh token any more (RFC 6749 section 5.2, invalid_grant)."""


class NotSignedIn(IntroloopError):
    """A person was asked to sign in, and it came to nothing."""


class Provider(Protocol):
    """One way to sign in."""

    @property
    def name(self) -> str:
        """As people call it."""
        ...

    def sign_in(self, user: str, *, tell: Tell) -> Grant:
        """Have a person sign in; raises NotSignedIn, SignInUnreachable or ConfigurationError."""
        ...

    def renew(self, grant: Grant) -> Grant:
        """With a new access token; raises GrantEnded, SignInUnreachable or ConfigurationError."""
        ...


def granted(said: dict[str, Any], *, before: str = "") -> Grant:
    """A token endpoint's answer (RFC 6749 section 5.1); it may give a new refresh token, or keep the old."""
    seconds = _SHORTEST
    with suppress(TypeError, ValueError):  # some say it as a text, some not at all
        seconds = float(said.get("expires_in", _SHORTEST))
    until = datetime.now(UTC) + timedelta(seconds=seconds)
    return Grant(str(said.get("refresh_token") or before), str(said["access_token"]), until)


def extra_missing(provider: str, extra: str) -> ConfigurationError:
    """The package that knows the provider's way is not installed."""
    return ConfigurationError(
        f"signing in with {provider} needs an extra that is not installed",
        advice=f'python3 -m pip install "introloop[{extra}]"',
    )
