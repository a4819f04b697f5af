"""What a message can open: a matter of some kind, and who is what in it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from rules.cases.arrival import Arrival
from rules.cases.naming import company_in
from rules.matter import Role, Who
from rules.model import Kind, Signal, Why
from rules.who.addresses import company_of

SURE = 0.55  # how sure we must be that a case begins
VERY_SURE = 0.7  # … with a stranger, or with a promise nobody had asked for
CERTAIN = 0.8  # … with nothing but a first name, or with a colleague
CROWD = 6  # a mail to more people introduces nobody in particular


@dataclass(frozen=True, slots=True)
class Opening:
    """A matter that a message would open, or carry on where it is open already."""

    kind: Kind
    roles: Mapping[Role, Who]
    signal: Signal
    form: str = ""
    organisation: str = ""


Opener = Callable[[Arrival, Signal], Iterator[Opening | Why]]
"""What one act of a message opens, or why it opens nothing."""


def opening(kind: Kind, mail: Arrival, signal: Signal, form: str = "", **who: Who | None) -> Opening:
    """The opening with everybody who is known, by the names of their roles."""
    roles = {Role(name): held for name, held in who.items() if held is not None}
    people = tuple(who for role, who in roles.items() if role is not Role.TARGET or "@" in who.label)
    company = company_in(signal, mail, but=people)
    return Opening(kind, roles, signal, form, company)


def of_one_house(one: Who, other: Who, mail: Arrival) -> bool:
    """Two of one company: a hand-over inside it; also two colleagues of mine (section 4)."""
    if mail.circle.is_colleague(one) and mail.circle.is_colleague(other):
        return True
    company = company_of(one.label) if "@" in one.label else ""
    return bool(company) and "@" in other.label and company_of(other.label) == company


def is_house_work(mail: Arrival, asks: Who, target: Who | None) -> bool:
    """Colleagues who ask one another who does what, and outsiders who ask for somebody in my house."""
    if target and mail.circle.is_own_company(target.label):
        return True
    inside = target is None or mail.circle.is_colleague(target)
    return inside and mail.circle.is_colleague(asks)
