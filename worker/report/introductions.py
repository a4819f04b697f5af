"""Cases -> introductions: who was introduced to whom, by whom, and what came of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from rules.due import local_day
from rules.model import ME, Calendar, Case, Kind, Outcome, Owner, Person

FOR_ME = frozenset({Kind.ASKED_BY_ME, Kind.PROMISED_TO_ME, Kind.MADE_FOR_ME})
BY_ME = frozenset({Kind.ASKED_OF_ME, Kind.MADE_BY_ME})
_MET = frozenset({"MET", "INTERIM", "OUTCOME", "HANDED_OFF", "REPORTED"})
_NOTHING = frozenset({"DECLINED", "LAPSED", "NO_MEETING", "OPTED_OUT", "NO_NEWS", "UNDELIVERED"})
_NOTHING_CAME = frozenset({Outcome.DECLINED, Outcome.LAPSED, Outcome.UNDELIVERED})


class Stage(StrEnum):
    """How far an introduction came, as it is told."""

    ASKED = "asked for or promised"
    MADE = "introduced"
    MET = "met, or in touch"
    NOTHING = "nothing came of it"


@dataclass(frozen=True, slots=True)
class Who:
    """Somebody on the page: a person of the review, or a name that stands in a mail."""

    key: str
    name: str
    address: str

    @property
    def shown(self) -> str:
        """ "Ines Carvalho <ines@example.org>", or as much of it as is known."""
        return f"{self.name} <{self.address}>" if self.name and self.address else self.name or self.address


@dataclass(frozen=True, slots=True)
class Introduction:
    """Two people of one case: who opened a door and to whom, or the two the owner brought together."""

    day: date
    first: Who
    second: Who
    stage: Stage
    case_id: str


@dataclass(frozen=True, slots=True)
class Names:
    """Who is who: every address and name that a case can hold, as one human."""

    people: Mapping[str, Person]
    owner: frozenset[str]

    def who(self, reference: str) -> Who:
        person = self.people.get(reference)
        if person is None:
            bare = "@" not in reference
            return Who(reference.casefold(), reference if bare else "", "" if bare else reference)
        return Who(person.id, person.name, reference if "@" in reference else "")

    def others(self, *references: str | None) -> tuple[Who, ...]:
        """Those of them that are somebody else than the owner, each once."""
        found = (self.who(r) for r in references if r and r != ME and r not in self.owner)
        return tuple({who.key: who for who in found}.values())


def names(people: Sequence[Person], owner: Owner) -> Names:
    """The names of a review."""
    return Names({address: person for person in people for address in person.addresses}, owner.addresses)


def for_me(cases: Sequence[Case], known: Names, calendar: Calendar) -> tuple[Introduction, ...]:
    """Who opened a door for the owner, and to whom; the newest first."""
    found = (
        Introduction(_day(case, calendar), giver, target, stage(case), case.id)
        for case in told(cases, FOR_ME)
        for giver in known.others(case.introducer)
        for target in known.others(*case.targets)
        if giver.key != target.key
    )
    return _newest_first(found)


def by_me(cases: Sequence[Case], known: Names, calendar: Calendar) -> tuple[Introduction, ...]:
    """Whom the owner brought together; the newest first."""
    found = (
        Introduction(_day(case, calendar), first, second, stage(case), case.id)
        for case in told(cases, BY_ME)
        for first, *rest in [known.others(case.requester, *case.targets)]
        for second in rest
    )
    return _newest_first(found)


def told(cases: Sequence[Case], kinds: frozenset[Kind]) -> Iterator[Case]:
    """The cases of those kinds that began somewhere, and that the owner did not put away."""
    for case in cases:
        if case.kind in kinds and case.steps and case.outcome is not Outcome.DISMISSED:
            yield case


def stage(case: Case) -> Stage:
    """How far it came: a meeting stays one, whatever came of it later."""
    states = {case.state, *(step.state for step in case.steps)}
    if states & _MET:
        return Stage.MET
    if case.outcome in _NOTHING_CAME or states & _NOTHING:
        return Stage.NOTHING
    return Stage.MADE if was_made(case) else Stage.ASKED


def was_made(case: Case) -> bool:
    """Whether the introduction itself was made."""
    return any(step.kind in (Kind.MADE_FOR_ME, Kind.MADE_BY_ME) for step in case.steps)


def _day(case: Case, calendar: Calendar) -> date:
    return local_day(case.steps[0].at, calendar)


def _newest_first(found: Iterator[Introduction]) -> tuple[Introduction, ...]:
    ordered = sorted(found, key=lambda one: (one.case_id, one.second.key))
    return tuple(sorted(ordered, key=lambda one: one.day, reverse=True))
