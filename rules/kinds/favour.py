"""K6 favour: a favour, recommendation, reference or advice (DOMAIN.md section 5)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from rules.due import in_words
from rules.kinds.clockwork import Clockwork, begin, close, enter, opened
from rules.matter import Event, Loop, Matter, Position, Role
from rules.model import Act, Kind, Outcome, What


def start(matter: Matter, event: Event, clocks: Clockwork, before: Position | None = None) -> Position:
    """RECEIVED, ASKED_BY_ME, ASKED_OF_ME or GIVEN, as the first mail says."""
    opener = {
        "received": _received,
        "asked_by_me": _asked_by_me,
        "asked_of_me": _asked_of_me,
        "given": _given,
    }
    return opener[matter.form or "received"](begin(Kind.FAVOUR, "", event, event.evidence()), event, clocks)


def _received(position: Position, event: Event, clocks: Clockwork) -> Position:
    evidence = event.evidence(Act.GIVES_FAVOUR)
    loop = clocks.loop(
        What.THANK, Role.ME, Role.HELPER, since=event.day, name="k6.received.thank", evidence=evidence,
        because="after their help",
    )  # fmt: skip
    return opened(_first(position, event, "RECEIVED", turn=Role.ME), loop)


def _asked_by_me(position: Position, event: Event, clocks: Clockwork) -> Position:
    evidence = event.evidence(Act.ASKS_FAVOUR)
    loop = clocks.loop(
        What.ANSWER, Role.HELPER, Role.ME, since=event.day, name="k6.asked_by_me", evidence=evidence,
        because="after your question",
    )  # fmt: skip
    deadline = next((d for d in (event.reading.days if event.reading else ()) if d > event.day), None)
    if deadline:
        loop = _sooner(loop, event.day, deadline)
    return opened(_first(position, event, "ASKED_BY_ME", turn=Role.HELPER, awaiting=Role.HELPER), loop)


def _sooner(loop: Loop, asked: date, deadline: date) -> Loop:
    """Half the calendar days to a stated deadline, rounded up, if that is sooner."""
    half = asked + timedelta(days=-(-(deadline - asked).days // 2))
    if loop.due and half < loop.due:
        why = f"Due {in_words(half)}: half of the time to {in_words(deadline)}, the day it is needed."
        return replace(loop, due=half, why=why)
    return loop


def _asked_of_me(position: Position, event: Event, clocks: Clockwork) -> Position:
    evidence = event.evidence(Act.ASKS_FAVOUR)
    loop = clocks.loop(
        What.ANSWER, Role.ME, Role.REQUESTER, since=event.day, name="k6.asked_of_me", evidence=evidence,
        because="after the question",
    )  # fmt: skip
    return opened(_first(position, event, "ASKED_OF_ME", turn=Role.ME), loop)


def _given(position: Position, event: Event, clocks: Clockwork) -> Position:
    """Nobody owes anything; how it went may be asked once, long after."""
    return _first(position, event, "GIVEN", turn=None, loops=())


def _first(position: Position, event: Event, state: str, **changes: object) -> Position:
    return enter(replace(position, steps=position.steps if position.state else ()), event, state, **changes)


def move(matter: Matter, position: Position, event: Event, clocks: Clockwork) -> Position:
    """Thanks, an answer, the favour itself, or what came of it."""
    if event.by is Role.ME:
        return _i_wrote(position, event, clocks)
    if event.by is Role.HELPER:
        return _helper_wrote(position, event, clocks)
    return position


def _i_wrote(position: Position, event: Event, clocks: Clockwork) -> Position:
    if event.says(Act.GIVES_FAVOUR):
        return _given(replace(position, loops=()), event, clocks)
    if position.state == "RECEIVED" and Role.HELPER in event.to:
        return close(position, event, Outcome.DONE) if event.says(Act.THANKS) or event.direct else position
    if position.state == "ASKED_BY_ME" and Role.HELPER in event.to:
        return replace(position, nudged=(*position.nudged, event.day))
    if position.state == "ASKED_OF_ME" and Role.REQUESTER in event.to:
        return _promised(position, event, clocks)
    return position


def _promised(position: Position, event: Event, clocks: Clockwork) -> Position:
    """My answer to a favour asked: a no closes it, a yes is a promise until it is kept."""
    if event.says(Act.DECLINES):
        return close(position, event, Outcome.DECLINED)
    if not (event.says(Act.PROMISES_SOMETHING) or event.says(Act.PROMISES_INTRODUCTION)):
        return close(position, event, Outcome.DONE)
    loop = clocks.loop(
        What.PROMISE, Role.ME, Role.REQUESTER, since=event.day, name="k9.promise", because="after your promise",
        evidence=event.evidence(Act.PROMISES_SOMETHING),
    )  # fmt: skip
    return opened(replace(position, loops=(), turn=Role.ME), loop)


def _helper_wrote(position: Position, event: Event, clocks: Clockwork) -> Position:
    if event.says(Act.DECLINES) and position.state == "ASKED_BY_ME":
        loop = clocks.loop(
            What.THANK, Role.ME, Role.HELPER, since=event.day, name="k1.declined", because="after their answer",
            evidence=event.evidence(Act.DECLINES),
        )  # fmt: skip
        return opened(enter(position, event, "DECLINED", turn=Role.ME, loops=()), loop)
    helped = event.says(Act.GIVES_FAVOUR) or event.says(Act.REPORTS_OUTCOME)
    if helped and position.state in ("ASKED_BY_ME", "CLOSED"):
        return _received(replace(position, loops=(), outcome=None), event, clocks)
    return position


def wait(position: Position, today: date, clocks: Clockwork) -> Position:
    """A favour asked has no lapse of its own: rule 8 lets it rest."""
    return position
