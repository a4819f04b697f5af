"""What stands beside the duties (DOMAIN.md section 6): pieces of advice, each with its evidence."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from rules.model.cases import Evidence, Suggestion
from rules.model.endorsement import Answer, Element
from rules.model.owner import ContactType


class Topic(StrEnum):
    """What a piece of advice speaks of."""

    CONTACT_TYPE = "contact_type"
    ASK_LOAD = "ask_load"
    APPLICATION_CONFLICT = "application_conflict"
    PATHS = "paths"


@dataclass(frozen=True, slots=True)
class Remark:
    """One piece of advice: yes, no or unknown, in words, and what shows it."""

    topic: Topic
    answer: Answer
    text: str
    evidence: Evidence
    case_id: str = ""  # of the case it concerns, where it concerns one


@dataclass(frozen=True, slots=True)
class Finding:
    """One element of an endorsement: whether it is there, why we say so, and what shows it."""

    element: Element
    answer: Answer
    why: str
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class AskLoad:
    """Whether somebody may be asked for something now; where not, why, and from which day where known."""

    answer: Answer
    reasons: tuple[Remark, ...] = ()
    free: date | None = None
    asked: int = 0  # asks of the last twelve months


@dataclass(frozen=True, slots=True)
class Help:
    """One time that somebody helped: a fact with its day and its mail."""

    day: date
    text: str
    evidence: Evidence
    case_id: str


@dataclass(frozen=True, slots=True)
class Rapport:
    """How things stand with one person: the four pieces of advice that hang on a person."""

    person: str  # Person.id
    name: str
    address: str  # "" where only a name is known
    contact_type: ContactType | None
    type_shown_by: Remark
    readiness: tuple[Finding, ...]  # the six elements, in the essay's order
    load: AskLoad
    received: tuple[Help, ...] = ()  # the oldest first
    given: tuple[Help, ...] = ()

    @property
    def elements(self) -> int:
        """n of the n/6 that are known to be there."""
        return sum(finding.answer is Answer.YES for finding in self.readiness)


@dataclass(frozen=True, slots=True)
class Path:
    """Somebody who may open a company: how, and whether to ask them now."""

    who: Rapport
    answer: Answer  # unknown where something has to be found out, given or done first
    ways: tuple[Remark, ...]  # how they lead there, the strongest first
    advice: str
    last: date | None = None  # of their newest mail with the owner


@dataclass(frozen=True, slots=True)
class Paths:
    """Everybody who may open one company: whom to ask first, and last whom not to ask now."""

    company: str
    found: tuple[Path, ...]
    applied: Remark | None = None


@dataclass(frozen=True, slots=True)
class Advice:
    """All advice of a review. `remarks` belong to cases; `questions` and `give_back` come the best first."""

    people: tuple[Rapport, ...] = ()
    remarks: tuple[Remark, ...] = ()
    questions: tuple[Suggestion, ...] = ()
    give_back: tuple[Suggestion, ...] = ()
    paths: tuple[Paths, ...] = ()  # one a target
