"""What a message of mine opens (DOMAIN.md sections 4 and 5)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from rules.cases.arrival import Arrival
from rules.cases.naming import person_in, person_or_company_in
from rules.cases.opening import (
    CROWD,
    NO_DOUBT,
    Opener,
    Opening,
    is_house_work,
    of_one_house,
    opening,
    outreach,
    outside,
)
from rules.matter import Who
from rules.model import Act, Kind, Signal, Why

_A_YES = ".promises_introduction.yes"  # it answers: where no ask was read, it may answer anything


def _introduced_by_me(mail: Arrival, signal: Signal) -> Iterator[Opening | Why]:
    """Two people not together on a mail before, or one and somebody named: a one-sided hand-off."""
    parties, me = mail.recipients, mail.circle.me(mail.reading)
    if not parties:
        yield Why.NOBODY
    elif len(parties) >= CROWD:
        yield Why.CROWD
    elif len(parties) == 1:
        target = person_in(signal, mail, but=parties)
        who = {"introducer": me, "requester": parties[0], "target": target}
        yield _pair(Kind.MADE_BY_ME, mail, signal, "hand_off", **who)
    elif mail.circle.are_together(parties[0], parties[1]):
        yield Why.TOGETHER
    else:
        who = {"introducer": me, "requester": parties[1], "target": parties[0]}
        yield _pair(Kind.MADE_BY_ME, mail, signal, "two_sided", **who)


def _asked_the_target(mail: Arrival, signal: Signal) -> Iterator[Opening | Why]:
    """The opt-in question: may I introduce somebody to you?"""
    target = mail.one_human()
    if target is None:
        yield Why.CROWD
        return
    requester = person_in(signal, mail, but=(target,))
    who = {"introducer": mail.circle.me(mail.reading), "requester": requester, "target": target}
    yield _pair(Kind.ASKED_OF_ME, mail, signal, "", **who)


def _promised_by_me(mail: Arrival, signal: Signal) -> Iterator[Opening | Why]:
    """I said I would introduce them, to somebody I name or in answer to what they wrote."""
    requester = _outside(mail)
    if isinstance(requester, Why):
        yield requester
        return
    target = person_in(signal, mail, but=(requester,))
    if signal.confidence < NO_DOUBT or signal.rule.endswith(_A_YES):
        yield Why.UNSURE
    elif target and mail.circle.is_colleague(target):  # "I'll check with Ann": unasked, that is work
        yield Why.ONE_HOUSE
    elif target is None and not mail.header.in_reply_to:
        yield Why.NOBODY
    else:
        me = mail.circle.me(mail.reading)
        yield opening(Kind.ASKED_OF_ME, mail, signal, introducer=me, requester=requester, target=target)


def _pair(kind: Kind, mail: Arrival, signal: Signal, form: str, **who: Who | None) -> Opening | Why:
    """Both sides of an introduction of mine must be known, and not of one house (section 4)."""
    requester, target = who["requester"], who["target"]
    if requester is None or target is None:
        return Why.NOBODY
    colleagues = [who for who in (requester, target) if mail.circle.is_colleague(who)]
    on_copy = mail.circle.others(mail.header.cc)  # for information, or to find a time
    surely = form == "two_sided" and signal.confidence >= NO_DOUBT and not set(colleagues) & set(on_copy)
    if of_one_house(requester, target, mail) or (colleagues and not surely):
        return Why.ONE_HOUSE
    return opening(kind, mail, signal, form, **who)


def _outside(mail: Arrival) -> Who | Why:
    """The one it is to, who is no colleague."""
    return outside(mail.one_human() or Why.CROWD, mail)


def _wrote_to_target(mail: Arrival, signal: Signal) -> Iterator[Opening | Why]:
    """Warm outreach of mine: I write to somebody new and name who sent me."""
    target = mail.one_human()
    if target is None:
        yield Why.CROWD
    else:
        yield outreach(mail, signal, target, known=mail.circle.has_met(target))


def _asked_by_me(mail: Arrival, signal: Signal) -> Iterator[Opening | Why]:
    introducer = mail.one_human()
    if introducer is None:
        yield Why.CROWD
        return
    target = person_or_company_in(signal, mail, but=(introducer,))
    if is_house_work(mail, signal, asks=introducer, target=target):
        yield Why.ONE_HOUSE
    else:
        yield opening(Kind.ASKED_BY_ME, mail, signal, introducer=introducer, target=target)


def _favour_asked_by_me(mail: Arrival, signal: Signal) -> Iterator[Opening | Why]:
    helper = _outside(mail)
    if isinstance(helper, Why):
        yield helper
    else:
        yield opening(Kind.FAVOUR, mail, signal, "asked_by_me", helper=helper)


def _favour_given(mail: Arrival, signal: Signal) -> Iterator[Opening | Why]:
    """What I do for somebody else: to them, or about them to a third."""
    recipient = _outside(mail)
    if isinstance(recipient, Why):
        yield recipient
    else:
        named = person_in(signal, mail, but=(recipient,))
        inside = named is None or mail.circle.is_colleague(named)  # a colleague only hears of it
        yield opening(Kind.FAVOUR, mail, signal, "given", requester=recipient if inside else named)


def _promised_something(mail: Arrival, signal: Signal) -> Iterator[Opening | Why]:
    to = _outside(mail)
    if isinstance(to, Why):
        yield to
    else:
        yield opening(Kind.MY_PROMISE, mail, signal, target=to)


FROM_ME: Mapping[Act, Opener] = {
    Act.OPT_IN_QUESTION: _asked_the_target,
    Act.INTRODUCES: _introduced_by_me,
    Act.REPLIES_TO_INTRODUCTION: _wrote_to_target,
    Act.ASKS_FOR_INTRODUCTION: _asked_by_me,
    Act.ASKS_FAVOUR: _favour_asked_by_me,
    Act.GIVES_FAVOUR: _favour_given,
    Act.PROMISES_INTRODUCTION: _promised_by_me,
    Act.PROMISES_SOMETHING: _promised_something,
}
