"""What may be asked of whom, and an ask that does not fit its person (DOMAIN.md sections 1 and 6).

The owner's word and their address books say what somebody is to them; mail shows it only where the
definition itself does: a colleague, or somebody met through an introduction.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from rules.advice.grounds import Grounds, is_open, unknown
from rules.advice.houses import house, houses_of
from rules.model import (
    Answer,
    Case,
    ContactType,
    Evidence,
    Kind,
    Person,
    Remark,
    Section,
    Step,
    Suggestion,
    Topic,
)
from rules.tables import table
from rules.who.addresses import company_of
from rules.who.names import fold

GOOD_FOR: Mapping[ContactType, str] = {
    ContactType.FRIEND: "names, and a word on your character; not a word on your work",
    ContactType.SOCIAL: "names, and saying that you are worth talking to; not a word on your work",
    ContactType.REFERENCE: "a word on your work, a referral, an open door; spare them most",
    ContactType.OTHER: "information, and a name to go on to; not a word for you",
}
_A = {
    ContactType.FRIEND: "a friend",
    ContactType.SOCIAL: "somebody known socially",
    ContactType.OTHER: "somebody met through a referral",
}
# Words that tell of vouching for work, folded, in the seven languages.
_VOUCHING = table("""
    reference references referee recommendation recommend vouch endorsement testimonial
    referenz referenzen empfehlungsschreiben arbeitszeugnis recommandation recommander referencia
    referencias recomendacion recomendar referenze raccomandazione referenza recomendacao referentie
    referenties aanbeveling aanbevelingsbrief
    """)
_MAY_HELP = frozenset({Kind.ASKED_BY_ME, Kind.PROMISED_TO_ME, Kind.MADE_FOR_ME, Kind.FAVOUR})
_CONTACT_TYPE = Topic.CONTACT_TYPE


def type_of(
    person: Person, grounds: Grounds, met_by: Mapping[str, Step]
) -> tuple[ContactType | None, Remark]:
    """What somebody is to the owner, and what shows it; None is to be asked.

    `met_by` holds, by person, the step by which they were introduced to the owner.
    """
    if person.contact_type:
        typed = any(note.contact_type and not note.from_book for note in grounds.notes_on(person))
        rule = "owner.contact_type" if typed else "book.contact_type"
        why = "as you said" if typed else "as your address book says"
        return _known(person.contact_type, why, Evidence("", "", rule))
    shared = houses_of(person) & _own_houses(grounds)
    if shared and grounds.last_with(person):
        address = next((a for a in person.addresses if house(company_of(a)) in shared), person.id)
        return _known(
            ContactType.REFERENCE, "you work at one place", Evidence("", address, "address.colleague")
        )
    if person.id in met_by:
        return _known(ContactType.OTHER, "you met through an introduction", met_by[person.id].evidence)
    return None, Remark(_CONTACT_TYPE, Answer.UNKNOWN, "not known", unknown("contact_type.unknown"))


def _known(kind: ContactType, why: str, evidence: Evidence) -> tuple[ContactType, Remark]:
    return kind, Remark(_CONTACT_TYPE, Answer.YES, f"{kind}, {why}", evidence)


def _own_houses(grounds: Grounds) -> frozenset[str]:
    return frozenset(house(name) for address in grounds.owner.addresses if (name := company_of(address)))


def met_through(grounds: Grounds) -> Mapping[str, Step]:
    """Who was introduced to the owner, with the step that shows it."""
    found: dict[str, Step] = {}
    for case in grounds.cases:
        made = next((s for s in case.steps if (s.kind, s.state) == (Kind.MADE_FOR_ME, "MADE")), None)
        if made and case.introducer:
            for target in case.targets:
                found.setdefault(grounds.person(target).id, made)
    return found


# ── The wrong ask ───────────────────────────────────────────────────────────────────────────


def misfits(grounds: Grounds) -> Iterator[Remark]:
    """A remark on each open ask in Sent mail for a word on the owner's work, made of who cannot give it."""
    for case in grounds.cases:
        ask = next((s for s in case.steps if (s.kind, s.state) == (Kind.FAVOUR, "ASKED_BY_ME")), None)
        if ask is None or case.helper is None or not is_open(case) or not _is_vouching(ask.evidence):
            continue
        kind = grounds.person(case.helper).contact_type
        if kind in _A:
            text = f"This asks {_A[kind]} to vouch for your work; somebody who worked with you can."
            yield Remark(_CONTACT_TYPE, Answer.NO, text, ask.evidence, case.id)


def _is_vouching(evidence: Evidence) -> bool:
    words = "".join(c if c.isalnum() else " " for c in fold(evidence.sentence)).split()
    return evidence.rule.endswith("reference") or not _VOUCHING.isdisjoint(words)


# ── The question ────────────────────────────────────────────────────────────────────────────


def unknown_types(grounds: Grounds, met_by: Mapping[str, Step]) -> tuple[Suggestion, ...]:
    """A question for each person whom an open case makes worth knowing, the newest case first."""
    found: dict[str, Suggestion] = {}
    for case in sorted(filter(is_open, grounds.cases), key=_newest_first):
        label = _helper_of(case)
        person = grounds.person(label) if label else None
        if person and person.id not in found and type_of(person, grounds, met_by)[0] is None:
            found[person.id] = _question(person, case, grounds)
    return tuple(found.values())


def _newest_first(case: Case) -> tuple[float, str]:
    return -case.steps[-1].at.timestamp(), case.id


def _helper_of(case: Case) -> str | None:
    """Who was, or may be, asked for something in a case: what they are decides what for."""
    return (case.introducer or case.helper) if case.kind in _MAY_HELP else None


def _question(person: Person, case: Case, grounds: Grounds) -> Suggestion:
    return Suggestion(
        case=case,
        section=Section.QUESTIONS,
        duty=None,
        who=grounds.address(person),
        title=f"What is {person.name or person.id} to you?",
        reason="A friend, somebody known socially, a reference from work, or other: "
        "it decides what to ask them for.",
        evidence=case.steps[-1].evidence,
        about_person=True,
    )
