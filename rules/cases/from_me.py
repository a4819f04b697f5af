"""What a message of mine opens (DOMAIN.md sections 4 and 5)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from rules.cases.arrival import Arrival
from rules.cases.naming import person_in, person_or_company_in
from rules.cases.opening import (
    CERTAIN,
    CROWD,
    VERY_SURE,
    Opener,
    Opening,
    is_house_work,
    of_one_house,
    opening,
)
from rules.matter import Who
from rules.model import Act, Kind, Signal


def _introduced_by_me(mail: Arrival, signal: Signal) -> Iterator[Opening]:
    """Two people not together on a mail before, or one and somebody named: a one-sided hand-off."""
    parties, me = mail.recipients, mail.circle.me(mail.reading)
    if len(parties) == 1:
        target = person_in(signal, mail, but=parties)
        yield from _pair(
            Kind.MADE_BY_ME, mail, signal, "hand_off", introducer=me, requester=parties[0], target=target
        )
    elif 1 < len(parties) < CROWD and not mail.circle.are_together(parties[0], parties[1]):
        target, requester = parties[0], parties[1]
        yield from _pair(
            Kind.MADE_BY_ME, mail, signal, "two_sided", introducer=me, requester=requester, target=target
        )


def _asked_the_target(mail: Arrival, signal: Signal) -> Iterator[Opening]:
    """The opt-in question: may I introduce somebody to you?"""
    target = mail.one_human()
    if target:
        requester = person_in(signal, mail, but=(target,))
        me = mail.circle.me(mail.reading)
        yield from _pair(
            Kind.ASKED_OF_ME, mail, signal, "", introducer=me, requester=requester, target=target
        )


def _promised_by_me(mail: Arrival, signal: Signal) -> Iterator[Opening]:
    """I said I would introduce them, to somebody I name or in answer to what they wrote."""
    requester = mail.one_human()
    if requester is None or mail.circle.is_colleague(requester) or signal.confidence < VERY_SURE:
        return
    target = person_in(signal, mail, but=(requester,))
    if target or mail.header.in_reply_to:
        me = mail.circle.me(mail.reading)
        yield opening(Kind.ASKED_OF_ME, mail, signal, introducer=me, requester=requester, target=target)


def _pair(kind: Kind, mail: Arrival, signal: Signal, form: str, **who: Who | None) -> Iterator[Opening]:
    """Both sides of an introduction of mine must be known, and not of one house (section 4)."""
    requester, target = who["requester"], who["target"]
    if requester is None or target is None or of_one_house(requester, target, mail):
        return
    inside = mail.circle.is_colleague(requester) or mail.circle.is_colleague(target)
    if not inside or (form == "two_sided" and signal.confidence >= CERTAIN):
        yield opening(kind, mail, signal, form, **who)


def _wrote_to_target(mail: Arrival, signal: Signal) -> Iterator[Opening]:
    """Warm outreach of mine: I write to somebody new and name who sent me."""
    target = mail.one_human()
    introducer = person_in(signal, mail, but=(target,)) if target else None
    if target and introducer and signal.form == "outreach" and not mail.circle.has_met(target):
        yield opening(Kind.MADE_FOR_ME, mail, signal, "outreach", target=target, introducer=introducer)


def _asked_by_me(mail: Arrival, signal: Signal) -> Iterator[Opening]:
    introducer = mail.one_human()
    if introducer:
        target = person_or_company_in(signal, mail, but=(introducer,))
        if not is_house_work(mail, introducer, target):
            yield opening(Kind.ASKED_BY_ME, mail, signal, introducer=introducer, target=target)


def _favour_asked_by_me(mail: Arrival, signal: Signal) -> Iterator[Opening]:
    helper = mail.one_human()
    if helper and not mail.circle.is_colleague(helper):
        yield opening(Kind.FAVOUR, mail, signal, "asked_by_me", helper=helper)


def _favour_given(mail: Arrival, signal: Signal) -> Iterator[Opening]:
    """What I do for somebody else: to them, or about them to a third."""
    recipient = mail.one_human()
    if recipient and not mail.circle.is_colleague(recipient):
        requester = person_in(signal, mail, but=(recipient,)) or recipient
        yield opening(Kind.FAVOUR, mail, signal, "given", requester=requester)


def _promised_something(mail: Arrival, signal: Signal) -> Iterator[Opening]:
    to = mail.one_human()
    if to and not mail.circle.is_colleague(to):
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
