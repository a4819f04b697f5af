"""A case that hangs on a person and not on a message: K7 and K8."""

from __future__ import annotations

import hashlib

from rules.matter import Contact
from rules.model import Case, Duty, Evidence, Kind, Step, Turn


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
        id=hashlib.sha256(f"{kind}\n{contact.label}".encode()).hexdigest()[:10],
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
