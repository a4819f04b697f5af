"""What DNS says of a domain's mail: SRV (RFC 6186, RFC 8314) and MX. The one door to dnspython.

A name server that is away, slow or wrong is no error here: then DNS says nothing. dnspython takes a tenth of
a second to import, and is imported when a question is asked: a provider's limits alone are had at once.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from worker.discovery.providers import Security, Server

if TYPE_CHECKING:
    import dns.resolver

_PATIENCE = 3.0  # seconds for each question


def machines_own() -> dns.resolver.Resolver:
    """The resolver that this machine uses, or one that knows no name server where it has none."""
    import dns.exception
    import dns.resolver

    try:
        return dns.resolver.Resolver()
    except dns.exception.DNSException:
        return dns.resolver.Resolver(configure=False)


@dataclass(frozen=True, slots=True)
class Records:
    """Asks a resolver."""

    resolver: dns.resolver.Resolver = field(default_factory=machines_own)

    def server(self, service: str, domain: str, *, security: Security) -> Server | None:
        """The first choice for a service such as "_imaps._tcp": lowest priority, then highest weight.

        A target of "." says that there is none (RFC 6186 section 3.4).
        """
        found = sorted(self._ask(f"{service}.{domain}", "SRV"), key=lambda one: (one.priority, -one.weight))
        host = _name(found[0].target) if found else ""
        return Server(host, int(found[0].port), security) if host else None

    def mail_hosts(self, domain: str) -> tuple[str, ...]:
        """Who takes in its mail, the preferred first."""
        found = sorted(self._ask(domain, "MX"), key=lambda one: int(one.preference))
        return tuple(_name(one.exchange) for one in found)

    def _ask(self, name: str, kind: str) -> list[Any]:
        import dns.exception

        try:
            return list(self.resolver.resolve(name, kind, lifetime=_PATIENCE))
        except (dns.exception.DNSException, OSError, ValueError):  # a name no DNS could carry is a ValueError
            return []


def _name(target: Any) -> str:
    return str(target.to_text(omit_final_dot=True)).lower().rstrip(".")
