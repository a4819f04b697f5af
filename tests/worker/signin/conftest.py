"""An authorization server that the providers' own libraries trust, and where a sign-in is kept."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.servers.authorization import AuthorizationServer, authorization_server
from tests.servers.certificates import Authority, authority
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


@pytest.fixture
def place(tmp_path: Path) -> GrantFile:
    return GrantFile(tmp_path / "state" / "signin" / "grant.json")
