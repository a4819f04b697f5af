"""One IMAP server a session, for all that read a real mailbox."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.servers.account import Account, ImapServer
from tests.servers.imap import imap_server
from tests.servers.recording_proxy import RecordingProxy, recording_proxy


@pytest.fixture(scope="session")
def server() -> Iterator[ImapServer]:
    with imap_server() as running:
        yield running


@pytest.fixture
def account(server: ImapServer) -> Account:
    return server.fresh_user()


@pytest.fixture
def proxy(server: ImapServer) -> Iterator[RecordingProxy]:
    """Between Introloop and the server, in plain text: it hears everything."""
    with recording_proxy(server.port) as running:
        yield running
