"""Which messages belong to a matter, by thread or by person, and who wrote them (DOMAIN.md rules 1, 14)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from rules.cases.arrival import Arrival
from rules.cases.carrying_on import is_for_me
from rules.cases.gathering import Gathering
from rules.cases.naming import first_name, is_called
from rules.matter import Role, Who
from rules.model import Act, Kind
from rules.who.addresses import company_of
from rules.who.names import fold

CROWDED = 4  # mail to more people in another thread is not about the matter
STILL_NEW = timedelta(days=30)  # so long, mail with somebody met through a matter is about it
VISIBLY_THE_ANSWER = frozenset({Act.REPORTS_OUTCOME, Act.DECLINES})


def belongs(g: Gathering, mail: Arrival, *, rivals: Iterable[Gathering]) -> bool:
    """Whether a message belongs to a matter that is older than it; `rivals` hold its thread as well."""
    if mail.failed:
        return any(g.role_of(who.person) for who in mail.unreachable)
    shared = g.is_on(mail.persons)
    if mail.thread in g.threads:
        theirs = shared or turns_out_to_be(g, mail) is not None
        return theirs and not _is_a_rivals(g, mail, rivals)
    if len(mail.persons) > CROWDED:
        return False
    if shared:
        return speaks_of(g, mail)
    known = under_another_address(g, mail) or turns_out_to_be(g, mail)
    return known is not None or _is_the_company(g, mail)


def speaks_of(g: Gathering, mail: Arrival) -> bool:
    """Mail in another thread counts where it names the matter, or is visibly its answer (rule 1).

    Where I am asked to introduce somebody, mail with the target alone is of it only where it names them:
    neither that I write to the target nor their company's name shows that I asked for anybody (K5).
    """
    if is_without_the_requester(g, mail):
        return g.names(Role.REQUESTER, mail.said)
    if mail.header.date - g.last <= STILL_NEW and _is_only_with_the_newly_met(g, mail):
        return True
    partner = g.role_of(mail.sender.person) or next(
        (role for person in sorted(mail.persons) if (role := g.role_of(person))), None
    )
    if g.spoken_of(mail.said, but=partner):
        return True
    return g.opening is Kind.FAVOUR and not VISIBLY_THE_ANSWER.isdisjoint(mail.signals)


def speaks_of_it_here(g: Gathering, mail: Arrival) -> bool:
    """Mail in its thread speaks of it; to the target alone, where it asks or names the requester (K5)."""
    asks = mail.reading.questions > 0 or any(s.act is Act.OPT_IN_QUESTION for s in mail.reading.signals)
    return asks or not is_without_the_requester(g, mail) or speaks_of(g, mail)


def _is_only_with_the_newly_met(g: Gathering, mail: Arrival) -> bool:
    """Mail with somebody met through it and nobody else, but for the target's assistant (rule 14)."""
    if mail.persons.isdisjoint(g.newly_met):
        return False
    if len(mail.persons) == 1:
        return True
    others = [who for who in mail.everybody if who.person not in g.newly_met]
    return _has_the_target(g, mail) and all(_is_from_the_targets_house(g, who, mail) for who in others)


def _has_the_target(g: Gathering, mail: Arrival) -> bool:
    target = g.roles.get(Role.TARGET)
    return target is not None and target.person in mail.persons


def is_without_the_requester(g: Gathering, mail: Arrival) -> bool:
    """Whether I am still asked to introduce somebody to the target, who is on it while the other is not."""
    if g.opening is not Kind.ASKED_OF_ME or is_for_me(g) or g.is_made_by_me():
        return False
    roles = {g.role_of(person) for person in mail.persons}
    return Role.TARGET in roles and Role.REQUESTER not in roles


def role_of_sender(g: Gathering, mail: Arrival) -> Role:
    """What the writer is in the matter; an assistant or colleague of the target writes for them (rule 14)."""
    if mail.by_me:
        return Role.ME
    role = g.role_of(mail.sender.person) or under_another_address(g, mail)
    if role:
        return role
    beside = mail.thread in g.threads or _has_the_target(g, mail)
    for_target = beside and _is_from_the_targets_house(g, mail.sender, mail)
    return Role.TARGET if for_target or _is_the_company(g, mail) else Role.BYSTANDER


def under_another_address(g: Gathering, mail: Arrival) -> Role | None:
    """Whose second address it is: a stranger's, with their first name, who speaks of the others (rule 14)."""
    called = first_name(mail.sender)
    if mail.by_me or not called or mail.circle.has_met(mail.sender):
        return None
    same = [role for role, who in g.roles.items() if who.person != "me" and first_name(who) == called]
    return next((role for role in same if g.spoken_of(mail.said, but=role)), None)


def turns_out_to_be(g: Gathering, mail: Arrival) -> tuple[Role, Who] | None:
    """Somebody known by name only: so called, on its thread or on mail that speaks of the others."""
    unknown = [(role, who) for role, who in g.roles.items() if "@" not in who.label]
    for role, named in unknown:
        for who in mail.everybody:
            spoken = mail.thread in g.threads or _speaks_of_the_others(g, mail, role)
            if spoken and g.role_of(who.person) is None and is_called(who, named.label):
                return role, who
    return None


def _speaks_of_the_others(g: Gathering, mail: Arrival, role: Role) -> bool:
    """Whether it names the others; of a target I am asked for, whoever asked: no company will do (K5)."""
    if role is Role.TARGET and g.opening is Kind.ASKED_OF_ME and not g.is_made_by_me():
        beside = any(g.role_of(person) is Role.REQUESTER for person in mail.persons)
        return beside or g.names(Role.REQUESTER, mail.said)
    return g.spoken_of(mail.said, but=role)


def _is_a_rivals(g: Gathering, mail: Arrival, rivals: Iterable[Gathering]) -> bool:
    """Whether it is with the target of another case of the thread, and not with this one's."""
    mine = g.roles.get(Role.TARGET)
    if mine is None or mine.person in mail.persons:
        return False
    theirs = (r.roles.get(Role.TARGET) for r in rivals if r is not g)
    return any(target is not None and target.person in mail.persons for target in theirs)


def _is_from_the_targets_house(g: Gathering, who: Who, mail: Arrival) -> bool:
    company = company_of(who.label)
    target, introducer = g.roles.get(Role.TARGET), g.roles.get(Role.INTRODUCER)
    ours = not company or mail.circle.is_own_company(company) or _house(introducer) == company
    return not ours and _house(target) == company


def _is_the_company(g: Gathering, mail: Arrival) -> bool:
    """The organisation it is about tells what came of it, by another hand (an offer, a rejection)."""
    signal = mail.signals.get(Act.REPORTS_OUTCOME)
    told = signal is not None and signal.form != "met"
    return told and (_is_from_the_targets_house(g, mail.sender, mail) or _is_from_the_company_named(g, mail))


def _is_from_the_company_named(g: Gathering, mail: Arrival) -> bool:
    """Of a favour nobody but the company is known: "I passed on your papers to Lumen"."""
    company = company_of(mail.sender.label)
    return g.opening is Kind.FAVOUR and bool(company) and fold(company) in fold(g.organisation).split()


def _house(who: Who | None) -> str:
    return company_of(who.label) if who and "@" in who.label else ""
