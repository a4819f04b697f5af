"""Signing in with Microsoft, by msal, against an authorization server of our own."""

from __future__ import annotations

import sys
from datetime import UTC, datetime, timedelta

import pytest

from tests.servers.authorization import AuthorizationServer
from worker.ports import ConfigurationError, SignInUnreachable
from worker.signin.grant import Grant
from worker.signin.microsoft import Microsoft
from worker.signin.provider import GrantEnded, NotSignedIn

ME = "mara@example.com"


def microsoft(provider: AuthorizationServer) -> Microsoft:
    return Microsoft("client-1", f"{provider.url}/common")


def signed_in(provider: AuthorizationServer) -> Grant:
    return microsoft(provider).sign_in(ME, tell=lambda _: None)


def test_a_code_is_shown_to_be_typed_in_a_browser_and_then_mail_may_be_read_and_sent(
    provider: AuthorizationServer,
) -> None:
    provider.sign_in_errors = ["authorization_pending", "authorization_pending"]
    said: list[str] = []
    grant = microsoft(provider).sign_in(ME, tell=said.append)

    assert f"{provider.url}/devicelogin" in said[0]
    assert ME in said[0]
    assert "ABCD-1234" in said[1]
    assert provider.good[grant.access] == ME
    assert grant.refresh == provider.refresh
    assert grant.until is not None
    assert timedelta(minutes=59) < grant.until - datetime.now(UTC) <= timedelta(hours=1)
    asked = provider.heard[-1]
    assert asked["client_id"] == "client-1"
    assert len(provider.heard) == 3


@pytest.mark.parametrize(
    ("error", "advice"),
    [
        ("authorization_declined", "declined"),
        ("expired_token", "ran out"),
        ("invalid_client", "public client flows"),
        ("something_else", "organisation"),
        ("mara@example.com", "organisation"),
    ],
)
def test_a_sign_in_that_came_to_nothing_is_said_without_the_providers_words(
    provider: AuthorizationServer, error: str, advice: str
) -> None:
    provider.sign_in_errors = [error]
    with pytest.raises(NotSignedIn) as caught:
        signed_in(provider)
    assert advice in caught.value.advice
    assert ME not in f"{caught.value}{caught.value.advice}"


def test_a_client_that_may_not_use_the_device_flow_is_told_so(
    provider: AuthorizationServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(AuthorizationServer, "device", lambda *_: (400, {"error": "unauthorized_client"}))
    with pytest.raises(NotSignedIn, match="unauthorized_client"):
        signed_in(provider)


def test_a_token_is_renewed_and_so_is_what_renews_it(provider: AuthorizationServer) -> None:
    first = signed_in(provider)
    second = microsoft(provider).renew(first)
    third = microsoft(provider).renew(second)

    assert len({first.access, second.access, third.access}) == 3
    assert len({first.refresh, second.refresh, third.refresh}) == 3
    assert "https://outlook.office.com/IMAP.AccessAsUser.All" in provider.heard[-1]["scope"]
    with pytest.raises(GrantEnded):  # the one before is not taken twice
        microsoft(provider).renew(first)


@pytest.mark.parametrize("error", ["invalid_grant", "interaction_required", "unauthorized_client"])
def test_a_sign_in_that_was_taken_back_has_ended(provider: AuthorizationServer, error: str) -> None:
    grant = signed_in(provider)
    provider.renewal_error = error
    with pytest.raises(GrantEnded):
        microsoft(provider).renew(grant)


def test_a_provider_with_trouble_of_its_own_is_tried_again_later(provider: AuthorizationServer) -> None:
    grant = signed_in(provider)
    provider.renewal_error = "temporarily_unavailable"
    with pytest.raises(SignInUnreachable, match="temporarily_unavailable"):
        microsoft(provider).renew(grant)


def test_a_provider_that_is_not_there_is_tried_again_later(provider: AuthorizationServer) -> None:
    with pytest.raises(SignInUnreachable) as caught:
        Microsoft("client-1", "https://127.0.0.1:1/common").renew(Grant("refresh"))
    assert caught.value.transient


def test_an_authority_that_is_none_is_a_mistake_of_the_configuration(provider: AuthorizationServer) -> None:
    provider.garbled = True
    with pytest.raises(ConfigurationError, match="cannot be understood"):
        signed_in(provider)


def test_without_the_extra_the_line_that_installs_it_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "msal", None)
    with pytest.raises(ConfigurationError) as caught:
        Microsoft("client-1").renew(Grant("refresh"))
    assert "introloop[microsoft]" in caught.value.advice
