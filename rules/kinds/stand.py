"""From a matter's events, one after the other, to the case as it stands at `now`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime

from rules.due import business_days_between, local_day
from rules.kinds import (
    asked_by_me,
    asked_of_me,
    evidence,
    favour,
    made_by_me,
    made_for_me,
    meeting,
    my_promise,
    promised_to_me,
)
from rules.kinds.clockwork import Clockwork
from rules.matter import Event, Loop, Matter, Position, Role
from rules.model import ME, Case, Duty, Kind, Outcome, Owner, Turn


@dataclass(frozen=True, slots=True)
class _Rules:
    start: Callable[[Matter, Event, Clockwork, Position | None], Position]
    move: Callable[[Matter, Position, Event, Clockwork], Position]
    wait: Callable[[Position, date, Clockwork], Position]


_KINDS = {
    Kind.ASKED_BY_ME: _Rules(asked_by_me.start, asked_by_me.move, asked_by_me.wait),
    Kind.PROMISED_TO_ME: _Rules(promised_to_me.start, promised_to_me.move, promised_to_me.wait),
    Kind.MADE_FOR_ME: _Rules(made_for_me.start, made_for_me.move, meeting.wait),
    Kind.MADE_BY_ME: _Rules(made_by_me.start, made_by_me.move, made_by_me.wait),
    Kind.ASKED_OF_ME: _Rules(asked_of_me.start, asked_of_me.move, asked_of_me.wait),
    Kind.FAVOUR: _Rules(favour.start, favour.move, favour.wait),
    Kind.MY_PROMISE: _Rules(my_promise.start, my_promise.move, my_promise.wait),
}
_FOR_ME = frozenset({Kind.ASKED_BY_ME, Kind.PROMISED_TO_ME, Kind.MADE_FOR_ME})


def stand(matter: Matter, *, owner: Owner, now: datetime) -> Case | None:
    """The case at `now`; None where nothing of it has happened yet."""
    clocks = Clockwork(owner)
    today = local_day(now, owner.calendar)
    events = [e for e in matter.events if e.at <= now]
    events.sort(key=lambda e: (e.at, e.message_id, e.decision is not None))
    position: Position | None = None
    for event in events:
        if position is not None:
            position = _step(matter, _wait(position, event.day, clocks), event, clocks)
        elif event.decision is None:
            position = _KINDS[matter.opening].start(matter, event, clocks, None)
    if position is None:
        return None
    return _case(matter, _dormant(_wait(position, today, clocks), events, today, owner), events, today, owner)


def _step(matter: Matter, position: Position, event: Event, clocks: Clockwork) -> Position:
    if event.decision is not None:
        return evidence.decided(position, event, clocks)
    if position.outcome is Outcome.DISMISSED:
        return position
    if evidence.is_automatic(event):
        return evidence.automatic(matter, position, event, clocks)
    moved = _KINDS[position.kind].move(matter, position, event, clocks)
    return evidence.promises(evidence.later(moved, event, clocks), event, clocks)


def _wait(position: Position, day: date, clocks: Clockwork) -> Position:
    return _KINDS[position.kind].wait(evidence.resume(position, day), day, clocks)


def _dormant(position: Position, events: list[Event], today: date, owner: Owner) -> Position:
    """Rule 8: newest message and newest due date both long ago."""
    newest = max((e.day for e in events), default=position.since)
    due = max((x.due for x in position.loops if x.due), default=newest)
    late = max(newest, due, position.until or newest)
    limit = Clockwork(owner).number("rule8.dormant")
    if position.outcome is not None or business_days_between(late, today, owner.calendar) <= limit:
        return position
    return replace(position, loops=(), turn=None, until=None, outcome=Outcome.DORMANT)


def _case(matter: Matter, position: Position, events: list[Event], today: date, owner: Owner) -> Case:
    label = {role: who.label for role, who in matter.roles.items()} | {Role.ME: ME}
    resting = position.until is not None and position.until >= today and position.turn is not Role.ME
    return Case(
        id=matter.id,
        kind=position.kind,
        state=position.state,
        turn=_turn(position, resting=resting),
        awaiting=label.get(position.awaiting) if position.awaiting else None,
        introducer=_labelled(matter, Role.INTRODUCER, position),
        requester=_labelled(matter, Role.REQUESTER, position),
        helper=label.get(Role.HELPER),
        targets=_targets(matter),
        outcome=position.outcome,
        organisation=matter.organisation or None,
        purpose=matter.purpose,
        messages=tuple(dict.fromkeys(e.message_id for e in events if e.decision is None)),
        duties=tuple(_duty(x, label, today, owner) for x in _shown(position, today)),
        steps=position.steps,
        until=position.until,
        question=position.question if position.question == "met" else "",
    )


def _turn(position: Position, *, resting: bool) -> Turn:
    if position.outcome is not None:
        return Turn.CLOSED
    if resting or position.turn is None:
        return Turn.NOBODY
    return Turn.ME if position.turn is Role.ME else Turn.THEM


def _shown(position: Position, today: date) -> tuple[Loop, ...]:
    """The duties to show; a quiet INTERIM owes nothing yet."""
    if position.state == "INTERIM" and position.turn is not Role.ME:
        return ()
    return position.loops


def _labelled(matter: Matter, role: Role, position: Position) -> str | None:
    who = matter.roles.get(role)
    if who is None or (role is Role.REQUESTER and position.kind in _FOR_ME):
        return None
    return who.label


def _targets(matter: Matter) -> tuple[str, ...]:
    target = matter.roles.get(Role.TARGET)
    if target:
        return (target.label,)
    return (matter.organisation,) if matter.organisation else ()


def _duty(loop: Loop, label: dict[Role, str], today: date, owner: Owner) -> Duty:
    late = loop.late or loop.due
    overdue = late is not None and today > late
    long_ago = loop.due is not None and business_days_between(loop.due, today, owner.calendar) > Clockwork(
        owner
    ).number("rule8.urgent")
    urgent = loop.one_day and loop.due is not None and today >= loop.due and not long_ago
    to = label.get(loop.to, loop.to.value)
    return Duty(
        loop.what, label.get(loop.owner, loop.owner.value), to, loop.since, loop.due, overdue, urgent, loop.evidence,
        loop.why,
    )  # fmt: skip
