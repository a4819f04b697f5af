"""A line of LABELS.jsonl, read: whose mail it is, what they have noted and decided."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime
from functools import wraps
from pathlib import Path
from typing import TypeVar
from zoneinfo import ZoneInfo

from rules.model import Calendar, ContactType, Decision, Owner, PersonNote, Verb
from worker.evaluate.keys import fault
from worker.letter import Label
from worker.ports import IntroloopError

T = TypeVar("T")

_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_ISO_DAY = re.compile(r"\d{4}-\d\d-\d\d")


class LabelsUnreadable(IntroloopError):
    """The file of labels is missing, or a line of it is no label."""


def read_labels(path: Path) -> Iterator[Label]:
    """The labels of a JSONL file, blank lines left out; raises LabelsUnreadable with the line."""
    try:
        lines = path.read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise LabelsUnreadable(f"{path} cannot be read", advice="Name a JSONL file of labels.") from error
    for number, line in enumerate(lines, 1):
        if line.strip():
            yield _label(line, where=f"{path} line {number}")


def _label(line: str, *, where: str) -> Label:
    advice = 'One JSON object a line, with "id", "owner" and "message" or "messages".'
    try:
        label = json.loads(line)
    except json.JSONDecodeError as error:
        raise LabelsUnreadable(f"{where} is not JSON", advice=advice) from error
    if not isinstance(label, dict) or "id" not in label or not {"message", "messages"} & label.keys():
        raise LabelsUnreadable(f"{where} is not a label", advice=advice)
    if said := fault(label):
        raise LabelsUnreadable(
            f"{where}, label {label['id']}: {said}",
            advice="introloop evaluate --help shows one; rules/README.md, “Measure it”, all that it may say.",
        )
    return label


def _named(read: Callable[[Label], T]) -> Callable[[Label], T]:
    """The same, but what a label lacks or says amiss is told with the label it stands in."""

    @wraps(read)
    def understood(label: Label) -> T:
        try:
            return read(label)
        except (KeyError, ValueError, TypeError) as error:
            raise LabelsUnreadable(
                f"label {label['id']} cannot be read: {type(error).__name__} {error}",
                advice="A label names its owner with addresses, and instants as 2026-11-16T09:00:00+01:00.",
            ) from error

    return understood


@_named
def now_of(label: Label) -> datetime:
    """The moment a story is told at."""
    return datetime.fromisoformat(label["now"])


@_named
def owner_of(label: Label) -> Owner:
    """The owner as labelled; UTC where no time zone is given, Saturday and Sunday where no weekend is."""
    owner = label["owner"]
    search = owner.get("search") or {}
    return Owner(
        addresses=frozenset(address.lower() for address in owner["addresses"]),
        calendar=Calendar(
            zone=ZoneInfo(owner.get("timezone") or "UTC"),
            weekend=_weekend(owner.get("weekend") or ("sat", "sun")),
            holidays=frozenset(date.fromisoformat(day) for day in owner.get("holidays") or ()),
        ),
        name=owner.get("name") or "",
        searching=bool(search.get("active")),
        landed=date.fromisoformat(search["landed"]) if search.get("landed") else None,
        targets=tuple(search.get("targets") or ()),
    )


def _weekend(days: Iterable[str | int]) -> frozenset[int]:
    """Days by English name or by number, Monday 0."""
    return frozenset(_DAYS.index(day[:3].lower()) if isinstance(day, str) else day for day in days)


@_named
def notes_of(label: Label) -> tuple[PersonNote, ...]:
    """What the owner has noted about people."""
    return tuple(
        PersonNote(
            addresses=tuple(address.lower() for address in person["addresses"]),
            name=person.get("name") or "",
            organisation=person.get("organisation") or "",
            contact_type=ContactType(person["contact_type"]) if person.get("contact_type") else None,
            note=person.get("note") or "",
        )
        for person in label.get("people") or ()
    )


@_named
def decisions_of(label: Label) -> tuple[Decision, ...]:
    """What the owner decided; the day of `moved` and `snooze` stands in `day`, or as ISO date in the note."""
    return tuple(
        Decision(
            at=datetime.fromisoformat(said["at"]),
            verb=Verb(said["decision"].replace("_", "-")),
            message_id=said["about"],
            who=said.get("who") or "",
            what=said.get("what") or "",
            day=_day(said),
            note=said.get("note") or "",
        )
        for said in label.get("decisions") or ()
    )


def _day(said: Label) -> date | None:
    found = _ISO_DAY.search(f"{said.get('day') or ''} {said.get('note') or ''}")
    return date.fromisoformat(found.group()) if found else None
