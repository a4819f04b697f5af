"""One finished mail out, to the owner only: over real SMTP conversations on loopback."""

from __future__ import annotations

import logging
import ssl
from collections.abc import Iterator, Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.doubles.outbox import MemoryOutbox
from tests.servers.certificates import Authority, authority
from tests.servers.smtp import DROP, SILENCE, SmtpServer, smtp_server
from worker.outbox import SmtpOutbox
from worker.ports import (
    ConfigurationError,
    InDoubt,
    NotTheOwner,
    Outbox,
    OutboxAuthenticationRefused,
    OutboxCertificateRefused,
    OutboxDeferred,
    OutboxError,
    OutboxRefused,
    OutboxUnreachable,
)

OWNER = frozenset({"mira@example.com", "mira.lind@example.org"})
USER, PASSWORD = "mira@example.com", "correct horse"


def mail(*lines: str, body: str = "Hello Mira.\r\n") -> bytes:
    """A finished mail with these header lines."""
    head = lines or ("From: Introloop <mira@example.com>", "To: Mira Lind <mira@example.com>")
    return ("\r\n".join((*head, "Subject: Two loops to close", "")) + "\r\n" + body).encode()


def outbox(server: SmtpServer, **options: Any) -> SmtpOutbox:
    settings: dict[str, Any] = {
        "host": server.host,
        "port": server.port,
        "user": USER,
        "password": (lambda: PASSWORD) if server.login else None,
        "security": "plaintext-loopback",
        "owner_addresses": OWNER,
        "timeout": 5,
    }
    return SmtpOutbox(**(settings | options))


def speaking(security: str, context: ssl.SSLContext) -> dict[str, Any]:
    """The server's side of a security setting."""
    return {security: context}


@pytest.fixture(scope="module")
def trusted(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return authority(tmp_path_factory.mktemp("authority"))


# ── What every outbox promises ──────────────────────────────────────────────────────────────


@pytest.fixture(params=["real", "double"])
def any_outbox(request: pytest.FixtureRequest) -> Iterator[tuple[Outbox, Any]]:
    """An outbox, and a way to ask what arrived."""
    if request.param == "double":
        double = MemoryOutbox(OWNER)
        yield double, lambda: list(double.sent)
        return
    with smtp_server() as server:
        yield outbox(server), lambda: [d.content for d in server.delivered]


def test_what_is_sent_arrives_byte_for_byte(any_outbox: tuple[Outbox, Any]) -> None:
    sender, arrived = any_outbox
    content = mail(body=".\r\n..\r\n.hidden\r\nfrom=\r\n\r\n" + "long " * 150 + "\r\n.")[:-1] + b"\r\n"
    sender.send(content)
    assert arrived() == [content]


@pytest.mark.parametrize(
    "line",
    [
        "To: Dana Okoye <dana@example.net>",
        "Cc: dana@example.net",
        "Bcc: Mira <mira@example.com>, dana@example.net",
        "To: mira@example.com <dana@example.net>",
        'To: "mira@example.com" <dana@example.net>',
        "To: mira@example.com,\r\n dana@example.net",
        "To: friends: mira@example.com;",
        "To: mira@example.com (dana@example.net) x",
        "To: mira@example.com.example.net",
        "To: @example.net:mira@example.com",
        "To: <mira@example.com>dana@example.net",
        "to: mira@example.com\r\nTO: dana@example.net",
        "Subject: nobody",
    ],
)
def test_a_mail_that_names_anybody_but_the_owner_is_not_sent(
    any_outbox: tuple[Outbox, Any], line: str
) -> None:
    sender, arrived = any_outbox
    with pytest.raises(NotTheOwner):
        sender.send(mail("From: mira@example.com", line))
    assert arrived() == []


def test_every_address_of_the_owner_is_the_owner_however_it_is_written(
    any_outbox: tuple[Outbox, Any],
) -> None:
    sender, arrived = any_outbox
    sender.send(
        mail(
            "From: =?utf-8?q?Introloop?= <mira@example.com>",
            'To: "Lind, Mira \\"ml\\"" <MIRA@example.com>,\r\n mira.lind@EXAMPLE.org',
        )
    )
    assert len(arrived()) == 1


@pytest.mark.parametrize("broken", [b"To: mira@example.com\n", mail() + b"\xe9\r\n", mail()[:-2], b""])
def test_bytes_that_are_not_ready_for_the_wire_are_not_sent(
    any_outbox: tuple[Outbox, Any], broken: bytes
) -> None:
    sender, arrived = any_outbox
    with pytest.raises(OutboxRefused):
        sender.send(broken)
    assert arrived() == []


def test_check_says_in_one_line_what_answered(any_outbox: tuple[Outbox, Any]) -> None:
    sender, arrived = any_outbox
    assert "answered" in sender.check()
    assert arrived() == []


# ── To the owner only ───────────────────────────────────────────────────────────────────────


def test_a_mail_to_somebody_else_does_not_even_open_a_connection() -> None:
    with smtp_server() as server:
        with pytest.raises(NotTheOwner):
            outbox(server).send(mail("From: mira@example.com", "To: dana@example.net"))
        assert server.connections == 0


def test_a_mail_to_two_addresses_of_the_owner_goes_to_each_once() -> None:
    with smtp_server() as server:
        outbox(server).send(
            mail(
                "From: mira@example.com",
                "To: mira@example.com, mira.lind@example.org",
                "Bcc: MIRA@example.com",
            )
        )
        [arrived] = server.delivered
    assert arrived.sender == "mira@example.com"
    assert arrived.recipients == ("mira@example.com", "mira.lind@example.org")


def test_a_mail_of_two_senders_is_not_sent() -> None:
    with smtp_server() as server, pytest.raises(NotTheOwner):
        outbox(server).send(mail("From: mira@example.com, dana@example.net", "To: mira@example.com"))


# ── What a failure means depends on the final dot ───────────────────────────────────────────


@pytest.mark.parametrize(
    ("stage", "fault", "error"),
    [
        ("greeting", "421 4.3.2 closing", OutboxDeferred),
        ("greeting", "554 no", OutboxRefused),
        ("greeting", DROP, OutboxUnreachable),
        ("greeting", "HTTP/1.1 400 Bad Request", OutboxUnreachable),
        ("mail", "451 4.7.1 later", OutboxDeferred),
        ("mail", "550 5.7.1 not you", OutboxRefused),
        ("mail", DROP, OutboxUnreachable),
        ("rcpt", "450 4.2.1 greylisted", OutboxDeferred),
        ("rcpt", "550 5.1.1 no such user", OutboxRefused),
        ("rcpt", DROP, OutboxUnreachable),
        ("data", "451 4.3.0 later", OutboxDeferred),
        ("data", "554 5.6.0 no", OutboxRefused),
        ("data", "250 what", OutboxUnreachable),
        ("data", DROP, OutboxUnreachable),
        ("dot", "452 4.3.1 disk full", OutboxDeferred),
        ("dot", "554 5.7.1 looks like spam", OutboxRefused),
    ],
)
def test_a_mail_that_failed_before_it_was_taken_is_certainly_not_sent(
    stage: str, fault: str, error: type[OutboxError]
) -> None:
    with smtp_server(faults={stage: fault}) as server:
        with pytest.raises(OutboxError) as caught:
            outbox(server).send(mail())
        assert server.delivered == []
    assert type(caught.value) is error
    assert caught.value.transient is (error in (OutboxDeferred, OutboxUnreachable))
    assert caught.value.advice


def test_a_connection_lost_in_the_middle_of_the_content_means_not_sent() -> None:
    with smtp_server(faults={"body": DROP}) as server:
        with pytest.raises(OutboxUnreachable):
            outbox(server).send(mail(body=("x" * 70 + "\r\n") * 200_000))
        assert server.delivered == []


@pytest.mark.parametrize("fault", [DROP, SILENCE, "354 go on", "what?", "100 wait"])
def test_a_mail_whose_taking_was_not_answered_is_in_doubt(fault: str) -> None:
    with smtp_server(faults={"dot": fault}) as server:
        with pytest.raises(InDoubt) as caught:
            outbox(server, timeout=0.5).send(mail())
        assert server.connections == 1  # nothing is tried twice
    assert "look for it" in caught.value.advice


def test_a_silent_server_is_given_up_before_anything_is_sent() -> None:
    with smtp_server(faults={"greeting": SILENCE}) as server, pytest.raises(OutboxUnreachable):
        outbox(server, timeout=0.3).send(mail())


def test_no_server_at_all_is_said_with_host_and_port() -> None:
    with smtp_server() as server:
        gone = outbox(server)
    with pytest.raises(OutboxUnreachable, match=rf"127\.0\.0\.1:{server.port}: no connection"):
        gone.send(mail())


def test_what_a_server_says_about_people_stays_out_of_the_error() -> None:
    with (
        smtp_server(faults={"rcpt": "550 5.1.1 <mira@example.com> unknown"}) as server,
        pytest.raises(OutboxRefused) as caught,
    ):
        outbox(server).send(mail())
    assert str(caught.value) == f"127.0.0.1:{server.port} answered 550 5.1.1 to RCPT"


# ── TLS and login ───────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("security", ["tls", "starttls"])
def test_over_verified_tls_the_owner_logs_in_and_the_mail_arrives(trusted: Authority, security: str) -> None:
    with smtp_server(login=(USER, PASSWORD), **speaking(security, trusted.server())) as server:
        way = outbox(server, security=security, ca_file=str(trusted.ca_file))
        way.send(mail())
        assert [d.content for d in server.delivered] == [mail()]
        assert way.check() == f"127.0.0.1:{server.port} answered: TLSv1.3, logged in"


BAD_CERTIFICATES: Mapping[str, dict[str, Any]] = {
    "for another host": {"host": "mail.example.net"},
    "for another address": {"host": "127.0.0.2"},
    "out of date": {"age": timedelta(hours=2)},
    "not valid yet": {"age": timedelta(days=-60)},
    "signed by itself": {"signed_by_itself": True},
}


@pytest.mark.parametrize("security", ["tls", "starttls"])
@pytest.mark.parametrize("fault", BAD_CERTIFICATES)
def test_no_byte_of_the_credentials_goes_to_a_server_whose_certificate_is_bad(
    trusted: Authority, security: str, fault: str
) -> None:
    context = trusted.server(**BAD_CERTIFICATES[fault])
    with smtp_server(login=(USER, PASSWORD), **speaking(security, context)) as server:
        with pytest.raises(OutboxCertificateRefused, match="could not be verified"):
            outbox(server, security=security, ca_file=str(trusted.ca_file)).send(mail())
        assert b"AUTH" not in server.heard
        assert b"MAIL" not in server.heard


@pytest.mark.parametrize("security", ["tls", "starttls"])
def test_an_authority_that_nobody_named_is_not_trusted(trusted: Authority, security: str) -> None:
    with smtp_server(login=(USER, PASSWORD), **speaking(security, trusted.server())) as server:
        with pytest.raises(OutboxCertificateRefused):
            outbox(server, security=security).send(mail())
        assert b"AUTH" not in server.heard


def test_a_server_that_hides_starttls_gets_no_password() -> None:
    with smtp_server(login=(USER, PASSWORD)) as server:
        with pytest.raises(OutboxRefused, match="STARTTLS"):
            outbox(server, security="starttls").send(mail())
        assert b"AUTH" not in server.heard


def test_a_server_without_tls_where_tls_is_due_gets_no_password() -> None:
    with smtp_server(login=(USER, PASSWORD)) as server:
        with pytest.raises(OutboxUnreachable, match="no connection"):
            outbox(server, security="tls").send(mail())
        assert b"AUTH" not in server.heard


@pytest.mark.parametrize("host", ["mail.example.com", "192.0.2.1", "localhost.example.com"])
def test_a_connection_without_tls_may_only_lead_to_this_machine(host: str) -> None:
    with pytest.raises(ConfigurationError, match=host):
        outbox(SmtpServer(host=host))


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "::1"])
def test_this_machine_needs_no_tls(host: str) -> None:
    assert outbox(SmtpServer(host=host))


def test_a_wrong_password_is_refused_once_and_said_without_it() -> None:
    with smtp_server(login=(USER, PASSWORD)) as server:
        with pytest.raises(OutboxAuthenticationRefused) as caught:
            outbox(server, password=lambda: "wrong horse").send(mail())
        assert b"MAIL" not in server.heard
    assert "horse" not in f"{caught.value}{caught.value.advice}"
    assert "app password" in caught.value.advice


def test_a_login_the_server_puts_off_is_tried_again_later() -> None:
    with (
        smtp_server(login=(USER, PASSWORD), faults={"auth": "454 4.7.0 busy"}) as server,
        pytest.raises(OutboxDeferred),
    ):
        outbox(server).send(mail())


def test_a_server_that_offers_no_login_is_said_so() -> None:
    with smtp_server() as server, pytest.raises(OutboxRefused, match="AUTH"):
        outbox(server, password=lambda: PASSWORD).send(mail())


def test_a_server_whose_ways_to_log_in_are_all_unknown_is_said_so() -> None:
    with (
        smtp_server(login=(USER, PASSWORD), mechanisms=False) as server,
        pytest.raises(OutboxAuthenticationRefused, match="no way to log in"),
    ):
        outbox(server).send(mail())


def test_a_password_beyond_ascii_is_refused_before_connecting_and_never_shown() -> None:
    with smtp_server(login=(USER, PASSWORD)) as server:
        with pytest.raises(OutboxAuthenticationRefused) as caught:
            outbox(server, password=lambda: "pâté").send(mail())
        assert server.connections == 0
    assert "pâté" not in str(caught.value)


def test_the_password_is_asked_for_at_every_connection() -> None:
    asked = iter(["old", PASSWORD])
    with smtp_server(login=(USER, PASSWORD)) as server:
        way = outbox(server, password=lambda: next(asked))
        with pytest.raises(OutboxAuthenticationRefused):
            way.send(mail())
        way.send(mail())
        assert len(server.delivered) == 1


def test_a_ca_file_that_cannot_be_read_is_a_mistake_of_the_configuration(tmp_path: Path) -> None:
    empty = tmp_path / "empty.pem"
    empty.write_text("no certificate")
    for file in (empty, tmp_path / "missing.pem"):
        with pytest.raises(ConfigurationError, match=file.name):
            outbox(SmtpServer(port=1), security="tls", ca_file=str(file)).check()


def test_an_impossible_host_name_is_a_mistake_of_the_configuration() -> None:
    for host in ("a" * 70 + ".example", "", "smtp..example", "smtp\x00.example"):
        with pytest.raises(ConfigurationError, match="not a host name"):
            outbox(SmtpServer(host=host), security="tls")


# ── What yagmail must not do ────────────────────────────────────────────────────────────────


class NoKeyring:
    """A keyring that must not be asked."""

    def get_password(self, *_: str) -> str:
        pytest.fail("the keyring was asked")


def test_no_keyring_and_no_file_at_home_is_asked(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / ".yagmail").write_text("somebody@example.net")
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setattr("yagmail.password.keyring", NoKeyring())
    with smtp_server() as server:
        outbox(server, user="").send(mail())
    with smtp_server(login=(USER, "")) as strict:
        outbox(strict, password=lambda: "").send(mail())
    assert len(server.delivered + strict.delivered) == 2
    assert b"somebody" not in server.heard + strict.heard


def test_neither_host_nor_user_is_logged_or_printed(
    caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    with caplog.at_level(logging.DEBUG), smtp_server(login=(USER, PASSWORD)) as server:
        outbox(server).send(mail())
    ours = [r for r in caplog.records if not r.name.startswith(("mail.", "asyncio"))]  # the server's own
    assert ours == []
    assert capfd.readouterr() == ("", "")


def test_the_name_of_this_machine_is_not_told() -> None:
    with smtp_server() as server:
        outbox(server).send(mail())
    assert server.heard.lower().startswith(b"ehlo [127.0.0.1]\r\n")


def test_the_context_asks_for_a_certificate_and_a_name(trusted: Authority) -> None:
    context = outbox(SmtpServer(), ca_file=str(trusted.ca_file))._tls()
    assert context.verify_mode is ssl.CERT_REQUIRED
    assert context.check_hostname
