"""Nothing secret goes to a server that is not proven to be the one."""

from __future__ import annotations

import ssl
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.servers.certificates import Authority, authority
from tests.servers.smtp import SmtpServer, smtp_server
from tests.worker.sending import PASSWORD, USER, mail, outbox
from worker.ports import (
    ConfigurationError,
    OutboxAuthenticationRefused,
    OutboxCertificateRefused,
    OutboxDeferred,
    OutboxRefused,
    OutboxUnreachable,
)


def speaking(security: str, context: ssl.SSLContext) -> dict[str, Any]:
    """The server's side of a security setting."""
    return {security: context}


@pytest.fixture(scope="module")
def trusted(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return authority(tmp_path_factory.mktemp("authority"))


@pytest.mark.parametrize("security", ["tls", "starttls"])
def test_over_verified_tls_the_owner_logs_in_and_the_mail_arrives(trusted: Authority, security: str) -> None:
    with smtp_server(login=(USER, PASSWORD), **speaking(security, trusted.server())) as server:
        way = outbox(server, security=security, ca_file=str(trusted.ca_file))
        way.send(mail())
        assert [d.content for d in server.delivered] == [mail()]
        assert way.check() == f"127.0.0.1:{server.port} answered: TLSv1.3, logged in"


def test_a_user_name_that_is_no_address_is_said_as_it_is(trusted: Authority) -> None:
    with smtp_server(login=("mira", PASSWORD), tls=trusted.server()) as server:
        way = outbox(server, security="tls", ca_file=str(trusted.ca_file), user="mira")
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
        with pytest.raises(OutboxUnreachable, match="speaks no TLS"):
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


def test_a_login_in_a_language_nobody_knows_is_no_mail_sent() -> None:
    with (
        smtp_server(login=(USER, PASSWORD), faults={"auth": "334 abc"}) as server,
        pytest.raises(OutboxUnreachable, match="cannot be understood"),
    ):
        outbox(server).send(mail())


def test_a_server_that_offers_no_login_is_said_so_with_the_setting_that_leaves_it_out() -> None:
    with smtp_server() as server, pytest.raises(OutboxRefused, match="AUTH") as refused:
        outbox(server, password=lambda: PASSWORD).send(mail())
    assert "login = false" in refused.value.advice


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


def test_the_context_asks_for_a_certificate_and_a_name(trusted: Authority) -> None:
    context = outbox(SmtpServer(), ca_file=str(trusted.ca_file))._tls()
    assert context.verify_mode is ssl.CERT_REQUIRED
    assert context.check_hostname
