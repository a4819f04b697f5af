"""Whether what a message opens is the next step of a matter that is open already (DOMAIN.md section 8)."""

from __future__ import annotations

from rules.cases.gathering import Gathering
from rules.cases.naming import are_alike, is_vague
from rules.cases.opening import Opening
from rules.matter import Role
from rules.model import Kind
from rules.who.names import fold

FOR_ME = frozenset({Kind.ASKED_BY_ME, Kind.PROMISED_TO_ME, Kind.MADE_FOR_ME})
BY_ME = frozenset({Kind.ASKED_OF_ME, Kind.MADE_BY_ME})


def is_for_me(g: Gathering) -> bool:
    """Whether I am the one to be introduced: K1 to K3, and K5 where I am asked to be."""
    return g.opening in FOR_ME or g.form == "of_me"


def carries_on(g: Gathering, opening: Opening, *, same_thread: bool) -> bool:
    """One case moves from asked to promised to made; the introducer, or the requester, ties its steps."""
    if opening.kind in FOR_ME and is_for_me(g):
        return _same(g, opening, Role.INTRODUCER) and _may_meet(g, opening, same_thread=same_thread)
    if opening.kind in BY_ME and not is_for_me(g) and g.opening in BY_ME:
        held, new = g.roles[Role.REQUESTER], opening.roles[Role.REQUESTER]
        by_requester = held.person == new.person or are_alike(held, new)
        return _same_two(g, opening) or (by_requester and _may_meet(g, opening, same_thread=same_thread))
    if opening.kind is Kind.FAVOUR and g.opening is Kind.FAVOUR:
        return same_thread or _same(g, opening, Role.HELPER) or _same(g, opening, Role.REQUESTER)
    return opening.kind is g.opening and same_thread and _same(g, opening, Role.TARGET)


def is_in_passing(opening: Opening, g: Gathering) -> bool:
    """Whether it only adds to a matter its mail belongs to: a promise is its duty, a good word a help in it.

    A favour that names neither its people nor its company is one of its own, with thanks of its own.
    """
    if opening.kind is not Kind.FAVOUR or g.opening is Kind.FAVOUR:
        return opening.kind in (Kind.MY_PROMISE, Kind.FAVOUR)
    named = frozenset(word for name in opening.signal.names for word in fold(name).split())
    partner = next(who.person for who in opening.roles.values() if who.person != "me")
    return not named or g.spoken_of(named, but=g.role_of(partner))


def adopt(g: Gathering, opening: Opening) -> None:
    """Take over what a later step knows better: an address where there was a name, or nobody."""
    if g.sought is Role.REQUESTER and opening.kind in FOR_ME:
        g.roles[Role.TARGET] = g.roles.pop(Role.REQUESTER)  # I was asked, and now they are the one to meet
    for role, who in opening.roles.items():
        held = g.roles.get(role)
        if held is None or ("@" not in held.label and "@" in who.label):
            g.roles[role] = who
    g.organisation = g.organisation or opening.organisation


def _same(g: Gathering, opening: Opening, role: Role) -> bool:
    held, new = g.roles.get(role), opening.roles.get(role)
    return held is not None and new is not None and held.person == new.person


def _may_meet(g: Gathering, opening: Opening, *, same_thread: bool) -> bool:
    """Whether the same person is to be met: so named, or not yet known, or just "her" in the same thread."""
    held, new = g.roles.get(g.sought), opening.roles.get(Role.TARGET)
    if held is None or new is None or held.person == new.person:
        return True
    if "@" in held.label and "@" in new.label:
        return False
    return same_thread or are_alike(held, new) or is_vague(held)


def _same_two(g: Gathering, opening: Opening) -> bool:
    """The same two people, whoever of them was taken for the target."""
    pair = (Role.TARGET, Role.REQUESTER)
    held = {g.roles[role].person for role in pair if role in g.roles}
    new = {opening.roles[role].person for role in pair if role in opening.roles}
    return len(held & new) == 2
