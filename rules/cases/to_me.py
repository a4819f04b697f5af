"""What a message to me opens (DOMAIN.md sections 4 and 5)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from rules.cases.arrival import Arrival
from rules.cases.naming import naming_words, person_in, person_or_company_in
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
from rules.reading.mentions import short_of
from rules.who.addresses import is_role_address


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
                yield opening(
                    Kind.MADE_FOR_ME, mail, signal, "two_sided", introducer=introducer, target=target
                )
        return
    yield from _handed_off(mail, signal)


def _handed_off(mail: Arrival, signal: Signal) -> Iterator[Opening]:
    """The target is not on the mail: "call Ann, she expects you", "write to her, use my name" (rule 6)."""
    introducer = _trusted(mail, signal)
    absent = person_in(signal, mail, but=(introducer, *mail.recipients)) if introducer else None
    if introducer and absent and _is_meant(absent, signal) and _is_new(absent, mail, introducer):
        yield opening(Kind.MADE_FOR_ME, mail, signal, "hand_off", introducer=introducer, target=absent)


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
    return not settled and not themselves and not of_one_house(introducer, target, mail)


def _target_wrote(mail: Arrival, signal: Signal) -> Iterator[Opening]:
    """Warm outreach: the introduced party writes first, to me, and names the introducer."""
    target = mail.sender
    if is_role_address(target.label) or signal.form != "outreach" or not mail.to_me:
        return
    introducer = person_in(signal, mail, but=(target,))
    if introducer and not mail.circle.knows(target) and not of_one_house(introducer, target, mail):
        yield opening(Kind.MADE_FOR_ME, mail, signal, "outreach", target=target, introducer=introducer)


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
    if introducer and target and sure and not is_house_work(mail, introducer, target):
        yield opening(Kind.PROMISED_TO_ME, mail, signal, signal.form, introducer=introducer, target=target)


def _asked_of_me(mail: Arrival, signal: Signal) -> Iterator[Opening]:
    requester = _trusted(mail, signal)
    if requester is None:
        return
    target = person_or_company_in(signal, mail, but=(requester,))
    if not is_house_work(mail, requester, target):
        me = mail.circle.me(mail.reading)
        yield opening(Kind.ASKED_OF_ME, mail, signal, introducer=me, requester=requester, target=target)


def _opt_in_of_me(mail: Arrival, signal: Signal) -> Iterator[Opening]:
    introducer = _trusted(mail, signal)
    requester = person_in(signal, mail, but=(introducer,)) if introducer else None
    if introducer and requester and not of_one_house(introducer, requester, mail):
        me = mail.circle.me(mail.reading)
        yield opening(
            Kind.ASKED_OF_ME, mail, signal, "of_me", introducer=introducer, requester=requester, target=me
        )


def _favour_asked_of_me(mail: Arrival, signal: Signal) -> Iterator[Opening]:
    requester = _trusted(mail, signal)
    if requester and not mail.circle.is_colleague(requester):
        yield opening(Kind.FAVOUR, mail, signal, "asked_of_me", requester=requester)


def _favour_received(mail: Arrival, signal: Signal) -> Iterator[Opening]:
    helper = _personal(mail)
    if helper and not mail.circle.is_colleague(helper):
        yield opening(Kind.FAVOUR, mail, signal, "received", helper=helper)


TO_ME: Mapping[Act, Opener] = {
    Act.INTRODUCES: _introduced_to_me,
    Act.OPT_IN_QUESTION: _opt_in_of_me,
    Act.REDIRECTS: _handed_off,
    Act.REPLIES_TO_INTRODUCTION: _target_wrote,
    Act.PROMISES_INTRODUCTION: _promised_to_me,
    Act.ASKS_FOR_INTRODUCTION: _asked_of_me,
    Act.GIVES_FAVOUR: _favour_received,
    Act.ASKS_FAVOUR: _favour_asked_of_me,
}
