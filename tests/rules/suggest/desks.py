"""A desk, and cases that stand as a test wants them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from rules.model import (
    ME,
    Act,
    Case,
    Draft,
    Duty,
    Evidence,
    Kind,
    Owner,
    Person,
    Reading,
    Signal,
    Step,
    Suggestion,
    Turn,
    What,
)
from rules.suggest import Desk, suggest
from rules.wordings import wordings
from tests.builders import MARA, Mail, mail, owner, when
from worker.packs import packs

INES = "ines@harbour.example"
TOMAS = "tomas@nordvik.example"
VERA = "vera@moreau.example"
NAMES = {
    INES: "Ines Duarte",
    TOMAS: "Tomas Keller",
    VERA: "Vera Moreau",
    "mara@lindqvist.example": "Mara Lindqvist",
}
TODAY = date(2026, 11, 20)  # a Friday
LONG_AGO = when("Mon 2026-03-02 09:00")
INTRODUCTION = mail(
    f"Ines Duarte <{INES}>",
    "Mara, meet Tomas Keller.",
    on="Mon 2026-11-16 09:00",
    to=[MARA, f"Tomas Keller <{TOMAS}>"],
    subject="Mara <> Tomas",
)


def evidence(
    sentence: str = "Mara, meet Tomas Keller.", message_id: str = INTRODUCTION.message_id
) -> Evidence:
    return Evidence(message_id, sentence, "en.introduces.meet")


def duty(
    what: What, to: str = TOMAS, *, by: str = ME, due: date | None = TODAY, urgent: bool = False
) -> Duty:
    return Duty(what, by, to, date(2026, 11, 16), due, False, urgent, evidence(), "Due on Friday.")


def case(
    state: str,
    *duties: Duty,
    kind: Kind = Kind.MADE_FOR_ME,
    turn: Turn = Turn.ME,
    mails: tuple[Mail, ...] = (INTRODUCTION,),
) -> Case:
    return Case(
        id=f"{kind}-{state}",
        kind=kind,
        state=state,
        turn=turn,
        awaiting=None,
        introducer=INES,
        requester=None,
        helper=None,
        targets=(TOMAS,),
        outcome=None,
        organisation=None,
        purpose="Tide mills",
        messages=tuple(m.message_id for m in mails),
        duties=duties,
        steps=(Step(when("Mon 2026-11-16 09:00"), kind, state, evidence()),),
    )


def desk(
    *mails: Mail,
    language: str = "en",
    by: Owner | None = None,
    today: date = TODAY,
    words: bool = True,
    spoken: str = "",
    known: tuple[str, ...] = (),
) -> Desk:
    """A desk with some mail in one language on it, in which `spoken` was read, by an owner who knows some."""
    held = mails or (INTRODUCTION,)
    said = {name: wordings(name, pack.drafts) for name, pack in packs().languages.items()} if words else {}
    signals = (Signal(Act.THANKS, 0.9, spoken, "thanks", language),) if spoken else ()
    return Desk(
        owner=by or owner(),
        today=today,
        readings={m.message_id: Reading(m.message.header, signals=signals, language=language) for m in held},
        names=NAMES,
        people={a: Person(a, (a,), received=1, sent=1, first_seen=LONG_AGO) for a in known},
        said=said,
        name_words=frozenset(word.lower() for name in NAMES.values() for word in name.split()),
    )


def one(standing: Case, at: Desk | None = None) -> Suggestion:
    """The one suggestion for a case."""
    (suggestion,) = suggest([standing], at or desk())
    return suggestion


def drafted(standing: Case, at: Desk | None = None) -> Draft:
    """The first draft for a case."""
    return one(standing, at).drafts[0]


def told(standing: Case, **changes: object) -> Case:
    """The case with other facts."""
    return replace(standing, **changes)  # type: ignore[arg-type]  # fields by name


LATE = TODAY.replace(day=18)


def standing(kind: Kind, state: str, owed: Duty) -> Case:
    """A case of some kind in which something is owed; of K4 and K5 with Vera as the requester."""
    asks = kind in (Kind.MADE_BY_ME, Kind.ASKED_OF_ME)
    return told(case(state, owed, kind=kind), requester=VERA if asks else None)
