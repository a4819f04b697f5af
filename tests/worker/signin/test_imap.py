"""IMAP with a token: said over TLS alone, by what the server offers, and told when it is refused."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.servers.account import Account
from tests.servers.authorization import AuthorizationServer
from tests.servers.certificates import Authority
from tests.servers.dovecot import dovecot_program
from tests.servers.recording_proxy import RecordingProxy, recording_proxy
from worker.mailbox.folders import FolderRules
from worker.mailbox.imap import ImapMailbox
from worker.mailbox.imap_connection import Security
from worker.ports import AuthenticationRefused, ConfigurationError, Throttled, Token

pytestmark = [
    pytest.mark.dovecot,
    pytest.mark.skipif(not dovecot_program(), reason="only Dovecot asks about tokens: install dovecot-imapd"),
]


@pytest.fixture
def account(asking: tuple[AuthorizationServer, Account]) -> Account:
    """Whose token "access-good" is."""
    provider, account = asking
    provider.good["access-good"] = account.user
    return account


@pytest.fixture
def proxy(account: Account, trusted: Authority) -> Iterator[RecordingProxy]:
    with recording_proxy(account.server.port, tls=trusted.server()) as running:
        yield running


def mailbox(
    account: Account, port: int, ca_file: Path, *, token: Token | None = None, security: Security = "tls"
) -> ImapMailbox:
    return ImapMailbox(
        "work",
        host="127.0.0.1",
        port=port,
        user=account.user,
        password=lambda: token or Token("access-good"),
        folders=FolderRules(),
        security=security,
        ca_file=ca_file,
        timeout=10,
    )


def offering(*mechanisms: str) -> Callable[[bytes], bytes | None]:
    """A server that knows these ways to log in and no others."""
    line = " ".join(["* CAPABILITY IMAP4rev1", *(f"AUTH={name}" for name in mechanisms)])
    return lambda command: f"{line}\r\nTAG OK done".encode() if command == b"CAPABILITY" else None


@pytest.mark.parametrize("mechanism", ["XOAUTH2", "OAUTHBEARER"])
def test_the_way_that_the_server_knows_opens_the_mailbox(
    account: Account, proxy: RecordingProxy, trusted: Authority, mechanism: str
) -> None:
    proxy.intercept = offering("PLAIN", mechanism)
    with mailbox(account, proxy.port, trusted.ca_file) as opened:
        assert {"INBOX", "Sent"} <= {folder.name for folder in opened.folders()}
    assert f"AUTHENTICATE {mechanism}" in proxy.commands()


@pytest.mark.parametrize("security", ["tls", "starttls"])
def test_both_kinds_of_tls_will_do(account: Account, security: Security) -> None:
    server = account.server
    port = server.tls_port if security == "tls" else server.port
    with mailbox(account, port, server.ca_file, security=security) as opened:
        assert opened.folders()


def test_a_token_never_goes_in_the_clear_not_even_on_this_machine(
    account: Account, trusted: Authority
) -> None:
    with recording_proxy(account.server.port) as proxy:
        opened = mailbox(account, proxy.port, trusted.ca_file, security="plaintext-loopback")
        with pytest.raises(ConfigurationError, match="over TLS only"), opened:
            pass
        assert proxy.connections == 0


@pytest.mark.parametrize("mechanism", ["XOAUTH2", "OAUTHBEARER"])
def test_a_refused_token_is_told_to_whoever_gave_it_and_said_but_once(
    account: Account, proxy: RecordingProxy, trusted: Authority, mechanism: str
) -> None:
    proxy.intercept, refused = offering(mechanism), []
    old = Token("access-old", lambda: refused.append("access-old"))
    opened = mailbox(account, proxy.port, trusted.ca_file, token=old)
    with pytest.raises(AuthenticationRefused, match="refused the token") as caught, opened:
        pass
    assert refused == ["access-old"]
    assert "access-old" not in f"{caught.value}{caught.value.advice}{caught.value.__cause__}"
    after = proxy.lines[[b"AUTHENTICATE" in line for line in proxy.lines].index(True) + 1 :]
    assert len([line for line in after if len(line) > 40]) == 1


def test_a_server_that_takes_no_tokens_gets_none(
    account: Account, proxy: RecordingProxy, trusted: Authority
) -> None:
    proxy.intercept = offering("PLAIN", "LOGIN")
    with pytest.raises(AuthenticationRefused, match="takes no tokens"):
        mailbox(account, proxy.port, trusted.ca_file).__enter__()
    assert not any("AUTHENTICATE" in command for command in proxy.commands())


def test_a_server_that_is_busy_says_nothing_of_the_token(
    account: Account, proxy: RecordingProxy, trusted: Authority
) -> None:
    proxy.intercept = lambda command: b"TAG NO [UNAVAILABLE] later" if b"AUTHENTICATE" in command else None
    refused: list[str] = []
    token = Token("access-good", lambda: refused.append("access-good"))
    with pytest.raises(Throttled):
        mailbox(account, proxy.port, trusted.ca_file, token=token).__enter__()
    assert refused == []
