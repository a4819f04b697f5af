"""Advice on mail told in a line (tests/rules/cases/mails.py)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, time

from rules.model import (
    Advice,
    Answer,
    ContactType,
    Decision,
    Element,
    Owner,
    PersonNote,
    Rapport,
    Reading,
    Remark,
)
from rules.review import review
from tests.rules.cases.mails import OWNER, PEOPLE, day, mail, who

ASK = "11-02 me > ines : asks_for_introduction {Tomas Ruud}"


def asked(line: str = ASK, *, hour: int = 9, subject: str = "A question") -> Reading:
    return mail(line, hour=hour, subject=subject)


def says(reading: Reading, sentence: str) -> Reading:
    """The same mail, whose first signal stands on this sentence."""
    first, *rest = reading.signals
    return replace(reading, signals=(replace(first, sentence=sentence), *rest))


def acquainted(*names: str) -> list[Reading]:
    """Old mail both ways with somebody, so that they are known."""
    return [
        mail(line, hour=n)
        for n, name in enumerate(names)
        for line in (f"2026-01-05 {name} > me :", f"2026-01-06 me > {name} :")
    ]


def note(name: str, **said: object) -> PersonNote:
    return PersonNote((who(name).email,), **said)  # type: ignore[arg-type]  # fields by name


def advised(
    *mails: Reading,
    on: str = "11-30",
    owner: Owner = OWNER,
    targets: Sequence[str] = (),
    notes: Iterable[PersonNote] = (),
    types: Iterable[tuple[str, str]] = (),
    decisions: Sequence[Decision] = (),
) -> Advice:
    """The advice in the evening of that day."""
    told = [*notes, *(note(name, contact_type=ContactType(kind)) for name, kind in types)]
    now = datetime.combine(day(on), time(20), UTC)
    searching = replace(owner, targets=tuple(targets))
    return review(mails, owner=searching, now=now, notes=told, decisions=decisions).advice


def with_(name: str, advice: Advice) -> Rapport:
    """How things stand with one of PEOPLE."""
    address = PEOPLE[name].email
    (found,) = [rapport for rapport in advice.people if rapport.address == address]
    return found


def elements(rapport: Rapport) -> dict[Element, Answer]:
    return {finding.element: finding.answer for finding in rapport.readiness}


def reasons(rapport: Rapport) -> list[str]:
    return texts(rapport.load.reasons)


def texts(remarks: Iterable[Remark]) -> list[str]:
    return [remark.text for remark in remarks]
