"""Signing in with Google, by its own library, in a browser that a thread stands for."""

from __future__ import annotations

import json
import ssl
import sys
import threading
import urllib.error
import urllib.request
import webbrowser
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace

import pytest

from tests.servers.authorization import AuthorizationServer
from tests.servers.certificates import Authority
from tests.servers.ports import free_port
from worker.ports import ConfigurationError, SignInUnreachable
from worker.signin.google import Google
from worker.signin.grant import Grant
from worker.signin.provider import GrantEnded, NotSignedIn

ME = "mara@example.com"


def visiting(address: str, trusted: Authority) -> None:
    """A browser goes there, signs somebody in, and comes back, while we wait."""
    context = ssl.create_default_context(cafile=trusted.ca_file)

    def visit() -> None:
        with suppress(urllib.error.URLError):
            urllib.request.urlopen(address, context=context, timeout=10).read()  # noqa: S310 - our own server

    threading.Thread(target=visit, daemon=True).start()


@pytest.fixture
def opened(trusted: Authority, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """A browser in which somebody signs in at once: the addresses it was sent to."""
    addresses: list[str] = []

    def browse(address: str, **_: object) -> bool:
        addresses.append(address)
        visiting(address, trusted)
        return True

    monkeypatch.setattr("webbrowser.get", lambda _=None: SimpleNamespace(open=browse))
    return addresses


@pytest.fixture
def google(provider: AuthorizationServer, tmp_path: Path) -> Google:
    """The file of a client as Google's console gives it, for our authorization server."""
    provider.keeps_refresh_token = True
    client = {
        "client_id": "client-2",
        "client_secret": "not really secret",
        "redirect_uris": ["http://localhost"],
    }
    client |= {"auth_uri": f"{provider.url}/auth", "token_uri": f"{provider.url}/token"}
    file = tmp_path / "client.json"
    file.write_text(json.dumps({"installed": client}))
    return Google(file, patience=10)


def quiet(_: str) -> None:
    """Nobody listens."""


def test_a_browser_opens_and_what_it_brings_back_reads_mail(
    provider: AuthorizationServer, google: Google, opened: list[str]
) -> None:
    grant = google.sign_in(ME, tell=quiet)

    assert provider.good[grant.access] == ME
    assert grant.refresh == provider.refresh
    assert grant.until is not None
    assert grant.until > datetime.now(UTC)
    [address] = opened
    assert "login_hint=mara%40example.com" in address
    assert "scope=https%3A%2F%2Fmail.google.com%2F" in address
    assert "redirect_uri=http%3A%2F%2Flocalhost%3A" in address
    assert "code_challenge=" in address  # RFC 7636: a code is of no use to whoever overhears it
    assert provider.heard[-1]["code"] == "code-1"


@pytest.mark.parametrize("port", [0, 1])
def test_without_a_browser_here_the_address_is_said_and_any_will_do(
    provider: AuthorizationServer,
    google: Google,
    trusted: Authority,
    monkeypatch: pytest.MonkeyPatch,
    port: int,
) -> None:
    def none(_: object = None) -> None:
        raise webbrowser.Error("could not locate runnable browser")

    said: list[str] = []
    monkeypatch.setattr("webbrowser.get", none)
    monkeypatch.setattr("builtins.print", lambda address: visiting(address, trusted))  # the library says it
    elsewhere = replace(google, port=free_port() if port else 0)
    assert provider.good[elsewhere.sign_in(ME, tell=said.append).access] == ME
    assert said == [f"Sign in as {ME} at:"]


def test_whoever_declines_is_told_that_nothing_came_of_it(
    provider: AuthorizationServer, google: Google, opened: list[str]
) -> None:
    provider.sign_in_errors = ["access_denied"]
    with pytest.raises(NotSignedIn, match="AccessDenied") as caught:
        google.sign_in(ME, tell=quiet)
    assert "test users" in caught.value.advice


def test_a_sign_in_that_does_not_last_is_none(
    provider: AuthorizationServer, google: Google, opened: list[str]
) -> None:
    provider.gives_refresh_token = False
    with pytest.raises(NotSignedIn, match="no lasting"):
        google.sign_in(ME, tell=quiet)


def test_nobody_is_waited_for_for_ever(google: Google, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("webbrowser.get", lambda _=None: SimpleNamespace(open=lambda *_, **__: True))
    with pytest.raises(NotSignedIn, match="nobody came back"):
        Google(google.client_file, patience=0).sign_in(ME, tell=quiet)


def test_a_token_is_renewed_by_what_the_first_sign_in_gave(
    provider: AuthorizationServer, google: Google, opened: list[str]
) -> None:
    first = google.sign_in(ME, tell=quiet)
    second = google.renew(first)

    assert second.access != first.access
    assert provider.good[second.access] == ME
    assert second.refresh == first.refresh
    assert provider.heard[-1]["client_id"] == "client-2"


def test_a_sign_in_that_was_taken_back_has_ended(provider: AuthorizationServer, google: Google) -> None:
    provider.renewal_error = "invalid_grant"
    with pytest.raises(GrantEnded):
        google.renew(Grant("refresh"))


def test_a_provider_that_is_not_there_is_tried_again_later(
    provider: AuthorizationServer, google: Google, opened: list[str]
) -> None:
    text = google.client_file.read_text()
    google.client_file.write_text(text.replace(f"{provider.url}/token", "https://127.0.0.1:1/token"))
    with pytest.raises(SignInUnreachable):
        google.renew(Grant("refresh"))
    with pytest.raises(SignInUnreachable):
        google.sign_in(ME, tell=quiet)


def test_a_provider_with_trouble_of_its_own_is_tried_again_later(
    google: Google, monkeypatch: pytest.MonkeyPatch
) -> None:
    trouble = (500, {"error": "internal_failure"})
    monkeypatch.setattr(AuthorizationServer, "token", lambda *_: trouble)
    monkeypatch.setattr("time.sleep", lambda _: None)  # Google's library waits between its own tries
    with pytest.raises(SignInUnreachable):
        google.renew(Grant("refresh"))


@pytest.mark.parametrize("content", [None, "no JSON", "{}"])
def test_a_client_file_that_is_none_is_a_mistake_of_the_configuration(
    tmp_path: Path, content: str | None
) -> None:
    file = tmp_path / "client.json"
    if content is not None:
        file.write_text(content)
    with pytest.raises(ConfigurationError, match=r"client\.json"):
        Google(file).renew(Grant("refresh"))


def test_without_the_extra_the_line_that_installs_it_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "google_auth_oauthlib.flow", None)
    with pytest.raises(ConfigurationError) as caught:
        Google(tmp_path).renew(Grant("refresh"))
    assert "introloop[google]" in caught.value.advice
