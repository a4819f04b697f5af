"""A case that hangs on a person and not on a message: K7 and K8."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime

from rules.due import local_day
from rules.matter import Contact
from rules.model import Case, Decision, Duty, Evidence, Kind, Owner, Step, Turn, Verb

STANDING = frozenset({Kind.UPDATE, Kind.RECONNECT})


def standing_case(
    kind: Kind,
    contact: Contact,
    *,
    evidence: Evidence,
    turn: Turn = Turn.NOBODY,
    duties: tuple[Duty, ...] = (),
    purpose: str = "",
) -> Case:
    """The one case of this kind with a person, OPEN from their newest mail on."""
    return Case(
        id=_standing_id(kind, contact.person),
        kind=kind,
        state="OPEN",
        turn=turn,
        awaiting=None,
        introducer=None,
        requester=None,
        helper=contact.label if kind is Kind.UPDATE else None,
        targets=(contact.label,),
        outcome=None,
        organisation=None,
        purpose=purpose,
        messages=(contact.last_message,),
        duties=duties,
        steps=(Step(contact.last_at, kind, "OPEN", evidence),),
    )


def _standing_id(kind: Kind, who: str) -> str:
    return hashlib.sha256(f"{kind}\n{who}".encode()).hexdigest()[:10]


def _ids(contacts: Mapping[str, Contact]) -> Mapping[tuple[Kind, str], set[str]]:
    """Under which ids a case of each kind with each person may have been decided: by any of their addresses.

    Older mail may show another address first: then the person, and with them the id, is another.
    """
    found: dict[tuple[Kind, str], set[str]] = defaultdict(set)
    for address, contact in contacts.items():
        for kind in STANDING:
            found[kind, contact.person] |= {_standing_id(kind, who) for who in (address, contact.person)}
    return found


def told_in_person(
    contacts: Mapping[str, Contact], decisions: Iterable[Decision], *, owner: Owner
) -> Mapping[str, Contact]:
    """The contacts, where "done" counts like a mail of mine of that instant (DOMAIN.md rule 7)."""
    done = {d.message_id: d.at for d in sorted(decisions, key=lambda d: d.at) if d.verb is Verb.DONE}
    ids = _ids(contacts)
    said = {
        contact.person: [
            done[case_id] for kind in STANDING for case_id in ids[kind, contact.person] & done.keys()
        ]
        for contact in contacts.values()
    }
    return {address: _told(contact, said[contact.person], owner) for address, contact in contacts.items()}


def _told(contact: Contact, said: Iterable[datetime], owner: Owner) -> Contact:
    at = max([contact.last_at, *said])
    if at <= contact.last_at:
        return contact
    return replace(contact, last_at=at, last_sent=local_day(at, owner.calendar))


def not_put_away(
    cases: Iterable[Case], decisions: Iterable[Decision], contacts: Mapping[str, Contact], today: date
) -> Iterator[Case]:
    """The cases but those muted for good, or put off to a day to come."""
    away = {d.message_id for d in decisions if _is_away(d, today)}
    put_away = {_standing_id(*case) for case, ids in _ids(contacts).items() if not away.isdisjoint(ids)}
    return (case for case in cases if case.id not in put_away)


def _is_away(decision: Decision, today: date) -> bool:
    put_off = decision.verb is Verb.SNOOZE and decision.day is not None and today < decision.day
    return put_off or decision.verb in (Verb.MUTE, Verb.NOT_INTRO)
