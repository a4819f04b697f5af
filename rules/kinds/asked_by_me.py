"""K1 asked_by_me: an introduction I asked for (DOMAIN.md section 5). A promise takes it on to K2."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from rules.kinds import made_for_me, promised_to_me
from rules.kinds.clockwork import Clockwork, begin, close, done, opened
from rules.matter import Event, Matter, Position, Role
from rules.model import Act, Kind, Outcome, What


def start(matter: Matter, event: Event, clocks: Clockwork, before: Position | None = None) -> Position:
    """ASKED: the introducer owes an answer."""
    evidence = event.evidence(Act.ASKS_FOR_INTRODUCTION)
    position = begin(
        Kind.ASKED_BY_ME, "ASKED", event, evidence, turn=Role.INTRODUCER, awaiting=Role.INTRODUCER
    )
    loop = clocks.loop(
        What.ANSWER, Role.INTRODUCER, Role.ME, since=event.day, name="k1.asked", evidence=evidence,
        because="after your question",
    )  # fmt: skip
    return opened(position, loop)


def move(matter: Matter, position: Position, event: Event, clocks: Clockwork) -> Position:
    """Their answer, my nudge, or the introduction itself."""
    if event.by is Role.INTRODUCER:
        return _introducer_wrote(matter, position, event, clocks)
    if event.by is Role.TARGET:
        return made_for_me.start(matter, event, clocks, position)
    if event.by is Role.ME:
        return _i_wrote(matter, position, event, clocks)
    return position


def _introducer_wrote(matter: Matter, position: Position, event: Event, clocks: Clockwork) -> Position:
    if event.says(Act.INTRODUCES):
        return made_for_me.start(matter, event, clocks, position)
    if event.says(Act.REDIRECTS):
        return promised_to_me.redirected(position, event, clocks)
    if event.says(Act.PROMISES_INTRODUCTION):
        return promised_to_me.start(matter, event, clocks, position)
    if event.says(Act.DECLINES):
        return promised_to_me.declined(position, event, clocks)
    if event.says(Act.DEFERS) or not event.direct or position.state != "ASKED":
        return position
    return promised_to_me.asked_back(position, event, clocks)


def _i_wrote(matter: Matter, position: Position, event: Event, clocks: Clockwork) -> Position:
    if Role.TARGET in event.to:
        moved = made_for_me.start(matter, event, clocks, position)
        thanked = Role.INTRODUCER in event.to or (
            position.state == "REDIRECTED" and not _owes_thanks(position)
        )
        return done(moved, What.THANK, to=Role.INTRODUCER) if thanked else moved
    if Role.INTRODUCER not in event.to:
        return position
    if position.state == "DECLINED":
        return close(position, event, Outcome.DECLINED)
    position = done(done(position, What.ANSWER), What.THANK, to=Role.INTRODUCER)
    if position.state == "REDIRECTED":
        return position
    again = event.says(Act.NUDGES) or event.says(Act.ASKS_FOR_INTRODUCTION)
    nudged = (*position.nudged, event.day) if again else position.nudged
    return replace(position, turn=Role.INTRODUCER, awaiting=Role.INTRODUCER, nudged=nudged)


def _owes_thanks(position: Position) -> bool:
    return any(x.what is What.THANK for x in position.loops)


def wait(position: Position, today: date, clocks: Clockwork) -> Position:
    """LAPSED, 10 BD after the nudge, or after the day it was due (rule 5)."""
    return (
        promised_to_me.lapse(position, today, clocks, "k1.asked.lapse")
        if position.state == "ASKED"
        else position
    )
