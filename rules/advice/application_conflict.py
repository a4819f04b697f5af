"""An application where a conversation is under way (DOMAIN.md section 6; the essay on talking first).

Applying cold at a place while asking for advice there undermines the talk: the owner is told before it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from rules.advice.grounds import Grounds, is_open, places
from rules.advice.houses import house, speaks_of
from rules.due import business_days_between, clock, in_words
from rules.model import Act, Answer, Evidence, Kind, Mark, Reading, Remark, Signal, Topic
from rules.who.addresses import company_of

_KINDS = frozenset({Kind.ASKED_BY_ME, Kind.PROMISED_TO_ME, Kind.MADE_FOR_ME})
_BEFORE_THE_TALK = frozenset(
    {"ASKED", "PROMISED", "OPT_IN_PENDING", "REDIRECTED", "MADE", "TARGET_WROTE", "REPLIED", "SCHEDULING"}
    | {"SCHEDULED", "ASKED_BY_ME"}
)
_STRONG = 0.5


@dataclass(frozen=True, slots=True)
class Application:
    """One acknowledgement of an application, and everything in it that may name the place."""

    day: date
    evidence: Evidence
    house: str  # of the sender's own domain; "" where a service wrote for the place
    titles: tuple[str, ...]

    def is_at(self, wanted: str) -> bool:
        """Whether it was made at a house."""
        return bool(wanted) and (self.house == wanted or any(speaks_of(wanted, t) for t in self.titles))


def applications(grounds: Grounds) -> Sequence[Application]:
    """Those acknowledged of late, the newest first."""
    fresh = clock(grounds.owner, "application.fresh")
    found = []
    for reading in reversed(grounds.readings):
        signal = _acknowledges(reading)
        if signal is None or grounds.is_me(reading.header.sender.email):
            continue
        day = grounds.day(reading.header.date)
        if business_days_between(day, grounds.today, grounds.owner.calendar) > fresh:
            break
        found.append(_application(reading, signal, day))
    return found


def _acknowledges(reading: Reading) -> Signal | None:
    """The signal that says so; a sender known for it says it of every mail."""
    acts = (s for s in reading.signals if s.act is Act.APPLICATION_ACK and s.writer is None)
    return next((s for s in acts if s.confidence >= _STRONG), None)


def _application(reading: Reading, signal: Signal, day: date) -> Application:
    header = reading.header
    through_a_service = Mark.APPLICATION in header.marks
    own = "" if through_a_service else house(company_of(header.sender.email))
    titles = (header.sender.name, header.subject, reading.organisation, *signal.names, *reading.names)
    return Application(day, Evidence(header.message_id, signal.sentence, signal.rule), own, titles)


# ── At a case, at a company ─────────────────────────────────────────────────────────────────


def conflicts(grounds: Grounds, known: Sequence[Application]) -> Iterator[Remark]:
    """A warning for each open case at a place where the owner applied, before the ask or the meeting."""
    for case in grounds.cases if known else ():
        if is_open(case) and (case.kind in _KINDS or case.helper) and case.state in _BEFORE_THE_TALK:
            found = (conflict(name, known, case.id) for name in places(case, grounds))
            yield from filter(None, [next(filter(None, found), None)])


def conflict(company: str, known: Sequence[Application], case_id: str = "") -> Remark | None:
    """What speaks against asking for advice at a company now: the newest application there."""
    made = next((one for one in known if one.is_at(house(company))), None)
    if made is None:
        return None
    text = (
        f"You applied at {company}, acknowledged on {in_words(made.day)}: "
        "say so yourself before you ask for advice there."
    )
    return Remark(Topic.APPLICATION_CONFLICT, Answer.YES, text, made.evidence, case_id)
