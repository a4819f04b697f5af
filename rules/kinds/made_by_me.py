"""K4 made_by_me: an introduction I made (DOMAIN.md section 5)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from rules.kinds.clockwork import Clockwork, begin, close, enter, holds, opened
from rules.matter import Event, Matter, Position, Role
from rules.model import Act, Kind, Outcome, What


def start(matter: Matter, event: Event, clocks: Clockwork, before: Position | None = None) -> Position:
    """MADE: the requester owes the target a first word."""
    evidence = event.evidence(Act.INTRODUCES)
    known = matter.opening is Kind.ASKED_OF_ME or matter.form != "two_sided"
    turn = Role.REQUESTER
    position = begin(
        Kind.MADE_BY_ME, "MADE", event, evidence, turn=turn, awaiting=turn if known else None,
        question="" if known else "both",
    )  # fmt: skip
    loop = clocks.loop(
        What.REPLY, Role.REQUESTER, Role.TARGET, since=event.day, name="k4.made", evidence=evidence,
        because="after your introduction",
    )  # fmt: skip
    return replace(opened(position, loop), steps=(*(before.steps if before else ()), *position.steps))


def move(matter: Matter, position: Position, event: Event, clocks: Clockwork) -> Position:
    """One of them answers the other, or tells me; or I ask how it went."""
    if event.by in (Role.REQUESTER, Role.TARGET):
        return _they_wrote(position, event, clocks)
    if event.by is Role.ME:
        return _i_wrote(position, event, clocks)
    return position


def _they_wrote(position: Position, event: Event, clocks: Clockwork) -> Position:
    other = Role.TARGET if event.by is Role.REQUESTER else Role.REQUESTER
    if other in event.to or (position.state == "MADE" and event.says(Act.REPLIES_TO_INTRODUCTION)):
        return _handed_off(position, event, clocks, other) if position.state == "MADE" else position
    tells = event.says(Act.REPORTS_OUTCOME) or (event.says(Act.THANKS) and event.speaks_of_it)
    if tells or (position.state in ("HANDED_OFF", "NO_NEWS") and event.by is Role.REQUESTER and event.direct):
        return _reported(position, event, clocks)
    return position


def _handed_off(position: Position, event: Event, clocks: Clockwork, other: Role) -> Position:
    loop = clocks.loop(
        What.CHECK, Role.ME, Role.REQUESTER, since=event.day, name="k4.check", because="after they took it on",
        evidence=event.evidence(Act.REPLIES_TO_INTRODUCTION),
    )  # fmt: skip
    moved = enter(position, event, "HANDED_OFF", turn=other, loops=(), awaiting=other)
    return opened(moved, loop)


def _reported(position: Position, event: Event, clocks: Clockwork) -> Position:
    loop = clocks.loop(
        What.ANSWER, Role.ME, event.by, since=event.day, name="k4.reported", because="after their report",
        evidence=event.evidence(Act.REPORTS_OUTCOME, Act.THANKS),
    )  # fmt: skip
    return opened(enter(position, event, "REPORTED", turn=Role.ME, loops=()), loop)


def _i_wrote(position: Position, event: Event, clocks: Clockwork) -> Position:
    if not {Role.REQUESTER, Role.TARGET} & event.to:
        return position
    if position.state == "REPORTED":
        return close(position, event, Outcome.DONE)
    if position.state == "HANDED_OFF" and holds(position, What.CHECK) and event.speaks_of_it:
        asked = replace(position, loops=(), nudged=(event.day,), turn=Role.REQUESTER, awaiting=Role.REQUESTER)
        return asked
    return position


def wait(position: Position, today: date, clocks: Clockwork) -> Position:
    """The check falls due; asked and unanswered it ends in NO_NEWS, in silence."""
    if position.state != "HANDED_OFF":
        return position
    if position.nudged:
        silent = clocks.after(position.nudged[-1], "k4.no_news")
        if silent < today:
            return enter(position, None, "NO_NEWS", turn=None, loops=(), since=silent)
        return position
    due = next((x.due for x in position.loops if x.what is What.CHECK and x.due), None)
    return replace(position, turn=Role.ME) if due and due <= today else position
