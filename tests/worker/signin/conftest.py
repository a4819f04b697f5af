"""An authorization server that the providers' own libraries trust, and where a sign-in is kept."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.servers.account import Account
from tests.servers.authorization import AuthorizationServer, authorization_server
from tests.servers.certificates import Authority, authority
from tests.servers.dovecot import dovecot
from worker.secrets import GrantFile


@pytest.fixture(scope="session")
def trusted(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return authority(tmp_path_factory.mktemp("authority"))


@pytest.fixture
def provider(trusted: Authority, monkeypatch: pytest.MonkeyPatch) -> Iterator[AuthorizationServer]:
    """Stands for Microsoft's and for Google's."""
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(trusted.ca_file))
    with authorization_server(trusted.server()) as running:
        yield running


@pytest.fixture(scope="session")
def asking(trusted: Authority) -> Iterator[tuple[AuthorizationServer, Account]]:
    """A Dovecot with an account of it, and the authorization server it asks whether a token is good."""
    with (
        authorization_server(trusted.server()) as provider,
        dovecot(tokens_asked_at=provider.asked_at) as server,
    ):
        yield provider, server.fresh_user()


@pytest.fixture
def place(tmp_path: Path) -> GrantFile:
    return GrantFile(tmp_path / "state" / "signin" / "grant.json")
