"""Which messages open a matter, of which kind, and who is what in it (DOMAIN.md sections 4 and 5)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from rules.addresses import company_of, is_role_address
from rules.cases.arrival import STRONG, Arrival
from rules.cases.naming import company_in, naming_words, person_in, person_or_company_in
from rules.matter import Role, Who
from rules.mentions import short_of
from rules.model import Act, Kind, Signal

SURE = 0.55  # how sure we must be that a case begins
VERY_SURE = 0.7  # … with a stranger, or with a promise nobody had asked for
CERTAIN = 0.8  # … with nothing but a first name
CROWD = 6  # a mail to more people introduces nobody in particular
NOT_PERSONAL = frozenset({Act.LIST_OR_BULK, Act.APPLICATION_ACK, Act.AUTO_REPLY, Act.BOUNCE})


@dataclass(frozen=True, slots=True)
class Opening:
    """A matter that a message would open, or carry on where it is open already."""

    kind: Kind
    roles: Mapping[Role, Who]
    signal: Signal
    form: str = ""
    organisation: str = ""


def openings(mail: Arrival) -> tuple[Opening, ...]:
    """What a message opens, by the surest act that opens anything; nothing where it is cold (section 4)."""
    if not NOT_PERSONAL.isdisjoint(mail.signals):
        return ()
    openers = _FROM_ME if mail.by_me else _TO_ME
    strongest = sorted(
        (mail.signals[act] for act in openers if act in mail.signals), key=lambda s: -s.confidence
    )
    for signal in strongest:
        if signal.confidence < SURE or _is_cold(signal, mail) or _is_an_answer(signal, mail):
            continue
        if found := tuple(openers[signal.act](mail, signal)):
            return found
    return ()


def _is_cold(signal: Signal, mail: Arrival) -> bool:
    """Whether somebody sells themselves: of a stranger a hint is enough, whatever else they ask for."""
    hints = (s for s in mail.reading.signals if s.act is Act.COLD_SELF_INTRODUCTION and s.writer is None)
    cold = max((s.confidence for s in hints), default=0.0)
    if mail.by_me or not cold:
        return False
    asks = signal.act in (Act.ASKS_FOR_INTRODUCTION, Act.ASKS_FAVOUR)
    if asks and not mail.circle.has_met(mail.sender):
        return True
    return cold >= STRONG and cold > signal.confidence - 0.3


def _is_an_answer(signal: Signal, mail: Arrival) -> bool:
    """ "Yes, please introduce us" answers a question, and asks for nothing new."""
    return signal.act is Act.ASKS_FOR_INTRODUCTION and Act.OPTS_IN in mail.signals


def _opening(kind: Kind, mail: Arrival, signal: Signal, form: str = "", **who: Who | None) -> Opening:
    roles = {Role(name): held for name, held in who.items() if held is not None}
    company = company_in(signal, mail, but=tuple(roles.values()))
    return Opening(kind, roles, signal, form, company)


# ── From me ───────────────────────────────────────────────────────────────────────────────────


def _introduced_by_me(mail: Arrival, signal: Signal) -> Iterator[Opening]:
    """Two people not together on a mail before, or one and somebody named: a one-sided hand-off."""
    parties, me = mail.recipients, mail.circle.me(mail.reading)
    if len(parties) == 1:
        target = person_in(signal, mail, but=parties)
        form = signal.form or "hand_off"
        yield from _pair(
            Kind.MADE_BY_ME, mail, signal, form, introducer=me, requester=parties[0], target=target
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


def _pair(kind: Kind, mail: Arrival, signal: Signal, form: str, **who: Who | None) -> Iterator[Opening]:
    """Both sides of an introduction of mine must be known, and not of one house (section 4)."""
    requester, target = who["requester"], who["target"]
    if requester is None or target is None or _of_one_house(requester, target, mail):
        return
    inside = mail.circle.is_colleague(requester) or mail.circle.is_colleague(target)
    if not inside or (form == "two_sided" and signal.confidence >= CERTAIN):
        yield _opening(kind, mail, signal, form, **who)


def _wrote_to_target(mail: Arrival, signal: Signal) -> Iterator[Opening]:
    """Warm outreach of mine: I write to somebody new and name who sent me."""
    target = mail.one_human()
    introducer = person_in(signal, mail, but=(target,)) if target else None
    if target and introducer and signal.form == "outreach" and not mail.circle.has_met(target):
        yield _opening(Kind.MADE_FOR_ME, mail, signal, "outreach", target=target, introducer=introducer)


def _asked_by_me(mail: Arrival, signal: Signal) -> Iterator[Opening]:
    introducer = mail.one_human()
    if introducer:
        target = person_or_company_in(signal, mail, but=(introducer,))
        if not _is_house_work(mail, introducer, target):
            yield _opening(Kind.ASKED_BY_ME, mail, signal, introducer=introducer, target=target)


def _favour_asked_by_me(mail: Arrival, signal: Signal) -> Iterator[Opening]:
    helper = mail.one_human()
    if helper and not mail.circle.is_colleague(helper):
        yield _opening(Kind.FAVOUR, mail, signal, "asked_by_me", helper=helper)


def _favour_given(mail: Arrival, signal: Signal) -> Iterator[Opening]:
    """What I do for somebody else: to them, or about them to a third."""
    recipient = mail.one_human()
    if recipient and not mail.circle.is_colleague(recipient):
        requester = person_in(signal, mail, but=(recipient,)) or recipient
        yield _opening(Kind.FAVOUR, mail, signal, "given", requester=requester)


def _promised_by_me(mail: Arrival, signal: Signal) -> Iterator[Opening]:
    to = mail.one_human()
    if to and not mail.circle.is_colleague(to):
        yield _opening(Kind.MY_PROMISE, mail, signal, target=to)


# ── To me ─────────────────────────────────────────────────────────────────────────────────────


def _introduced_to_me(mail: Arrival, signal: Signal) -> Iterator[Opening]:
    """One case for each person introduced to the owner in one mail (section 4)."""
    introducer = mail.sender
    others = tuple(who for who in mail.recipients if who.person != introducer.person)
    if is_role_address(introducer.label) or len(others) >= CROWD or not _is_for_me(mail, signal):
        return
    present = [who for who in others if _is_spoken_of(who, mail)]
    if present:
        for target in present:
            if _is_new(target, mail, introducer):
                yield _opening(
                    Kind.MADE_FOR_ME, mail, signal, "two_sided", introducer=introducer, target=target
                )
        return
    yield from _handed_off(mail, signal)


def _handed_off(mail: Arrival, signal: Signal) -> Iterator[Opening]:
    """The target is not on the mail: "call Ann, she expects you", "write to her, use my name" (rule 6)."""
    introducer = _trusted(mail, signal)
    absent = person_in(signal, mail, but=(introducer, *mail.recipients)) if introducer else None
    if introducer and absent and _is_meant(absent, signal) and _is_new(absent, mail, introducer):
        yield _opening(Kind.MADE_FOR_ME, mail, signal, "hand_off", introducer=introducer, target=absent)


def _is_meant(absent: Who, signal: Signal) -> bool:
    """A name alone may be anybody's, or nobody's at all: then we must be certain of the rest."""
    return "@" in absent.label or " " in absent.label or signal.confidence >= CERTAIN


def _is_for_me(mail: Arrival, signal: Signal) -> bool:
    """Whether the owner is a party: addressed, or on copy of a mail to one other in which they are named."""
    if mail.to_me:
        return True
    called = naming_words(mail.circle.me(mail.reading))
    said = mail.said | frozenset(word.lower() for word in signal.sentence.split())
    on_copy = any(mail.circle.is_me(a) for a in mail.header.cc)
    return on_copy and len(mail.circle.others(mail.header.to)) == 1 and not called.isdisjoint(said)


def _is_spoken_of(who: Who, mail: Arrival) -> bool:
    called = naming_words(who)
    return not called.isdisjoint(mail.said) or any(short_of(n, w) for n in called for w in mail.said)


def _is_new(target: Who, mail: Arrival, introducer: Who) -> bool:
    """Somebody the owner does not know, no desk, no colleague, and not of the introducer's own house."""
    circle = mail.circle
    settled = circle.knows(target) or is_role_address(target.label) or circle.is_colleague(target)
    themselves = target.label.partition("@")[0] == introducer.label.partition("@")[0]
    return not settled and not themselves and not _of_one_house(introducer, target, mail)


def _of_one_house(one: Who, other: Who, mail: Arrival) -> bool:
    """Two of one company: a hand-over inside it; also two colleagues of mine (section 4)."""
    if mail.circle.is_colleague(one) and mail.circle.is_colleague(other):
        return True
    company = company_of(one.label) if "@" in one.label else ""
    return bool(company) and "@" in other.label and company_of(other.label) == company


def _target_wrote(mail: Arrival, signal: Signal) -> Iterator[Opening]:
    """Warm outreach: the introduced party writes first, to me, and names the introducer."""
    target = mail.sender
    if is_role_address(target.label) or signal.form != "outreach" or not mail.to_me:
        return
    introducer = person_in(signal, mail, but=(target,))
    if introducer and not mail.circle.knows(target) and not _of_one_house(introducer, target, mail):
        yield _opening(Kind.MADE_FOR_ME, mail, signal, "outreach", target=target, introducer=introducer)


def _trusted(mail: Arrival, signal: Signal) -> Who | None:
    """The sender, where the mail is to me in person, and they are no stranger or we are very sure."""
    sure = mail.circle.has_met(mail.sender) or signal.confidence >= VERY_SURE
    return _personal(mail) if sure else None


def _personal(mail: Arrival) -> Who | None:
    """The sender, where the mail is to me in person and from no desk."""
    personal = mail.to_me and len(mail.header.to) < 4 and not is_role_address(mail.sender.label)
    return mail.sender if personal else None


def _promised_to_me(mail: Arrival, signal: Signal) -> Iterator[Opening]:
    """An introduction promised; "I'll ask her" is said of much else, so unasked it must be very sure."""
    introducer = _trusted(mail, signal)
    target = person_in(signal, mail, but=(introducer,)) if introducer else None
    sure = signal.form != "opt_in" or signal.confidence >= VERY_SURE
    if introducer and target and sure and not _is_house_work(mail, introducer, target):
        yield _opening(Kind.PROMISED_TO_ME, mail, signal, signal.form, introducer=introducer, target=target)


def _asked_of_me(mail: Arrival, signal: Signal) -> Iterator[Opening]:
    requester = _trusted(mail, signal)
    if requester is None:
        return
    target = person_or_company_in(signal, mail, but=(requester,))
    if not _is_house_work(mail, requester, target):
        me = mail.circle.me(mail.reading)
        yield _opening(Kind.ASKED_OF_ME, mail, signal, introducer=me, requester=requester, target=target)


def _is_house_work(mail: Arrival, asks: Who, target: Who | None) -> bool:
    """Colleagues who ask one another who does what, and outsiders who ask for somebody in my house."""
    if target and mail.circle.is_own_company(target.label):
        return True
    inside = target is None or mail.circle.is_colleague(target)
    return inside and mail.circle.is_colleague(asks)


def _opt_in_of_me(mail: Arrival, signal: Signal) -> Iterator[Opening]:
    introducer = _trusted(mail, signal)
    requester = person_in(signal, mail, but=(introducer,)) if introducer else None
    if introducer and requester and not _of_one_house(introducer, requester, mail):
        me = mail.circle.me(mail.reading)
        yield _opening(
            Kind.ASKED_OF_ME, mail, signal, "of_me", introducer=introducer, requester=requester, target=me
        )


def _favour_asked_of_me(mail: Arrival, signal: Signal) -> Iterator[Opening]:
    requester = _trusted(mail, signal)
    if requester and not mail.circle.is_colleague(requester):
        yield _opening(Kind.FAVOUR, mail, signal, "asked_of_me", requester=requester)


def _favour_received(mail: Arrival, signal: Signal) -> Iterator[Opening]:
    helper = _personal(mail)
    if helper and not mail.circle.is_colleague(helper):
        yield _opening(Kind.FAVOUR, mail, signal, "received", helper=helper)


_Opener = Callable[[Arrival, Signal], Iterator[Opening]]

_FROM_ME: Mapping[Act, _Opener] = {
    Act.OPT_IN_QUESTION: _asked_the_target,
    Act.INTRODUCES: _introduced_by_me,
    Act.REPLIES_TO_INTRODUCTION: _wrote_to_target,
    Act.ASKS_FOR_INTRODUCTION: _asked_by_me,
    Act.ASKS_FAVOUR: _favour_asked_by_me,
    Act.GIVES_FAVOUR: _favour_given,
    Act.PROMISES_SOMETHING: _promised_by_me,
}
_TO_ME: Mapping[Act, _Opener] = {
    Act.INTRODUCES: _introduced_to_me,
    Act.OPT_IN_QUESTION: _opt_in_of_me,
    Act.REDIRECTS: _handed_off,
    Act.REPLIES_TO_INTRODUCTION: _target_wrote,
    Act.PROMISES_INTRODUCTION: _promised_to_me,
    Act.ASKS_FOR_INTRODUCTION: _asked_of_me,
    Act.GIVES_FAVOUR: _favour_received,
    Act.ASKS_FAVOUR: _favour_asked_of_me,
}
