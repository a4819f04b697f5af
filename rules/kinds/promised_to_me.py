"""K2 promised_to_me: an introduction promised to me (DOMAIN.md section 5); K1 goes on here."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from rules.kinds import made_for_me
from rules.kinds.clockwork import Clockwork, begin, done, enter, opened
from rules.matter import Event, Loop, Matter, Position, Role
from rules.model import Act, Kind, What


def start(matter: Matter, event: Event, clocks: Clockwork, before: Position | None = None) -> Position:
    """PROMISED, or OPT_IN_PENDING where the introducer asks the target first."""
    evidence = event.evidence(Act.PROMISES_INTRODUCTION)
    pending = (
        event.says(Act.PROMISES_INTRODUCTION) and event.signals[Act.PROMISES_INTRODUCTION].form == "opt_in"
    )
    state = "OPT_IN_PENDING" if pending else "PROMISED"
    position = begin(
        Kind.PROMISED_TO_ME, state, event, evidence, turn=Role.INTRODUCER, awaiting=Role.INTRODUCER
    )
    loop = _answer(event, clocks) if pending else _introduce(event, clocks)
    return replace(opened(position, loop), steps=(*(before.steps if before else ()), *position.steps))


def _introduce(event: Event, clocks: Clockwork) -> Loop:
    signal = event.signals.get(Act.PROMISES_INTRODUCTION)
    if signal and signal.day and signal.day >= event.day:
        extra = clocks.number("k2.promised.date")
        return clocks.stated(
            What.INTRODUCE, Role.INTRODUCER, Role.ME, event=event, day=signal.day, extra=extra,
            act=Act.PROMISES_INTRODUCTION,
        )  # fmt: skip
    return clocks.loop(
        What.INTRODUCE, Role.INTRODUCER, Role.ME, since=event.day, name="k2.promised", because="after the promise",
        evidence=event.evidence(Act.PROMISES_INTRODUCTION),
    )  # fmt: skip


def _answer(event: Event, clocks: Clockwork) -> Loop:
    return clocks.loop(
        What.ANSWER, Role.INTRODUCER, Role.ME, since=event.day, name="k2.opt_in", because="after the promise to ask",
        evidence=event.evidence(Act.PROMISES_INTRODUCTION),
    )  # fmt: skip


def move(matter: Matter, position: Position, event: Event, clocks: Clockwork) -> Position:
    """The promise is kept, taken back, put off, or nudged."""
    if _brings_the_target(event):
        return made_for_me.start(matter, event, clocks, position)
    if event.by is Role.INTRODUCER:
        return _introducer_wrote(matter, position, event, clocks)
    if event.by is Role.ME and Role.INTRODUCER in event.to:
        position = done(done(position, What.ANSWER), What.THANK)
        if event.says(Act.NUDGES):
            position = replace(position, nudged=(*position.nudged, event.day))
        return replace(position, turn=Role.INTRODUCER, awaiting=Role.INTRODUCER)
    return position


def _brings_the_target(event: Event) -> bool:
    by_introducer = event.by is Role.INTRODUCER and event.says(Act.INTRODUCES)
    return by_introducer or event.by is Role.TARGET or (event.by is Role.ME and Role.TARGET in event.to)


def _introducer_wrote(matter: Matter, position: Position, event: Event, clocks: Clockwork) -> Position:
    if event.says(Act.REDIRECTS):
        return redirected(position, event, clocks)
    if event.says(Act.DECLINES):
        return declined(position, event, clocks)
    if event.says(Act.PROMISES_INTRODUCTION):
        return start(matter, event, clocks, position)
    if event.says(Act.ASKS_FOR_BLURB) or event.says(Act.ASKS_QUESTION):
        return asked_back(position, event, clocks)
    return position


def asked_back(position: Position, event: Event, clocks: Clockwork) -> Position:
    """The introducer asks me something first (rule 4): the state stays, the turn is mine."""
    loop = clocks.loop(
        What.ANSWER, Role.ME, Role.INTRODUCER, since=event.day, name="rule4.answer", because="after their question",
        evidence=event.evidence(Act.ASKS_FOR_BLURB, Act.ASKS_QUESTION),
    )  # fmt: skip
    return opened(replace(position, turn=Role.ME, awaiting=None), loop)


def declined(position: Position, event: Event, clocks: Clockwork) -> Position:
    """Rule 5: never nudge; one duty, to thank them for considering it."""
    evidence = event.evidence(Act.DECLINES)
    loop = clocks.loop(
        What.THANK, Role.ME, Role.INTRODUCER, since=event.day, name="k1.declined", evidence=evidence,
        because="after their answer",
    )  # fmt: skip
    return opened(enter(position, event, "DECLINED", turn=Role.ME, loops=()), loop)


def redirected(position: Position, event: Event, clocks: Clockwork) -> Position:
    """Rule 6: "just write to her, mention my name"."""
    evidence = event.evidence(Act.REDIRECTS)
    moved = enter(position, event, "REDIRECTED", turn=Role.ME, loops=(), opted_in=False)
    for what, to in ((What.REPLY, Role.TARGET), (What.THANK, Role.INTRODUCER)):
        loop = clocks.loop(
            what,
            Role.ME,
            to,
            since=event.day,
            name="k1.redirected",
            evidence=evidence,
            because="after their answer",
        )
        moved = opened(moved, loop)
    return moved


def wait(position: Position, today: date, clocks: Clockwork) -> Position:
    """LAPSED, 10 BD after the nudge, or after the day it was due (rule 5)."""
    name = "k2.opt_in.lapse" if position.state == "OPT_IN_PENDING" else "k2.promised.lapse"
    return (
        lapse(position, today, clocks, name) if position.state in ("PROMISED", "OPT_IN_PENDING") else position
    )


def lapse(position: Position, today: date, clocks: Clockwork, name: str) -> Position:
    """LAPSED where nothing came of it in time: a neutral word, nobody failed (rule 5)."""
    waiting = next((x for x in position.loops if x.owner is not Role.ME), None)
    since = position.nudged[-1] if position.nudged else (waiting.due if waiting else None)
    if since is None or position.turn is Role.ME or clocks.after(since, name) >= today:
        return position
    return enter(position, None, "LAPSED", turn=None, loops=(), since=clocks.after(since, name))
