"""The six elements of an endorsement, n/6 a person (DOMAIN.md section 6; the essay on endorsements).

Each is yes, no or unknown, by the owner's word, by what somebody is to them, or by what a mail shows.
Friendly mail shows none of them: what is unknown is asked.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from rules.advice.grounds import Grounds, unknown
from rules.advice.houses import house
from rules.model import (
    Act,
    Answer,
    ContactType,
    Element,
    Evidence,
    Finding,
    Kind,
    Person,
    PersonNote,
    Reading,
    Remark,
    Step,
)
from rules.tables import table
from rules.who.names import fold

_YES, _NO = Answer.YES, Answer.NO
_STRONG = 0.5

# What a type says by its definition (DOMAIN.md section 1).
_BY_TYPE: Mapping[ContactType, Mapping[Element, tuple[Answer, str]]] = {
    ContactType.FRIEND: {
        Element.MET: (_YES, "a friend"),
        Element.LIKES: (_YES, "a friend"),
        Element.WORK: (_NO, "a friend, who knows you and not your work"),
        Element.SETTING: (_YES, "a friend, who knows your character"),
    },
    ContactType.SOCIAL: {
        Element.MET: (_YES, "known socially"),
        Element.WORK: (_NO, "known socially, not from work"),
        Element.SETTING: (_YES, "known socially"),
    },
    ContactType.REFERENCE: {
        Element.WORK: (_YES, "a reference or colleague"),
        Element.SETTING: (_YES, "a reference or colleague, who knows how you work"),
    },
    ContactType.OTHER: {
        Element.WORK: (_NO, "met through a referral or by writing to them"),
        Element.WILLING: (_NO, "may refer you on, and cannot vouch yet"),
    },
}
# Words of a meeting that took two in one place, folded, in the seven languages.
_IN_ONE_PLACE = table("""
    coffee lunch dinner breakfast drinks beer tea office visit visiting tour desk table person walk window
    kaffee mittagessen abendessen fruhstuck buro besuch rundgang cafe dejeuner diner bureau visite almuerzo
    cena oficina visita pranzo ufficio caffe almoco jantar escritorio koffie ontbijt kantoor bezoek
    rondleiding wandeling spaziergang promenade paseo passeggiata passeio
    """)
_WILLING = frozenset(
    {(Kind.PROMISED_TO_ME, "PROMISED"), (Kind.PROMISED_TO_ME, "OPT_IN_PENDING"), (Kind.MADE_FOR_ME, "MADE")}
    | {(Kind.FAVOUR, "RECEIVED")}
)
_UNWILLING = "DECLINED"


@dataclass(frozen=True, slots=True)
class Shown:
    """What mail shows of people, by person: a meeting in one place, willingness and its newest word."""

    met: Mapping[str, Evidence]
    willing: Mapping[str, tuple[Answer, Evidence]]


def shown(grounds: Grounds) -> Shown:
    """What all mail and all cases show."""
    met: dict[str, Evidence] = {}
    for reading in grounds.readings:
        if evidence := _met_in_one_place(reading):
            for who in _both(reading, grounds):
                met[who] = evidence
    return Shown(met, _willing(grounds))


def _met_in_one_place(reading: Reading) -> Evidence | None:
    """Thanks for a meeting that name a coffee, a visit, a table: no call has one."""
    for signal in reading.signals:
        told = signal.act is Act.THANKS and signal.form == "after_meeting" and signal.writer is None
        if told and signal.confidence >= _STRONG and not _IN_ONE_PLACE.isdisjoint(_words(signal.sentence)):
            return Evidence(reading.header.message_id, signal.sentence, signal.rule)
    return None


def _words(sentence: str) -> list[str]:
    return "".join(c if c.isalnum() else " " for c in fold(sentence)).split()


def _both(reading: Reading, grounds: Grounds) -> Sequence[str]:
    """The one other human on a mail: of several, nobody can tell who was there."""
    header = reading.header
    labels = (header.sender.email, *(a.email for a in (*header.to, *header.cc)))
    others = {grounds.people.of(label).id for label in labels if not grounds.is_me(label)}
    return tuple(others) if len(others) == 1 else ()


def _willing(grounds: Grounds) -> Mapping[str, tuple[Answer, Evidence]]:
    """By each person's newest word: they introduced, promised or helped, or they declined."""
    newest: dict[str, tuple[Step, Answer]] = {}
    for case in grounds.cases:
        who = case.introducer if case.kind is not Kind.FAVOUR else case.helper
        for step in case.steps if who and not grounds.is_me(who) else ():
            answer = _word(step)
            person = grounds.person(who or "").id
            if answer and (person not in newest or newest[person][0].at <= step.at):
                newest[person] = step, answer
    return {person: (answer, step.evidence) for person, (step, answer) in newest.items()}


def _word(step: Step) -> Answer | None:
    if step.state == _UNWILLING:
        return _NO
    return _YES if (step.kind, step.state) in _WILLING else None


# ── One person ──────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Subject:
    """One person, with all that speaks of them."""

    person: Person
    notes: Sequence[PersonNote]
    contact_type: ContactType | None
    type_shown_by: Remark
    companies: Sequence[str]  # those the owner wants to reach
    inside: Mapping[str, Evidence]  # what shows that they know somebody there, by house


Findings = Mapping[Element, Finding]
_UNKNOWN: Findings = {e: Finding(e, Answer.UNKNOWN, "not known", unknown(f"readiness.{e}")) for e in Element}


def readiness(of: Subject, mail: Shown) -> tuple[Finding, ...]:
    """The six elements, in the essay's order: by the owner's word, else by what mail shows, else by type."""
    found = {**_UNKNOWN, **_by_type(of.contact_type, of.type_shown_by.evidence)}
    found |= {finding.element: finding for finding in (*_by_mail(of, mail), *_said(of))}
    return tuple(found[element] for element in Element)


@lru_cache(maxsize=1024)
def _by_type(kind: ContactType | None, evidence: Evidence) -> Findings:
    says = _BY_TYPE[kind] if kind else {}
    return {element: Finding(element, answer, why, evidence) for element, (answer, why) in says.items()}


def _by_mail(of: Subject, mail: Shown) -> Iterator[Finding]:
    if met := mail.met.get(of.person.id):
        yield Finding(Element.MET, _YES, "the mail tells of it", met)
    if word := mail.willing.get(of.person.id):
        answer, evidence = word
        why = "they offered or helped before" if answer is _YES else "they declined last time"
        yield Finding(Element.WILLING, answer, why, evidence)
    known = (name for name in of.companies if house(name) in of.inside)
    if company := next(known, ""):
        yield Finding(Element.INSIDE, _YES, f"they know somebody at {company}", of.inside[house(company)])


def _said(of: Subject) -> Iterator[Finding]:
    """What the owner said; of one company it is said by its name."""
    said = Evidence("", "", "owner.readiness")
    wanted = {house(name) for name in of.companies}
    for note in of.notes:
        if not wanted.isdisjoint(map(house, note.inside)):
            yield Finding(Element.INSIDE, _YES, "as you said", said)
        for element, answer in note.elements:
            if answer is not Answer.UNKNOWN:
                yield Finding(element, answer, "as you said", said)


# ── The aim ─────────────────────────────────────────────────────────────────────────────────


def is_ready(findings: Sequence[Finding]) -> Answer:
    """Whether the least is there for an ask: knows the owner, likes them, knows somebody inside, is willing.

    Who met the owner, knows their work or knows them from elsewhere, knows them.
    """
    by = {finding.element: finding.answer for finding in findings}
    knows = [by[element] for element in (Element.MET, Element.WORK, Element.SETTING)]
    known = _YES if _YES in knows else Answer.UNKNOWN if Answer.UNKNOWN in knows else _NO
    needed = [known, by[Element.LIKES], by[Element.INSIDE], by[Element.WILLING]]
    return _NO if _NO in needed else Answer.UNKNOWN if Answer.UNKNOWN in needed else _YES
