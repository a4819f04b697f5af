"""From an address to its servers: by what we know, else by DNS, which nobody signs."""

from __future__ import annotations

from pathlib import Path

import dns.resolver
import pytest

from tests.servers.names import Zone, name_server
from worker.discovery import Records, Server, propose, providers
from worker.discovery.records import machines_own
from worker.mailbox.folders import role_by_name
from worker.ports import FolderRole

ZONE: Zone = {
    ("_imaps._tcp.lindqvist.example", "SRV"): (
        "10 1 993 spare.lindqvist.example.",
        "0 1 9993 light.lindqvist.example.",
        "0 5 9993 IMAP.lindqvist.example.",
    ),
    ("_submissions._tcp.lindqvist.example", "SRV"): ("0 1 465 smtp.lindqvist.example.",),
    ("_imaps._tcp.old.example", "SRV"): ("0 0 0 .",),
    ("_imap._tcp.old.example", "SRV"): ("0 1 143 mail.old.example.",),
    ("_submission._tcp.old.example", "SRV"): ("0 1 587 mail.old.example.",),
    ("_imaps._tcp.hosted.example", "SRV"): ("0 1 993 imap.fastmail.com.",),
    ("_submissions._tcp.hosted.example", "SRV"): ("0 1 465 smtp.fastmail.com.",),
    ("_imaps._tcp.elsewhere.example", "SRV"): ("0 1 993 imap.stranger.test.",),
    ("harbour.example", "MX"): ("20 alt1.aspmx.l.google.com.", "10 aspmx.l.google.com."),
    ("nordvik.example", "MX"): ("0 nordvik-example.mail.protection.outlook.com.",),
    ("own.example", "MX"): ("0 mx.own.example.",),
}


class NoDns:
    """Asking it is an error: known domains need no DNS."""

    def server(self, service: str, domain: str, *, security: str) -> Server | None:
        raise AssertionError(service)

    def mail_hosts(self, domain: str) -> tuple[str, ...]:
        raise AssertionError(domain)


@pytest.mark.parametrize(
    ("address", "name", "imap", "smtp", "way"),
    [
        ("me@gmail.com", "Gmail", "imap.gmail.com:993 (tls)", "smtp.gmail.com:465 (tls)", "password"),
        (
            "me@Hotmail.com",
            "Outlook.com",
            "outlook.office365.com:993 (tls)",
            "smtp-mail.outlook.com:587",
            "microsoft",
        ),
        (
            "me@contoso.onmicrosoft.com",
            "Microsoft 365",
            "outlook.office365.com",
            "smtp.office365.com:587 (starttls)",
            "microsoft",
        ),
        ("me@me.com", "iCloud", "imap.mail.me.com:993 (tls)", "smtp.mail.me.com:587 (starttls)", "password"),
        ("me@fastmail.com", "Fastmail", "imap.fastmail.com:993", "smtp.fastmail.com:465", "password"),
        ("me@yahoo.co.uk", "Yahoo", "imap.mail.yahoo.com:993", "smtp.mail.yahoo.com:465", "password"),
        ("me@gmx.de", "GMX", "imap.gmx.net:993", "mail.gmx.net:465", "password"),
        ("me@gmx.com", "GMX", "imap.gmx.com:993", "mail.gmx.com:465", "password"),
        ("me@web.de", "WEB.DE", "imap.web.de:993", "smtp.web.de:465", "password"),
        (
            "me@pm.me",
            "Proton Mail, by its Bridge",
            "127.0.0.1:1143 (starttls)",
            "127.0.0.1:1025 (starttls)",
            "password",
        ),
    ],
)
def test_a_provider_we_know_is_known_by_the_address_alone(
    address: str, name: str, imap: str, smtp: str, way: str
) -> None:
    found = propose(address, NoDns())
    assert found is not None
    assert found.provider is not None
    assert (found.provider.name, found.provider.ways[0], found.sure) == (name, way, True)
    assert str(found.imap).startswith(imap)
    assert str(found.smtp).startswith(smtp)


@pytest.mark.parametrize("provider", providers(), ids=lambda provider: provider.imap.host)
def test_what_we_know_of_a_provider_is_whole(provider: object) -> None:
    from worker.discovery import Provider

    assert isinstance(provider, Provider)
    assert provider.advice.strip() == provider.advice != ""
    assert set(provider.ways) <= {"password", "microsoft", "google"} != set()
    assert role_by_name(provider.sent, "/") is FolderRole.SENT
    assert all("." in domain and domain == domain.lower() for domain in (*provider.domains, *provider.mx))


def test_no_two_providers_claim_a_domain() -> None:
    domains = [domain for provider in providers() for domain in provider.domains]
    assert len(domains) == len(set(domains))


@pytest.mark.parametrize(
    ("address", "imap", "smtp", "name", "sure"),
    [
        (
            "mara@lindqvist.example",
            "imap.lindqvist.example:9993 (tls)",
            "smtp.lindqvist.example:465 (tls)",
            "",
            True,
        ),
        ("mara@old.example", "mail.old.example:143 (starttls)", "mail.old.example:587 (starttls)", "", True),
        (
            "mara@hosted.example",
            "imap.fastmail.com:993 (tls)",
            "smtp.fastmail.com:465 (tls)",
            "Fastmail",
            True,
        ),
        ("mara@elsewhere.example", "imap.stranger.test:993 (tls)", "None", "", False),
        ("mara@harbour.example", "imap.gmail.com:993 (tls)", "smtp.gmail.com:465 (tls)", "Gmail", True),
        (
            "mara@nordvik.example",
            "outlook.office365.com:993 (tls)",
            "smtp.office365.com:587 (starttls)",
            "Microsoft 365",
            True,
        ),
    ],
)
def test_dns_says_where_the_mail_of_a_domain_is(
    address: str, imap: str, smtp: str, name: str, sure: bool
) -> None:
    with name_server(ZONE) as resolver:
        found = propose(address, Records(resolver))
    assert found is not None
    assert (str(found.imap), str(found.smtp), found.sure) == (imap, smtp, sure)
    assert (found.provider.name if found.provider else "") == name


@pytest.mark.parametrize(
    "address", ["me@own.example", "me@nobody.example", "me@" + "a" * 64 + ".example", "me@", "me@ü..example"]
)
def test_a_domain_that_says_nothing_is_asked_of_the_owner(address: str) -> None:
    with name_server(ZONE) as resolver:
        assert propose(address, Records(resolver)) is None


def test_a_machine_without_a_name_server_asks_nobody(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def none_here(*_: object, configure: bool = True, **__: object) -> None:
        if configure:
            raise dns.resolver.NoResolverConfiguration

    monkeypatch.setattr(dns.resolver.Resolver, "__init__", none_here)
    assert machines_own() is not None


def test_a_name_server_that_is_silent_is_waited_for_a_moment_only(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("worker.discovery.records._PATIENCE", 0.2)
    resolver = dns.resolver.Resolver(configure=False)
    resolver.nameservers, resolver.port = ["127.0.0.1"], 9
    assert propose("me@lindqvist.example", Records(resolver)) is None
