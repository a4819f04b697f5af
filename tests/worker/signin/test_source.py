"""A token for each connect: renewed before its end, asked for no more than needed, kept private."""

from __future__ import annotations

import stat
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

import pytest

from tests.doubles.clock import SetClock
from worker.ports import SignInNeeded, SignInUnreachable, Token
from worker.secrets import GrantFile
from worker.signin import TokenSource
from worker.signin.grant import Grant, grant_of
from worker.signin.provider import GrantEnded, Tell, granted

NOW = datetime(2026, 11, 16, 9, tzinfo=UTC)


@dataclass
class Provider:
    """Gives access-1, access-2 …, each for an hour, until told otherwise."""

    clock: SetClock
    name: str = "Example"
    lifetime: timedelta = timedelta(hours=1)
    trouble: Exception | None = None
    given: list[Grant] = field(default_factory=list)

    def sign_in(self, user: str, *, tell: Tell) -> Grant:
        tell(f"Sign in as {user}.")
        return self._grant()

    def renew(self, grant: Grant) -> Grant:
        if self.trouble:
            raise self.trouble
        return self._grant()

    def _grant(self) -> Grant:
        number = len(self.given) + 1
        grant = Grant(f"refresh-{number}", f"access-{number}", self.clock.at + self.lifetime)
        self.given.append(grant)
        return grant


@pytest.fixture
def clock() -> SetClock:
    return SetClock(NOW)


@pytest.fixture
def provider(clock: SetClock) -> Provider:
    return Provider(clock)


@pytest.fixture
def source(provider: Provider, clock: SetClock, place: GrantFile) -> TokenSource:
    made = TokenSource("account home", "introloop login", provider, place, "mara@example.com", clock.now)
    made.sign_in(tell=lambda _: None)
    return made


def test_a_token_is_asked_of_the_provider_once_and_used_until_ten_minutes_before_its_end(
    source: TokenSource, provider: Provider, clock: SetClock
) -> None:
    assert [source(), source()] == ["access-1", "access-1"]
    clock.forward(minutes=49)
    assert source() == "access-1"
    clock.forward(minutes=2)
    assert source() == "access-2"
    assert len(provider.given) == 2


def test_another_process_finds_what_was_renewed(
    source: TokenSource, provider: Provider, clock: SetClock
) -> None:
    clock.forward(hours=2)
    assert [source(), replace(source)()] == ["access-2", "access-2"]


def test_a_token_that_a_server_refused_is_not_used_again(source: TokenSource, provider: Provider) -> None:
    token = source()
    token.refused()
    assert source() == "access-2"
    token.refused()  # told late, by another connection: the new one stays
    assert source() == "access-2"


def test_a_sign_in_that_has_ended_needs_a_person_and_the_provider_is_left_alone(
    source: TokenSource, provider: Provider, clock: SetClock
) -> None:
    clock.forward(hours=2)
    provider.trouble = GrantEnded()
    said = []
    for _ in range(3):
        with pytest.raises(SignInNeeded, match="account home needs a sign-in: Example wants") as caught:
            source()
        said.append(caught.value)
        provider.trouble = AssertionError("asked again")
        clock.forward(minutes=5)
    assert {one.since for one in said} == {"2026-11-16T11:00:00+00:00"}
    assert said[0].advice == "Type: introloop login"
    assert not said[0].transient


def test_signing_in_again_mends_it(source: TokenSource, provider: Provider, clock: SetClock) -> None:
    clock.forward(hours=2)
    provider.trouble = GrantEnded()
    with pytest.raises(SignInNeeded):
        source()
    before, needed = source.stamp(), source.needed()
    source.sign_in(tell=lambda _: None)
    assert needed is not None
    assert source.needed() is None
    assert source.stamp() != before
    assert source() == "access-2"


def test_who_signs_in_while_the_old_sign_in_is_refused_stays_signed_in(
    source: TokenSource, provider: Provider, clock: SetClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock.forward(hours=2)

    def refused(_: Grant) -> Grant:
        source.place.write(replace(provider._grant(), since=clock.now()).text())  # introloop login, elsewhere
        raise GrantEnded

    monkeypatch.setattr(provider, "renew", refused)
    with pytest.raises(SignInNeeded):
        source()
    assert source() == "access-2"


def test_a_server_that_refuses_every_token_shows_no_new_sign_in(
    source: TokenSource, provider: Provider, clock: SetClock
) -> None:
    stamps = set()
    for _ in range(5):
        source().refused()
        clock.forward(seconds=30)
        stamps.add(source.stamp())
    provider.trouble = GrantEnded()
    with pytest.raises(SignInNeeded):
        source()
    assert {*stamps, source.stamp()} == {NOW}
    assert len(provider.given) == 5


def test_before_anybody_has_signed_in_a_person_is_needed(
    provider: Provider, place: GrantFile, clock: SetClock
) -> None:
    source = TokenSource("account home", "introloop login", provider, place, "mara@example.com", clock.now)
    with pytest.raises(SignInNeeded, match="nobody has signed in with Example yet") as caught:
        source()
    assert caught.value.since == ""
    assert source.stamp() is None


def test_a_token_near_its_end_is_used_while_the_provider_is_away(
    source: TokenSource, provider: Provider, clock: SetClock
) -> None:
    clock.forward(minutes=55)
    provider.trouble = SignInUnreachable("away")
    assert source() == "access-1"
    clock.forward(minutes=6)
    with pytest.raises(SignInUnreachable):
        source()


def test_what_is_kept_lies_in_a_file_for_the_owner_alone_and_shows_in_no_text(
    source: TokenSource, place: GrantFile
) -> None:
    assert stat.S_IMODE(place.path.stat().st_mode) == 0o600
    assert stat.S_IMODE(place.path.parent.stat().st_mode) == 0o700
    assert [file.name for file in place.path.parent.iterdir()] == [place.path.name]
    grant = grant_of(place.read() or "")
    assert grant is not None
    assert "refresh-1" not in repr(grant) + repr(source)
    assert "access-1" not in repr(grant) + repr(source()) + repr(source)


@pytest.mark.parametrize(
    "kept", ["", "no JSON", "[]", '{"refresh": "x"}', '{"until": "never", "ended": null}']
)
def test_a_kept_text_that_is_no_sign_in_counts_as_none(
    source: TokenSource, place: GrantFile, kept: str
) -> None:
    place.write(kept)
    assert source.needed() is not None
    Token("access", lambda: None).refused()
    source._drop("access-1")  # told by a connection that outlived the file
    assert place.read() == kept


@pytest.mark.parametrize("lifetime", [None, "soon", {}, "60"])
def test_a_token_whose_lifetime_is_not_told_is_short_lived(lifetime: object) -> None:
    grant = granted({"access_token": "a", "refresh_token": "r", "expires_in": lifetime})
    assert grant.until is not None
    assert timedelta(0) < grant.until - datetime.now(UTC) <= timedelta(minutes=1)
