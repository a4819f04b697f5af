"""No byte of a user name or a password reaches a server that is not proven to be the one, in or out."""

from __future__ import annotations

import ssl
from base64 import b64encode
from collections.abc import Callable, Mapping
from datetime import timedelta
from pathlib import Path

import pytest

from tests.servers.bad_tls import IMAP, SMTP, Behaviour, bad_server
from tests.servers.certificates import Authority, authority
from tests.worker.sending import mail
from worker.mailbox.folders import FolderRules
from worker.mailbox.imap import ImapMailbox
from worker.mailbox.imap_connection import Security
from worker.outbox import SmtpOutbox
from worker.ports import MailboxError, OutboxError

SHORT, LONG = 0.5, 10.0  # seconds: a bad server may stay silent, a good one may be busy
USER, PASSWORD = "mira@example.com", "correct-horse-battery"

pytestmark = pytest.mark.filterwarnings("ignore:ssl.TLSVersion:DeprecationWarning")  # that is the point


@pytest.fixture(scope="module")
def trusted(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return authority(tmp_path_factory.mktemp("trusted"))


def old(trusted: Authority) -> ssl.SSLContext:
    """A sound certificate, over a protocol that is broken."""
    context = trusted.server()
    context.set_ciphers("ALL:@SECLEVEL=0")
    context.minimum_version = ssl.TLSVersion.TLSv1
    context.maximum_version = ssl.TLSVersion.TLSv1_1
    return context


def unknown(trusted: Authority) -> ssl.SSLContext:
    """Of an authority that is as good as another, and that nobody named."""
    directory = trusted.directory / "unknown"
    directory.mkdir(exist_ok=True)
    return authority(directory).server()


CONTEXTS: Mapping[str, Callable[[Authority], ssl.SSLContext]] = {
    "out of date": lambda trusted: trusted.server(age=timedelta(hours=2)),
    "not valid yet": lambda trusted: trusted.server(age=timedelta(days=-60)),
    "for another host": lambda trusted: trusted.server(host="mail.example.net"),
    "for another address": lambda trusted: trusted.server(host="127.0.0.2"),
    "signed by itself": lambda trusted: trusted.server(signed_by_itself=True),
    "of an unknown authority": unknown,
    "an old protocol": old,
}
STARTTLS: Mapping[str, Callable[[ssl.SSLContext], Behaviour]] = {
    "STARTTLS stripped": lambda _: Behaviour(offers_starttls=False),
    "STARTTLS refused": lambda _: Behaviour(begins_starttls=False),
    "STARTTLS that goes on in the clear": lambda _: Behaviour(),
    "an answer injected after STARTTLS": lambda bad: Behaviour(bad, promises_more=True),
    "a promise in the clear after STARTTLS": lambda _: Behaviour(promises_more=True),
}
CASES: tuple[tuple[Security, str], ...] = (
    *(("tls", name) for name in CONTEXTS),
    ("tls", "no TLS at all"),
    ("starttls", "signed by itself"),
    ("starttls", "an old protocol"),
    *(("starttls", name) for name in STARTTLS),
)


def behaviour(security: Security, case: str, trusted: Authority) -> Behaviour:
    if case in STARTTLS:
        return STARTTLS[case](trusted.server(signed_by_itself=True))
    if case not in CONTEXTS:
        return Behaviour()
    return Behaviour(CONTEXTS[case](trusted), from_the_first_byte=security == "tls")


def credentials() -> tuple[bytes, ...]:
    """The user and the password as each way to log in would say them."""
    plain = f"\0{USER}\0{PASSWORD}".encode()
    said = (USER.encode(), PASSWORD.encode(), b64encode(plain), b64encode(USER.encode()))
    return (*said, b64encode(PASSWORD.encode()), b"AUTH ", b"AUTHENTICATE", b" LOGIN")


def assert_untold(heard: bytearray) -> None:
    assert not [said for said in credentials() if said in heard]


@pytest.mark.parametrize(("security", "case"), CASES)
def test_the_way_out_tells_a_bad_server_nothing(trusted: Authority, security: Security, case: str) -> None:
    with bad_server(SMTP, behaviour(security, case, trusted)) as server:
        way = SmtpOutbox(
            host="127.0.0.1",
            port=server.port,
            user=USER,
            password=lambda: PASSWORD,
            security=security,
            owner_addresses=frozenset({USER}),
            ca_file=str(trusted.ca_file),
            timeout=SHORT,
        )
        with pytest.raises(OutboxError):
            way.send(mail())
    assert_untold(server.heard)
    assert b"MAIL" not in server.heard


def test_a_server_without_tls_is_called_so_with_the_setting_to_change(trusted: Authority) -> None:
    with bad_server(SMTP, Behaviour()) as server:
        way = SmtpOutbox(
            host="127.0.0.1",
            port=server.port,
            user=USER,
            password=lambda: PASSWORD,
            security="tls",
            owner_addresses=frozenset({USER}),
            ca_file=str(trusted.ca_file),
            timeout=LONG,
        )
        with pytest.raises(OutboxError) as refused:
            way.check()
    assert str(refused.value) == f"127.0.0.1:{server.port}: the server speaks no TLS on this port"
    assert 'security = "starttls" in [smtp]' in refused.value.advice


def imap(port: int, security: Security, ca_file: Path, *, timeout: float = SHORT) -> ImapMailbox:
    return ImapMailbox(
        "home",
        host="127.0.0.1",
        port=port,
        user=USER,
        password=lambda: PASSWORD,
        folders=FolderRules(),
        security=security,
        ca_file=ca_file,
        timeout=timeout,
    )


@pytest.mark.parametrize(("security", "case"), CASES)
def test_the_mailbox_tells_a_bad_server_nothing(trusted: Authority, security: Security, case: str) -> None:
    with (
        bad_server(IMAP, behaviour(security, case, trusted)) as server,
        pytest.raises(MailboxError),
        imap(server.port, security, trusted.ca_file),
    ):
        pass
    assert_untold(server.heard)


def test_a_server_that_says_one_is_logged_in_already_is_not_believed(trusted: Authority) -> None:
    """PREAUTH leaves no room for STARTTLS (RFC 9051 section 11.1): what follows would be in the clear."""
    greeted = Behaviour(greeting=b"* PREAUTH welcome back\r\n", begins_starttls=False)
    with (
        bad_server(IMAP, greeted) as server,
        pytest.raises(MailboxError),
        imap(server.port, "starttls", trusted.ca_file),
    ):
        pass
    assert_untold(server.heard)


@pytest.mark.parametrize("security", ["tls", "starttls"])
def test_a_good_server_is_told(trusted: Authority, security: Security) -> None:
    """What would hear nothing anyhow would prove nothing."""
    good = Behaviour(trusted.server(), from_the_first_byte=security == "tls")
    with bad_server(IMAP, good) as server, imap(server.port, security, trusted.ca_file, timeout=LONG):
        pass
    with pytest.raises(AssertionError):
        assert_untold(server.heard)
