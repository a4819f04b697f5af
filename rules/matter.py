"""A matter: one introduction, ask or favour before any clock has looked at it.

`cases` gathers matters from mail, `kinds` tells how each stands. Both hand on these values.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Protocol

from rules.model import (
    Act,
    Address,
    ContactType,
    Decision,
    Evidence,
    Kind,
    Mark,
    Outcome,
    Person,
    Reading,
    Signal,
    Step,
    What,
)


class Directory(Protocol):
    """Who is who, as `rules.who.people` knows it."""

    def of(self, who: Address | str) -> Person:
        """The person behind an address; one known by nothing else where it was never seen."""
        ...

    def find(self, name: str) -> Person | None:
        """The one person of an address or a full name; None where several share it."""
        ...


class Role(StrEnum):
    """What somebody is in a matter (DOMAIN.md section 2)."""

    ME = "me"
    INTRODUCER = "introducer"
    REQUESTER = "requester"
    TARGET = "target"
    HELPER = "helper"
    BYSTANDER = "bystander"


@dataclass(frozen=True, slots=True)
class Who:
    """Somebody in a role: the address (or name) they stand under here, and the person they are."""

    label: str
    person: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened in a matter: a message, or a decision of the owner.

    `by` wrote it and `to` received it, by role; `signals` holds the strongest of each act. `direct` is
    False where the message only speaks of the matter from another thread.
    """

    at: datetime
    day: date
    message_id: str
    by: Role
    to: frozenset[Role]
    signals: Mapping[Act, Signal]
    reading: Reading | None = None
    decision: Decision | None = None
    direct: bool = True
    speaks_of_it: bool = True  # names the target, the organisation or the purpose

    def says(self, act: Act) -> bool:
        """Whether the message does this, on strong evidence."""
        return act in self.signals

    def evidence(self, *acts: Act) -> Evidence:
        """The evidence for the first of these acts that is here, be it weak; else the message itself."""
        read = (s for s in self.reading.signals if s.writer is None) if self.reading else ()
        weak = {signal.act: signal for signal in read}
        for act in acts:
            if signal := self.signals.get(act) or weak.get(act):
                return Evidence(self.message_id, signal.sentence, signal.rule)
        subject = (
            self.reading.header.subject if self.reading else (self.decision.note if self.decision else "")
        )
        rule = f"decision.{self.decision.verb}" if self.decision else f"message.{self.by}"
        return Evidence(self.message_id, subject, rule)


_NOT_YET = ("delay", "warning", "still trying", "will retry", "will continue")


def failures(reading: Reading) -> tuple[str, ...]:
    """The addresses a report gives up on (rule 2), by its status, else by its text. A delay gives up on none.

    What a mail server calls a delay is English wherever it stands.
    """
    if reading.failed or Mark.REPORT not in reading.header.marks:
        return reading.failed
    said = [s.sentence for s in reading.signals if s.act is Act.BOUNCE and not s.rule.startswith("header.")]
    text = " ".join((reading.header.subject, *said)).casefold()
    final = said and not any(word in text for word in _NOT_YET)
    return tuple(name for name in reading.names if "@" in name) if final else ()


@dataclass(frozen=True, slots=True)
class Matter:
    """One introduction, ask or favour: who is what in it, and what happened, in order."""

    id: str
    opening: Kind
    roles: Mapping[Role, Who]
    events: tuple[Event, ...]
    organisation: str = ""
    purpose: str = ""
    form: str = ""


@dataclass(frozen=True, slots=True)
class Loop:
    """A duty in the making: opened by an event, closed by a later one."""

    what: What
    owner: Role
    to: Role
    since: date
    due: date | None
    late: date | None  # overdue after that day
    evidence: Evidence
    why: str
    one_day: bool = False  # a duty of one day: the urgent lane


@dataclass(frozen=True, slots=True)
class Position:
    """Where a matter stands between two events. Each kind says how an event or a day moves it."""

    kind: Kind
    state: str
    since: date
    evidence: Evidence
    loops: tuple[Loop, ...] = ()
    turn: Role | None = None  # whose turn it is; None is nobody's
    awaiting: Role | None = None  # from whom something is awaited, if anybody
    until: date | None = None  # quiet until that day
    resumes: tuple[Loop, ...] = ()  # what is mine when the quiet ends (rule 3)
    put_off: date | None = None  # the owner wants to hear nothing of it before that day
    nudged: tuple[date, ...] = ()  # in this state
    meeting: date | None = None  # the day agreed on, or last proposed
    opted_in: bool = False  # the target has agreed, or wrote first
    reported: date | None = None  # when the introducer was last told; or the helper told me
    running: bool = False  # mail with the target after the meeting (INTERIM)
    outcome: Outcome | None = None
    ends: Outcome = Outcome.DONE  # how it closes once all duties are done
    question: str = ""  # what weak evidence, or a day gone by, asks the owner
    steps: tuple[Step, ...] = ()
    before: Position | None = None  # what stood before it closed, or before my mail came back


@dataclass(frozen=True, slots=True)
class Contact:
    """How mail with one person stands, apart from any case."""

    label: str  # the address of the newest mail
    person: str  # the id of the person: stays when they write from another address
    last_at: datetime
    last_message: str
    last_sent: date | None = None  # my last mail to them
    last_received: date | None = None
    unanswered: int = 0  # mails of mine since theirs
    contact_type: ContactType | None = None
