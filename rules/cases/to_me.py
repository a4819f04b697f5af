"""What a message to me opens (DOMAIN.md sections 4 and 5)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from rules.cases.arrival import Arrival
from rules.cases.naming import is_titled, is_vague, naming_words, person_in, person_or_company_in
from rules.cases.opening import (
    CERTAIN,
    CROWD,
    NO_DOUBT,
    VERY_SURE,
    Opener,
    Opening,
    is_house_work,
    of_one_house,
    opening,
    outreach,
    outside,
)
from rules.matter import Role, Who
from rules.model import Act, Kind, Signal, Why
from rules.reading.mentions import any_short_of
from rules.reading.structure import is_forward
from rules.who.addresses import is_role_address
from rules.who.names import fold
from rules.who.things import LABELS

_NAMES = 4  # that a sentence, with those beside it, can speak of


def _introduced_to_me(mail: Arrival, signal: Signal) -> Iterator[Opening | Why]:
    """One case for each person introduced to the owner in one mail (section 4)."""
    introducer = mail.sender
    others = tuple(who for who in mail.recipients if who.person != introducer.person)
    if why := _not_for_me(mail, signal, others):
        yield why
        return
    present = [who for who in others if _is_spoken_of(who, mail)]
    for target in present:
        yield _no_news(target, mail, introducer) or opening(
            Kind.MADE_FOR_ME, mail, signal, "two_sided", introducer=introducer, target=target
        )
    if not present:
        yield from _handed_off(mail, signal)


def _not_for_me(mail: Arrival, signal: Signal, others: Sequence[Who]) -> Why | None:
    if is_role_address(mail.sender.label):
        return Why.DESK
    if len(others) >= CROWD:
        return Why.CROWD
    return None if _is_for_me(mail, signal) else Why.NOT_TO_ME


def _handed_off(mail: Arrival, signal: Signal) -> Iterator[Opening | Why]:
    """The target is not on the mail: "call Ann, she expects you", "write to her, use my name" (rule 6)."""
    introducer = _trusted(mail, signal)
    if isinstance(introducer, Why):
        yield introducer
        return
    absent = person_in(signal, mail, but=(introducer, *mail.recipients)) or _sent_on(mail, signal)
    if absent and _is_meant(absent, signal) and not _is_a_block(signal, introducer):
        yield _no_news(absent, mail, introducer) or opening(
            Kind.MADE_FOR_ME, mail, signal, "hand_off", introducer=introducer, target=absent
        )
    else:
        yield Why.NOBODY


def _sent_on(mail: Arrival, signal: Signal) -> Who | None:
    """Whose mail is sent on with "see below, write to him": nobody else can be meant (section 4)."""
    writer = mail.reading.quoted[0].writer if is_forward(mail.header) and mail.reading.quoted else None
    if writer is None or "@" not in writer.email or signal.confidence < CERTAIN:
        return None
    here = (*mail.everybody, mail.circle.me(mail.reading))
    found = mail.circle.who(writer)
    return None if any(found.person == who.person for who in here) else found


def _is_meant(absent: Who, signal: Signal) -> bool:
    """A name alone may be anybody's, or nobody's at all: then we must be certain of the rest."""
    full = "@" in absent.label or " " in absent.label or is_titled(absent, signal)
    return full or signal.confidence >= CERTAIN


def _is_a_block(signal: Signal, writer: Who) -> bool:
    """Lines that no full stop divides: a form, or a signature, which gives an address of its writer."""
    own = writer.label.partition("@")[0]
    labels = sum(fold(name) in LABELS for name in signal.names)
    many = len(signal.names) > _NAMES or labels > 1
    return many or any(name.partition("@")[0] == own for name in signal.names)


def _is_for_me(mail: Arrival, signal: Signal) -> bool:
    """Whether the owner is a party: addressed, or on copy of a mail to one other in which they are named."""
    if mail.to_me:
        return True
    called = naming_words(mail.circle.me(mail.reading))
    said = mail.said | frozenset(word.lower() for word in signal.sentence.split())
    on_copy = any(mail.circle.is_me(a) for a in mail.header.cc)
    return on_copy and len(mail.circle.others(mail.header.to)) == 1 and not called.isdisjoint(said)


def _is_spoken_of(who: Who, mail: Arrival) -> bool:
    return any_short_of(naming_words(who), mail.said)


def _no_news(target: Who, mail: Arrival, introducer: Who) -> Why | None:
    """Somebody the owner knows, a desk, a colleague, the introducer again, or one of their own house."""
    circle = mail.circle
    if is_role_address(target.label):
        return Why.DESK
    if circle.knows(target) or target.label.partition("@")[0] == introducer.label.partition("@")[0]:
        return Why.KNOWN
    inside = circle.is_colleague(target) or of_one_house(introducer, target, mail)
    return Why.ONE_HOUSE if inside else None


def _target_wrote(mail: Arrival, signal: Signal) -> Iterator[Opening | Why]:
    """Warm outreach: the introduced party writes first, to me, and names the introducer."""
    target = mail.sender
    if is_role_address(target.label):
        yield Why.DESK
    elif not mail.to_me:
        yield Why.NOT_TO_ME
    else:
        found = outreach(mail, signal, target, known=mail.circle.knows(target))
        yield Why.COLD if isinstance(found, Opening) and _drops_a_name(found, mail) else found


def _drops_a_name(found: Opening, mail: Arrival) -> bool:
    """Whether a stranger who seems to sell names somebody I do not know either."""
    return mail.cold > 0 and not mail.circle.has_met(found.roles[Role.INTRODUCER])


def _trusted(mail: Arrival, signal: Signal) -> Who | Why:
    """The sender, where the mail is to me in person, and they are no stranger or we are very sure."""
    sure = mail.circle.has_met(mail.sender) or signal.confidence >= VERY_SURE
    return _personal(mail) if sure else Why.STRANGER


def _personal(mail: Arrival) -> Who | Why:
    """The sender, where the mail is to me in person and from no desk."""
    if is_role_address(mail.sender.label):
        return Why.DESK
    return mail.sender if mail.to_me and len(mail.header.to) < 4 else Why.NOT_TO_ME


def _promised_to_me(mail: Arrival, signal: Signal) -> Iterator[Opening | Why]:
    """An introduction promised; "I'll ask her" is said of much else, so unasked it must be very sure."""
    introducer = _trusted(mail, signal)
    if isinstance(introducer, Why):
        yield introducer
        return
    target = person_in(signal, mail, but=(introducer,))
    if target is None:
        yield Why.NOBODY
    elif signal.form == "opt_in" and (signal.confidence < VERY_SURE or is_vague(target)):
        yield Why.UNSURE
    elif is_house_work(mail, signal, asks=introducer, target=target):
        yield Why.ONE_HOUSE
    else:
        yield opening(Kind.PROMISED_TO_ME, mail, signal, signal.form, introducer=introducer, target=target)


def _asked_of_me(mail: Arrival, signal: Signal) -> Iterator[Opening | Why]:
    requester = _trusted(mail, signal)
    if isinstance(requester, Why):
        yield requester
        return
    target = person_or_company_in(signal, mail, but=(requester,))
    if is_house_work(mail, signal, asks=requester, target=target):
        yield Why.ONE_HOUSE
    else:
        me = mail.circle.me(mail.reading)
        yield opening(Kind.ASKED_OF_ME, mail, signal, introducer=me, requester=requester, target=target)


def _opt_in_of_me(mail: Arrival, signal: Signal) -> Iterator[Opening | Why]:
    introducer = _trusted(mail, signal)
    if isinstance(introducer, Why):
        yield introducer
        return
    requester = person_in(signal, mail, but=(introducer,))
    if requester is None:
        yield Why.NOBODY
    elif of_one_house(introducer, requester, mail):
        yield Why.ONE_HOUSE
    elif is_vague(requester) and (signal.confidence < NO_DOUBT or not mail.circle.has_met(introducer)):
        yield Why.UNSURE  # "our expert Luke": those who sell have first names to offer
    else:
        roles = {"introducer": introducer, "requester": requester, "target": mail.circle.me(mail.reading)}
        yield opening(Kind.ASKED_OF_ME, mail, signal, "of_me", **roles)


def _favour_asked_of_me(mail: Arrival, signal: Signal) -> Iterator[Opening | Why]:
    requester = outside(_trusted(mail, signal), mail)
    if isinstance(requester, Why):
        yield requester
    else:
        yield opening(Kind.FAVOUR, mail, signal, "asked_of_me", requester=requester)


def _favour_received(mail: Arrival, signal: Signal) -> Iterator[Opening | Why]:
    helper = outside(_personal(mail), mail)
    if isinstance(helper, Why):
        yield helper
    else:
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
