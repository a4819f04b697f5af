"""What a message can open: a matter of some kind, and who is what in it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from rules.cases.arrival import Arrival
from rules.cases.naming import company_in, is_another_house, is_named_in, person_in
from rules.matter import Role, Who
from rules.model import Act, Kind, Signal, Why
from rules.reading.scoring import LEARNED, SHAPE
from rules.who.addresses import company_of

SURE = 0.55  # how sure we must be that a case begins
VERY_SURE = 0.7  # … with a stranger, with what is asked for, or with the shape of a mail alone
CERTAIN = 0.8  # … with nothing but a first name
NO_DOUBT = 0.9  # … among colleagues, with a promise nobody had asked for, or by no phrase that is known
_ASKS = frozenset({Act.ASKS_FOR_INTRODUCTION, Act.ASKS_FAVOUR, Act.OPT_IN_QUESTION})
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
    target = roles.get(Role.TARGET)
    if target in mail.recipients and is_another_house(company, target, mail):
        company = ""
    return Opening(kind, roles, signal, form, company)


def outside(who: Who | Why, mail: Arrival) -> Who | Why:
    """Somebody who is no colleague: those do one another favours all day."""
    return Why.ONE_HOUSE if isinstance(who, Who) and mail.circle.is_colleague(who) else who


def outreach(mail: Arrival, signal: Signal, target: Who, *, known: bool) -> Opening | Why:
    """Warm outreach, by me or to me: the introducer is named, and the other was not known."""
    introducer = person_in(signal, mail, but=(target,))
    if introducer is None:
        return Why.NO_INTRODUCER
    if known:
        return Why.KNOWN
    if mail.circle.is_colleague(target) or of_one_house(introducer, target, mail):
        return Why.ONE_HOUSE
    return opening(Kind.MADE_FOR_ME, mail, signal, "outreach", target=target, introducer=introducer)


def is_sure(opening: Opening, mail: Arrival) -> bool:
    """Whether the evidence is enough for what would begin; the two on one mail are evidence by themselves."""
    return opening.signal.confidence >= _needed(opening, mail) and not _is_guessed(opening)


def _is_guessed(opening: Opening) -> bool:
    """An ask that no known phrase shows, in a sentence that does not say for whom."""
    signal, target = opening.signal, opening.roles.get(Role.TARGET)
    if signal.act is not Act.ASKS_FOR_INTRODUCTION or not signal.rule.endswith(LEARNED):
        return False
    return target is None or not is_named_in(signal.sentence, target)


def _needed(opening: Opening, mail: Arrival) -> float:
    if opening.form == "two_sided":
        return VERY_SURE if opening.signal.rule == SHAPE else SURE
    partners = mail.circle.others(mail.header.to) if mail.by_me else (mail.sender,)
    among_colleagues = any(mail.circle.is_colleague(who) for who in partners)
    if among_colleagues or (opening.signal.rule.endswith(LEARNED) and not _was_sent(opening, mail)):
        return NO_DOUBT
    return VERY_SURE if opening.signal.act in _ASKS else SURE


def _was_sent(opening: Opening, mail: Arrival) -> bool:
    """Whether a stranger names somebody I know as who sent them: that shows more than the words."""
    introducer = opening.roles.get(Role.INTRODUCER)
    return opening.form == "outreach" and introducer is not None and mail.circle.knows(introducer)


def of_one_house(one: Who, other: Who, mail: Arrival) -> bool:
    """Two of one company: a hand-over inside it; also two colleagues of mine (section 4)."""
    if mail.circle.is_colleague(one) and mail.circle.is_colleague(other):
        return True
    company = company_of(one.label) if "@" in one.label else ""
    return bool(company) and "@" in other.label and company_of(other.label) == company


def is_house_work(mail: Arrival, signal: Signal, *, asks: Who, target: Who | None) -> bool:
    """Colleagues who ask one another who does what, and outsiders who ask for somebody in my house.

    Two of three make it work: a colleague asks, for a colleague, or for nobody whom the sentence names
    ("Whom can I call?").
    """
    if target is None:
        return mail.circle.is_colleague(asks)
    unnamed = not is_named_in(signal.sentence, target)
    signs = mail.circle.is_colleague(asks), mail.circle.is_colleague(target), unnamed
    return mail.circle.is_own_company(target.label) or sum(signs) > 1
