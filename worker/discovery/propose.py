"""From an address to its servers: a provider we know, else what DNS says, else nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from worker.discovery.providers import Provider, Security, Server, by_domain, by_host, by_mx

# RFC 6186 section 3, RFC 8314 section 5.1: TLS from the first byte before STARTTLS.
_IMAP: Mapping[str, Security] = {"_imaps._tcp": "tls", "_imap._tcp": "starttls"}
_SMTP: Mapping[str, Security] = {"_submissions._tcp": "tls", "_submission._tcp": "starttls"}


class Dns(Protocol):
    """What is asked of DNS."""

    def server(self, service: str, domain: str, *, security: Security) -> Server | None: ...

    def mail_hosts(self, domain: str) -> tuple[str, ...]: ...


@dataclass(frozen=True, slots=True)
class Proposal:
    """Where the mailbox of an address most likely is, and how we know.

    `sure` is False where only DNS says so, of a host elsewhere: nobody signs such an answer, so a person
    has to look at it (RFC 6186 section 6).
    """

    imap: Server
    smtp: Server | None
    provider: Provider | None
    why: str
    sure: bool = True


def propose(address: str, dns: Dns) -> Proposal | None:
    """The servers of an address; DNS is asked only about domains that we do not know."""
    domain = address.rpartition("@")[2].lower()
    if provider := by_domain(domain):
        return _of(provider, f"{domain} belongs to {provider.name}")
    if found := _by_service(domain, dns):
        return found
    provider = by_mx(dns.mail_hosts(domain))
    return _of(provider, f"the mail of {domain} goes to {provider.name}") if provider else None


def _of(provider: Provider, why: str) -> Proposal:
    return Proposal(provider.imap, provider.smtp, provider, why)


def _by_service(domain: str, dns: Dns) -> Proposal | None:
    imap, smtp = (_first(services, domain, dns) for services in (_IMAP, _SMTP))
    if imap is None:
        return None
    provider = by_host(imap.host)
    hosts = [server.host for server in (imap, smtp) if server]
    sure = provider is not None or all(host.endswith(f".{domain}") or host == domain for host in hosts)
    return Proposal(imap, smtp, provider, f"DNS names them for {domain}", sure)


def _first(services: Mapping[str, Security], domain: str, dns: Dns) -> Server | None:
    asked = (dns.server(name, domain, security=security) for name, security in services.items())
    return next((found for found in asked if found), None)
