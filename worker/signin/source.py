"""A token, asked for at each connect: renewed ahead of time, and never held here."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import partial
from threading import Lock
from typing import Protocol

from worker.ports import SignInNeeded, SignInUnreachable, Token
from worker.signin.grant import Grant, grant_of
from worker.signin.provider import GrantEnded, Provider, Tell

AHEAD = timedelta(minutes=10)  # a token lasts about an hour; a long scan should not see its end
_RENEWING = Lock()  # several jobs share one grant: the second is to find what the first has renewed


class Place(Protocol):
    """Where a grant is kept (worker.secrets)."""

    def read(self) -> str | None: ...

    def peek(self) -> str | None: ...

    def write(self, text: str) -> None: ...


def now() -> datetime:
    """This instant."""
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class TokenSource:
    """Gives a token where a password would be asked for. `what` names it in errors: "account home"."""

    what: str
    again: str  # the line a person types to sign in
    provider: Provider
    place: Place
    user: str
    now: Callable[[], datetime] = now

    def __call__(self) -> Token:
        """A token that lasts; raises SignInNeeded, SignInUnreachable or ConfigurationError."""
        with _RENEWING:
            grant = self._valid()
            if not grant.lasts(self.now() + AHEAD):
                grant = self._renewed(grant)
        return Token(grant.access, partial(self._drop, grant.access))

    def sign_in(self, *, tell: Tell) -> None:
        """Have a person sign in, and keep what it gives."""
        grant = replace(self.provider.sign_in(self.user, tell=tell), since=self.now())
        with _RENEWING:
            self.place.write(grant.text())

    def stamp(self) -> object:
        """Another one once a person has signed in again. Tokens come and go without changing it: otherwise a
        server that refuses each new one would be asked again at once, for ever."""
        grant = grant_of(self.place.peek() or "")
        return grant.since if grant else None

    def needed(self) -> SignInNeeded | None:
        """Whether a person has to sign in before there is a token, as far as is known without asking."""
        try:
            self._valid()
        except SignInNeeded as needed:
            return needed
        return None

    def _valid(self) -> Grant:
        text = self.place.read()
        grant = grant_of(text) if text else None
        if grant is None:
            raise self._needed(f"nobody has signed in with {self.provider.name} yet")
        if grant.ended:
            raise self._needed(f"{self.provider.name} wants you to sign in again", since=grant.ended)
        return grant

    def _renewed(self, grant: Grant) -> Grant:
        """A token a few minutes from its end is used all the same where none can be had just now."""
        try:
            new = replace(self.provider.renew(grant), since=grant.since)
        except SignInUnreachable:
            if grant.lasts(self.now()):
                return grant
            raise
        except GrantEnded as error:
            ended = replace(grant, access="", until=None, ended=self.now())
            held = grant_of(self.place.read() or "")
            if held and held.refresh == grant.refresh:  # else somebody has signed in meanwhile
                self.place.write(ended.text())  # so that the provider is not asked again and again
            said = f"{self.provider.name} wants you to sign in again"
            raise self._needed(said, since=ended.ended) from error
        self.place.write(new.text())
        return new

    def _needed(self, why: str, *, since: datetime | None = None) -> SignInNeeded:
        return SignInNeeded(
            f"{self.what} needs a sign-in: {why}",
            advice=f"Type: {self.again}",
            since=since.isoformat() if since else "",
        )

    def _drop(self, access: str) -> None:
        """A server refused it, whatever its time says."""
        with _RENEWING:
            if grant := grant_of(self.place.read() or ""):
                self.place.write(grant.dropped(access).text())
