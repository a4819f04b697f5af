"""Which messages open a matter, of which kind, and who is what in it (DOMAIN.md sections 4 and 5)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from rules.addresses import company_of, is_role_address
from rules.cases.gathering import Circle, naming_words, said_in
from rules.matter import Role, Who
from rules.mentions import short_of
from rules.model import Act, Address, Kind, Reading, Signal
from rules.names import fold
from rules.things import is_no_person

SURE = 0.6  # how sure we must be of what a stranger does
NOT_PERSONAL = frozenset({Act.LIST_OR_BULK, Act.APPLICATION_ACK, Act.AUTO_REPLY, Act.BOUNCE})
CROWD = 6  # a mail to more people introduces nobody in particular


@dataclass(frozen=True, slots=True)
class Opening:
    """A matter that a message would open, or carry on where it is open already."""

    kind: Kind
    roles: Mapping[Role, Who]
    signal: Signal
    form: str = ""


def openings(reading: Reading, signals: Mapping[Act, Signal], circle: Circle) -> Iterator[Opening]:
    """What a message opens, strongest acts first; nothing where it is cold (section 4)."""
    from_me = circle.is_me(reading.header.sender)
    if NOT_PERSONAL & signals.keys():
        return
    cold = signals.get(Act.COLD_SELF_INTRODUCTION)
    table = _FROM_ME if from_me else _TO_ME
    for act, opener in table:
        signal = signals.get(act)
        if signal is None or (cold is not None and not from_me and cold.confidence > signal.confidence - 0.3):
            continue
        found = tuple(opener(reading, signal, circle))
        if found:
            yield from found
            return


# ── From me ─────────────────────────────────────────────────────────────────────────────────


def _recipients(reading: Reading, circle: Circle) -> tuple[Who, ...]:
    header = reading.header
    return circle.others((*header.to, *header.cc))


def _introduced_by_me(reading: Reading, signal: Signal, circle: Circle) -> Iterator[Opening]:
    parties = _recipients(reading, circle)
    me = _me(reading, circle)
    if len(parties) == 1:
        target = _about(signal, reading, circle, but=parties)
        if target:
            roles = {Role.INTRODUCER: me, Role.REQUESTER: parties[0], Role.TARGET: target}
            yield Opening(Kind.MADE_BY_ME, roles, signal, signal.form or "hand_off")
    elif 1 < len(parties) < CROWD:
        target, requester = parties[0], parties[1]
        roles = {Role.INTRODUCER: me, Role.REQUESTER: requester, Role.TARGET: target}
        yield Opening(Kind.MADE_BY_ME, roles, signal, "two_sided")


def _asked_by_me(reading: Reading, signal: Signal, circle: Circle) -> Iterator[Opening]:
    introducer = _one_human(reading, circle)
    if introducer:
        target = _about(signal, reading, circle, but=(introducer,), company=True)
        yield Opening(Kind.ASKED_BY_ME, _roles(introducer, Role.INTRODUCER, target), signal)


def _wrote_to_target(reading: Reading, signal: Signal, circle: Circle) -> Iterator[Opening]:
    """Warm outreach of mine: I write to somebody and name who sent me."""
    target = _one_human(reading, circle)
    introducer = _about(signal, reading, circle, but=(target,)) if target else None
    if target and introducer and signal.form == "outreach" and not circle.met_before(target.person):
        yield Opening(
            Kind.MADE_FOR_ME, {Role.TARGET: target, Role.INTRODUCER: introducer}, signal, "outreach"
        )


def _opt_in_asked(reading: Reading, signal: Signal, circle: Circle) -> Iterator[Opening]:
    target = _one_human(reading, circle)
    requester = _about(signal, reading, circle, but=(target,)) if target else None
    if target and requester:
        roles = {Role.INTRODUCER: _me(reading, circle), Role.TARGET: target, Role.REQUESTER: requester}
        yield Opening(Kind.ASKED_OF_ME, roles, signal)


def _favour_asked_by_me(reading: Reading, signal: Signal, circle: Circle) -> Iterator[Opening]:
    helper = _one_human(reading, circle)
    if helper:
        yield Opening(Kind.FAVOUR, {Role.HELPER: helper}, signal, "asked_by_me")


def _favour_given(reading: Reading, signal: Signal, circle: Circle) -> Iterator[Opening]:
    recipient = _one_human(reading, circle)
    if recipient:
        requester = _about(signal, reading, circle, but=(recipient,)) or recipient
        yield Opening(Kind.FAVOUR, {Role.REQUESTER: requester}, signal, "given")


def _promised_by_me(reading: Reading, signal: Signal, circle: Circle) -> Iterator[Opening]:
    """K9; but what is promised inside one house is work, not a favour (section 4, "a work order")."""
    to = _one_human(reading, circle)
    colleague = (
        to and company_of(to.label) and company_of(to.label) == company_of(reading.header.sender.email)
    )
    if to and not colleague and signal.confidence >= SURE:
        yield Opening(Kind.MY_PROMISE, {Role.TARGET: to}, signal)


# ── To me ───────────────────────────────────────────────────────────────────────────────────


def _introduced_to_me(reading: Reading, signal: Signal, circle: Circle) -> Iterator[Opening]:
    """One case for each person introduced to the owner in one mail (section 4); nobody is whom they know."""
    introducer = _sender(reading, circle)
    header = reading.header
    if introducer is None or not _is_to_me(reading, circle):
        return
    parties = [w for w in circle.others((*header.to, *header.cc)) if w.person != introducer.person]
    present = [w for w in parties if _is_spoken_of(w, reading)]
    absent = None if present else _about(signal, reading, circle, but=(introducer, *parties))
    form = "two_sided" if present else signal.form.replace("two_sided", "") or "hand_off"
    for target in present or ([absent] if absent else []):
        if len(parties) < CROWD and _can_be_met(target, circle):
            roles = {Role.INTRODUCER: introducer, Role.TARGET: target}
            yield Opening(Kind.MADE_FOR_ME, roles, signal, form)


def _is_to_me(reading: Reading, circle: Circle) -> bool:
    """Whether the owner is addressed: not a mail to others that they only stand on copy of, nor a mass mail."""
    header = reading.header
    if any(circle.is_me(a) for a in (*header.to, *header.bcc)):
        return True
    return any(circle.is_me(a) for a in header.cc) and len(circle.others(header.to)) < 2


def _is_spoken_of(who: Who, reading: Reading) -> bool:
    said, words = said_in(reading), naming_words(who)
    return not words.isdisjoint(said) or any(short_of(n, g) for n in words for g in said)


def _can_be_met(target: Who, circle: Circle) -> bool:
    """Somebody the owner has not written with before, and no desk."""
    return not circle.known(target.person) and not is_role_address(target.label)


def _target_wrote(reading: Reading, signal: Signal, circle: Circle) -> Iterator[Opening]:
    """Warm outreach: the introduced party writes first and names the introducer."""
    target = _sender(reading, circle)
    introducer = _about(signal, reading, circle, but=(target,)) if target else None
    if target and introducer and signal.form == "outreach" and not circle.known(target.person):
        yield Opening(
            Kind.MADE_FOR_ME, {Role.TARGET: target, Role.INTRODUCER: introducer}, signal, "outreach"
        )


def _asked_of_me(reading: Reading, signal: Signal, circle: Circle) -> Iterator[Opening]:
    requester = _trusted_sender(reading, signal, circle)
    if requester:
        roles = _roles(
            requester, Role.REQUESTER, _about(signal, reading, circle, but=(requester,), company=True)
        )
        yield Opening(Kind.ASKED_OF_ME, {**roles, Role.INTRODUCER: _me(reading, circle)}, signal)


def _promised_to_me(reading: Reading, signal: Signal, circle: Circle) -> Iterator[Opening]:
    introducer = _trusted_sender(reading, signal, circle)
    target = _about(signal, reading, circle, but=(introducer,)) if introducer else None
    if introducer and target:
        yield Opening(Kind.PROMISED_TO_ME, _roles(introducer, Role.INTRODUCER, target), signal, signal.form)


def _opt_in_of_me(reading: Reading, signal: Signal, circle: Circle) -> Iterator[Opening]:
    introducer = _trusted_sender(reading, signal, circle)
    requester = _about(signal, reading, circle, but=(introducer,)) if introducer else None
    if introducer and requester:
        roles = {Role.INTRODUCER: introducer, Role.REQUESTER: requester, Role.TARGET: _me(reading, circle)}
        yield Opening(Kind.ASKED_OF_ME, roles, signal, "of_me")


def _favour_asked_of_me(reading: Reading, signal: Signal, circle: Circle) -> Iterator[Opening]:
    requester = _trusted_sender(reading, signal, circle)
    if requester:
        yield Opening(Kind.FAVOUR, {Role.REQUESTER: requester}, signal, "asked_of_me")


def _favour_received(reading: Reading, signal: Signal, circle: Circle) -> Iterator[Opening]:
    helper = _trusted_sender(reading, signal, circle)
    if helper:
        yield Opening(Kind.FAVOUR, {Role.HELPER: helper}, signal, "received")


# ── Who ─────────────────────────────────────────────────────────────────────────────────────


def _me(reading: Reading, circle: Circle) -> Who:
    header = reading.header
    mine = [a.email for a in (header.sender, *header.to, *header.cc, *header.bcc) if circle.is_me(a)]
    return Who((mine or sorted(circle.owner.addresses))[0], "me", circle.owner.name)


def _one_human(reading: Reading, circle: Circle) -> Who | None:
    """The one the mail is to, where it is to one or two and no desk."""
    direct = circle.others(reading.header.to)
    return direct[0] if 0 < len(direct) < 3 and not is_role_address(direct[0].label) else None


def _sender(reading: Reading, circle: Circle) -> Who | None:
    sender = reading.header.sender
    return None if is_role_address(sender.email) else circle.who(sender)


def _trusted_sender(reading: Reading, signal: Signal, circle: Circle) -> Who | None:
    """The sender, where the mail is to me in person and they are known or we are sure."""
    header = reading.header
    to_me = any(circle.is_me(a) for a in (*header.to, *header.bcc)) and len(header.to) < 4
    sender = _sender(reading, circle) if to_me else None
    return sender if sender and (circle.met_before(sender.person) or signal.confidence >= SURE) else None


def _roles(first: Who, role: Role, target: Who | None) -> dict[Role, Who]:
    return {role: first, Role.TARGET: target} if target else {role: first}


def _about(
    signal: Signal, reading: Reading, circle: Circle, *, but: tuple[Who | None, ...], company: bool = False
) -> Who | None:
    """Whom the sentence names: an address first, then a full name, then any name; never those in `but`.

    A place or an organisation is nobody, unless a `company` will do.
    """
    me = Who("", "", circle.owner.name)
    taken = {
        w for who in (*but, me) if who for w in (*fold(who.name).split(), who.label)
    } | circle.owner.addresses
    houses = {fold(company_of(a.email)) for a in _everybody(reading)} - {""}
    free = [n for n in signal.names if fold(n) not in taken and not set(fold(n).split()) & taken]
    if not company:
        free = [n for n in free if "@" in n or not _is_thing(n, houses)]
    ranked = sorted(free, key=lambda n: ("@" not in n, " " not in n))
    return circle.named(ranked[0]) if ranked else None


def _everybody(reading: Reading) -> tuple[Address, ...]:
    header = reading.header
    return (header.sender, *header.to, *header.cc)


def _is_thing(name: str, houses: set[str]) -> bool:
    return fold(name) in houses or any(is_no_person(word) for word in fold(name).split())


_Opener = Callable[[Reading, Signal, Circle], Iterator[Opening]]

_FROM_ME: tuple[tuple[Act, _Opener], ...] = (
    (Act.OPT_IN_QUESTION, _opt_in_asked),
    (Act.INTRODUCES, _introduced_by_me),
    (Act.REPLIES_TO_INTRODUCTION, _wrote_to_target),
    (Act.ASKS_FOR_INTRODUCTION, _asked_by_me),
    (Act.ASKS_FAVOUR, _favour_asked_by_me),
    (Act.GIVES_FAVOUR, _favour_given),
    (Act.PROMISES_SOMETHING, _promised_by_me),
)
_TO_ME: tuple[tuple[Act, _Opener], ...] = (
    (Act.INTRODUCES, _introduced_to_me),
    (Act.OPT_IN_QUESTION, _opt_in_of_me),
    (Act.REPLIES_TO_INTRODUCTION, _target_wrote),
    (Act.PROMISES_INTRODUCTION, _promised_to_me),
    (Act.ASKS_FOR_INTRODUCTION, _asked_of_me),
    (Act.GIVES_FAVOUR, _favour_received),
    (Act.ASKS_FAVOUR, _favour_asked_of_me),
)
