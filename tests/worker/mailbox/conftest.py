"""One server a session, and a mailbox of each kind with the means to put mail into it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.servers.account import Account, ImapServer
from tests.servers.imap import imap_server
from tests.servers.recording_proxy import RecordingProxy, recording_proxy
from tests.worker.mailbox.rigs import ImapRig, MaildirRig, MboxRig, MemoryRig, Rig


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


@pytest.fixture(params=["IMAP", "Maildir", "mbox", "double"])
def rig(request: pytest.FixtureRequest, tmp_path: Path) -> Rig:
    if request.param == "IMAP":
        return ImapRig(request.getfixturevalue("account"))
    if request.param == "Maildir":
        return MaildirRig(tmp_path / "Maildir")
    return MboxRig(tmp_path / "mail") if request.param == "mbox" else MemoryRig()
