"""One person is told once: which report goes first (DOMAIN.md section 5), and what weak evidence asks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from rules.matter import Contact
from rules.model import ME, Case, Duty, Turn, What

_RANK = {"OUTCOME": 0, "MET": 0, "NO_MEETING": 0, "INTERIM": 1, "RECEIVED": 2}
_MAY_WAIT = frozenset({"INTERIM", "RECEIVED"})  # their reports are settled by a greater one


def told_once(cases: Iterable[Case], contacts: Mapping[str, Contact]) -> Iterator[Case]:
    """The cases, in which the smaller report to a person waits for the greater."""
    held = tuple(cases)
    first: dict[str, int] = {}
    for case in held:
        for duty in _reports(case):
            who = _person(duty.to, contacts)
            first[who] = min(first.get(who, len(_RANK)), _RANK.get(case.state, len(_RANK)))
    for case in held:
        yield _asked(_without_waiting(case, first, contacts), contacts)


def _reports(case: Case) -> Iterator[Duty]:
    return (duty for duty in case.duties if (duty.owner, duty.what) == (ME, What.REPORT))


def _person(label: str, contacts: Mapping[str, Contact]) -> str:
    return contacts[label].label if label in contacts else label


def _without_waiting(case: Case, first: Mapping[str, int], contacts: Mapping[str, Contact]) -> Case:
    if case.state not in _MAY_WAIT:
        return case
    waits = [duty for duty in _reports(case) if first[_person(duty.to, contacts)] < _RANK[case.state]]
    if not waits:
        return case
    left = tuple(duty for duty in case.duties if duty not in waits)
    return replace(case, duties=left, turn=case.turn if left else Turn.NOBODY)


def _asked(case: Case, contacts: Mapping[str, Contact]) -> Case:
    """A later mail of mine to them, on something else, is weak evidence that I told them: ask (rule 10)."""
    for duty in _reports(case):
        contact = contacts.get(duty.to)
        if contact and contact.last_sent and contact.last_sent > duty.since:
            return replace(case, question=f"Have you told {duty.to} how it went?")
    return case
