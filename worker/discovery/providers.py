"""The providers of mail that we know: where their servers are, and what opens a mailbox there."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Literal

Security = Literal["tls", "starttls"]
Way = Literal["password", "microsoft", "google"]

LOOPBACK = "127.0.0.1"  # where Proton's Bridge listens, beside whatever else runs there
_IMPLICIT_TLS = frozenset({993, 465})  # RFC 8314


@dataclass(frozen=True, slots=True)
class Server:
    """Where a server listens."""

    host: str
    port: int
    security: Security

    def __str__(self) -> str:
        return f"{self.host}:{self.port} ({self.security})"


@dataclass(frozen=True, slots=True)
class Provider:
    """One table of providers.toml, where each setting is explained."""

    name: str
    domains: tuple[str, ...]
    mx: tuple[str, ...]
    imap: Server
    smtp: Server
    ways: tuple[Way, ...]
    advice: str
    sent: str
    connections: int | None = None
    megabytes_a_day: int | None = None


@cache
def providers() -> tuple[Provider, ...]:
    """All of them, in the order of the file."""
    tables = tomllib.loads((files("worker.discovery") / "providers.toml").read_text("utf-8"))
    return tuple(_provider(table) for table in tables.values())


def _provider(table: Mapping[str, Any]) -> Provider:
    lists = {name: tuple(table[name]) for name in ("domains", "mx", "ways")}
    servers = {name: _server(table[name]) for name in ("imap", "smtp")}
    return Provider(**{**table, **lists, **servers})


def _server(text: str) -> Server:
    host, _, port = text.rpartition(":")
    return Server(host, int(port), "tls" if int(port) in _IMPLICIT_TLS else "starttls")


def by_domain(domain: str) -> Provider | None:
    """Whose addresses end so; an organisation's own domain below one (contoso.onmicrosoft.com) counts."""
    return next((one for one in providers() if any(_within(domain, own) for own in one.domains)), None)


def by_host(host: str) -> Provider | None:
    """Whose server it is; this machine's own may be anybody's."""
    if host == LOOPBACK:
        return None
    return next((one for one in providers() if host.lower() in (one.imap.host, one.smtp.host)), None)


def by_mx(hosts: tuple[str, ...]) -> Provider | None:
    """Who takes in the mail of a hosted domain."""
    return next((one for host in hosts for one in providers() if any(_within(host, e) for e in one.mx)), None)


def _within(name: str, domain: str) -> bool:
    return name == domain or name.endswith(f".{domain}")
