"""Which messages belong to a matter: by its thread, or by its people within the window (rule 1)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import timedelta

from rules.addresses import company_of
from rules.cases.gathering import BY_ME, FOR_ME, Circle, Gathering, naming_words, said_in
from rules.cases.opening import Opening
from rules.matter import Role, Who
from rules.mentions import short_of
from rules.model import Act, Kind, Reading, Signal

_STILL_NEW = timedelta(days=30)  # so long, mail with somebody met through a matter is about it
VISIBLY_THE_ANSWER = frozenset({Act.REPORTS_OUTCOME, Act.DECLINES, Act.RESCHEDULES, Act.CONFIRMS_MEETING})


def joins(
    g: Gathering,
    reading: Reading,
    *,
    thread: str,
    circle: Circle,
    rivals: Iterable[Gathering],
    window: timedelta,
) -> bool:
    """Whether a message belongs to a matter that is older than it."""
    on_it = {w.person for w in _everybody(reading, circle)}
    if thread in g.threads:
        return bool(on_it & g.persons()) and not _is_rivals(g, on_it, rivals)
    if not timedelta(0) <= reading.header.date - g.last <= window or len(on_it) > 4:
        return False
    if on_it & g.persons():
        return _speaks(g, reading, on_it, circle)
    return _is_known_under_another_address(g, reading, circle) or _is_the_company(g, reading, circle)


def _everybody(reading: Reading, circle: Circle) -> tuple[Who, ...]:
    header = reading.header
    return circle.others((header.sender, *header.to, *header.cc, *header.bcc))


def _is_rivals(g: Gathering, on_it: set[str], rivals: Iterable[Gathering]) -> bool:
    """Whether the mail is with the target of another case of the same thread, and not with this one's."""
    mine = g.roles.get(Role.TARGET)
    if mine is None or mine.person in on_it:
        return False
    return any(r is not g and (t := r.roles.get(Role.TARGET)) and t.person in on_it for r in rivals)


def _speaks(g: Gathering, reading: Reading, on_it: set[str], circle: Circle) -> bool:
    """In another thread, mail counts when it speaks of the matter, or is with somebody just met through it."""
    if len(on_it) == 1 and on_it & g.strangers and reading.header.date - g.last <= _STILL_NEW:
        return True
    writer = (
        None if circle.is_me(reading.header.sender) else g.role_of(circle.who(reading.header.sender).person)
    )
    partner = writer or next((role for p in on_it if (role := g.role_of(p))), None)
    said = said_in(reading)
    return g.spoken_of(said, by=partner) or (
        g.opening is Kind.FAVOUR and bool(VISIBLY_THE_ANSWER & {s.act for s in reading.signals})
    )


def _is_known_under_another_address(g: Gathering, reading: Reading, circle: Circle) -> bool:
    """A stranger with the first name of somebody of the matter, who speaks of the others in it (rule 14)."""
    sender = circle.who(reading.header.sender)
    if circle.is_me(reading.header.sender) or circle.met_before(sender.person):
        return False
    first = (sender.name.split() or [""])[0].casefold()
    return any(
        first and who.name.casefold().split()[:1] == [first] and g.spoken_of(said_in(reading), by=role)
        for role, who in g.roles.items()
    )


def _is_the_company(g: Gathering, reading: Reading, circle: Circle) -> bool:
    """The target's organisation writes what came of it, by another hand (an offer, a rejection)."""
    target = g.roles.get(Role.TARGET)
    company = company_of(target.label) if target and "@" in target.label else g.organisation
    writes = company_of(reading.header.sender.email)
    outcome = any(s.act is Act.REPORTS_OUTCOME and s.form == "outcome" for s in reading.signals)
    return bool(company) and company == writes and outcome and company not in _own_companies(circle)


def _own_companies(circle: Circle) -> set[str]:
    """The owner's organisations: among colleagues, a company says nothing."""
    return {company_of(a) for a in circle.owner.addresses} - {""}


def role_of_sender(g: Gathering, reading: Reading, circle: Circle, *, in_thread: bool) -> Role:
    """What the sender is in the matter; an assistant or colleague of the target writes for them (rule 14)."""
    if circle.is_me(reading.header.sender):
        return Role.ME
    sender = circle.who(reading.header.sender)
    role = g.role_of(sender.person)
    if role:
        return role
    if _is_known_under_another_address(g, reading, circle):
        first = sender.name.casefold().split()[:1]
        return next(r for r, w in g.roles.items() if w.name.casefold().split()[:1] == first)
    target, introducer = g.roles.get(Role.TARGET), g.roles.get(Role.INTRODUCER)
    company = company_of(sender.label)
    same = target and "@" in target.label and company and company_of(target.label) == company
    same = same and in_thread and company not in _own_companies(circle)
    outcome = target and _is_the_company(g, reading, circle)
    if (same or outcome) and not (introducer and company_of(introducer.label) == company):
        return Role.TARGET
    return Role.BYSTANDER


def carries_on(g: Gathering, opening: Opening, *, same_thread: bool) -> bool:
    """Whether what a message opens is the next step of a matter that is open already (section 8)."""
    if opening.kind in FOR_ME and g.opening in FOR_ME:
        return _same(g, opening, Role.INTRODUCER) and (same_thread or _same_target(g, opening))
    if opening.kind in BY_ME and g.opening in BY_ME:
        by_requester = _same(g, opening, Role.REQUESTER) or _alike(g, opening, Role.REQUESTER)
        crossed = _crossed(g, opening)
        return ((by_requester or crossed) and (same_thread or _same_target(g, opening))) or crossed
    if opening.kind is Kind.FAVOUR and g.opening is Kind.FAVOUR:
        return same_thread or _same(g, opening, Role.HELPER) or _same(g, opening, Role.REQUESTER)
    return opening.kind is g.opening and same_thread and _same(g, opening, Role.TARGET)


def _same(g: Gathering, opening: Opening, role: Role) -> bool:
    held, new = g.roles.get(role), opening.roles.get(role)
    return held is not None and new is not None and held.person == new.person


def _alike(g: Gathering, opening: Opening, role: Role) -> bool:
    """Whether two names can mean one: a word of one is a word, or a short form of a word, of the other."""
    held, new = g.roles.get(role), opening.roles.get(role)
    if held is None or new is None:
        return False
    one, other = naming_words(held), naming_words(new)
    return any(short_of(a, b) or short_of(b, a) for a in one for b in other)


def _same_target(g: Gathering, opening: Opening) -> bool:
    """The same target; or one of them is not known yet, or is only a company."""
    held, new = g.roles.get(Role.TARGET), opening.roles.get(Role.TARGET)
    if held is None or new is None or _same(g, opening, Role.TARGET):
        return True
    only_a_name = "@" not in held.label or "@" not in new.label
    return only_a_name and (_alike(g, opening, Role.TARGET) or "@" not in held.label)


def _crossed(g: Gathering, opening: Opening) -> bool:
    """The same two people, whoever of them was taken for the target."""
    held = {w.person for r, w in g.roles.items() if r in (Role.TARGET, Role.REQUESTER)}
    new = {w.person for r, w in opening.roles.items() if r in (Role.TARGET, Role.REQUESTER)}
    return len(held & new) == 2


def adopt(g: Gathering, opening: Opening, signals: Mapping[Act, Signal]) -> None:
    """Take over what a later step knows better: an address where there was a name."""
    for role, who in opening.roles.items():
        held = g.roles.get(role)
        if held is None or ("@" not in held.label and "@" in who.label):
            g.roles[role] = who
    if Act.INTRODUCES in signals:
        g.form = opening.form or g.form
