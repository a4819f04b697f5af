"""A way out that takes tokens: said over TLS alone, by what the server offers, and renewed when refused."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import pytest

from tests.servers.certificates import Authority, authority
from tests.servers.smtp import SmtpServer, smtp_server
from tests.worker.sending import PASSWORD, USER, mail, outbox
from worker.outbox import SmtpOutbox
from worker.ports import ConfigurationError, OutboxAuthenticationRefused, OutboxDeferred, Token

GOOD: Mapping[str, str] = {"access-1": USER}


@pytest.fixture(scope="module")
def trusted(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return authority(tmp_path_factory.mktemp("authority"))


@pytest.fixture
def server(trusted: Authority) -> Iterator[SmtpServer]:
    with smtp_server(tokens=GOOD, tls=trusted.server()) as running:
        yield running


def way(server: SmtpServer, trusted: Authority, **options: Any) -> SmtpOutbox:
    said: dict[str, Any] = {"password": lambda: Token("access-1"), "security": "tls"}
    return outbox(server, ca_file=str(trusted.ca_file), **(said | options))


@pytest.mark.parametrize("mechanism", ["XOAUTH2", "OAUTHBEARER"])
def test_a_mail_is_sent_with_a_token_by_the_way_the_server_knows(
    server: SmtpServer, trusted: Authority, mechanism: str
) -> None:
    server.token_mechanisms = (mechanism,)
    way(server, trusted).send(mail())
    assert len(server.delivered) == 1
    assert f"AUTH {mechanism}\r\n".encode() in server.heard


def test_after_starttls_too(trusted: Authority) -> None:
    with smtp_server(tokens=GOOD, starttls=trusted.server()) as server:
        said = way(server, trusted, security="starttls").check()
    assert said.endswith("TLSv1.3, logged in")


def test_of_two_ways_the_standard_is_taken(server: SmtpServer, trusted: Authority) -> None:
    way(server, trusted).check()
    assert b"AUTH OAUTHBEARER\r\n" in server.heard


@pytest.mark.parametrize("mechanism", ["XOAUTH2", "OAUTHBEARER"])
def test_a_refused_token_is_told_to_whoever_gave_it_and_shown_nowhere(
    server: SmtpServer, trusted: Authority, mechanism: str
) -> None:
    server.token_mechanisms, refused = (mechanism,), []
    old = Token("access-0", lambda: refused.append("access-0"))
    with pytest.raises(OutboxAuthenticationRefused, match="refused the token") as caught:
        way(server, trusted, password=lambda: old).send(mail())
    assert refused == ["access-0"]
    assert "access-0" not in f"{caught.value}{caught.value.advice}"
    assert b"MAIL" not in server.heard


def test_a_login_the_server_puts_off_says_nothing_of_the_token(trusted: Authority) -> None:
    refused: list[str] = []
    token = Token("access-0", lambda: refused.append("access-0"))
    faults = {"auth": "454 4.7.0 busy"}
    with (
        smtp_server(tokens=GOOD, tls=trusted.server(), faults=faults) as server,
        pytest.raises(OutboxDeferred),
    ):
        way(server, trusted, password=lambda: token).send(mail())
    assert refused == []


def test_a_server_that_takes_no_tokens_gets_none(trusted: Authority) -> None:
    with smtp_server(login=(USER, PASSWORD), tls=trusted.server()) as server:
        with pytest.raises(OutboxAuthenticationRefused, match="takes no tokens"):
            way(server, trusted).check()
        assert b"AUTH" not in server.heard


def test_a_token_never_goes_in_the_clear_not_even_on_this_machine() -> None:
    with smtp_server(tokens=GOOD) as server:
        with pytest.raises(ConfigurationError, match="over TLS only"):
            outbox(server, password=lambda: Token("access-1")).send(mail())
        assert server.connections == 0
