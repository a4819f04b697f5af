"""Who stands on a message, seen from the owner."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from rules.model import Address, Header, Owner
from rules.sentences import fold
from rules.who.addresses import canonical, company_of


@dataclass(frozen=True, slots=True)
class Parties:
    """Who stands on a message: `others` are recipients who are neither the owner nor the sender."""

    sender: Address
    from_me: bool
    others: tuple[Address, ...]
    direct: tuple[Address, ...]  # those of the others on To
    me: tuple[Address, ...]  # the owner, under every name seen

    @property
    def pair(self) -> tuple[Address, ...]:
        """Those whom a two-sided introduction would bring together."""
        return self.others if self.from_me else (*self.me[:1], *self.others)

    @property
    def everybody(self) -> tuple[Address, ...]:
        """Whoever is on the mail."""
        return (self.sender, *self.others, *self.me)


def parties(header: Header, owner: Owner, *, sender: Address | None = None) -> Parties:
    """The parties of a message, or of words another `sender` wrote that it quotes; an address counts once."""
    writer = sender or header.sender
    on_it = (header.sender, *header.to, *header.cc)
    boxes = _boxes(owner.addresses)
    mine = [a for a in (*on_it, *header.bcc, writer) if canonical(a.email) in boxes]
    own = {a.email for a in mine}
    me = tuple(dict.fromkeys([*([Address("", owner.name)] if owner.name else []), *mine]))
    others = {a.email: a for a in reversed(on_it) if a.email not in own and a.email != writer.email}
    ordered = tuple(others[email] for email in sorted(others))
    direct = {a.email for a in header.to}
    return Parties(
        sender=writer,
        from_me=writer.email in own,
        others=ordered,
        direct=tuple(a for a in ordered if a.email in direct),
        me=me or tuple(Address(email) for email in sorted(owner.addresses)[:1]),
    )


@lru_cache(maxsize=64)
def _boxes(addresses: frozenset[str]) -> frozenset[str]:
    """The mailboxes that some addresses reach."""
    return frozenset(map(canonical, addresses))


@lru_cache(maxsize=16384)
def house(email: str) -> str:
    """The company an address speaks for, folded; "" for free mail."""
    return fold(company_of(email))
