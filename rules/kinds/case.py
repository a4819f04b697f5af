"""A position, told as a case by the names of DOMAIN.md section 8."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from rules.due import business_days_between
from rules.kinds.clockwork import Clockwork
from rules.matter import Event, Loop, Matter, Position, Role
from rules.model import ME, Case, Duty, Kind, Turn, What

_FOR_ME = frozenset({Kind.ASKED_BY_ME, Kind.PROMISED_TO_ME, Kind.MADE_FOR_ME})


def case(matter: Matter, position: Position, events: Sequence[Event], today: date, clocks: Clockwork) -> Case:
    """The case: roles become addresses (or names), duties get their "overdue" and "urgent" of today."""
    label = {role: who.label for role, who in matter.roles.items()} | {Role.ME: ME}
    position = _in_peace(position, today)
    return Case(
        id=matter.id,
        kind=position.kind,
        state=position.state,
        turn=_turn(position),
        awaiting=label.get(position.awaiting) if position.awaiting else None,
        introducer=label.get(Role.INTRODUCER),
        requester=None if position.kind in _FOR_ME else label.get(Role.REQUESTER),
        helper=label.get(Role.HELPER),
        targets=_targets(matter, position.kind),
        outcome=position.outcome,
        organisation=matter.organisation or None,
        purpose=matter.purpose,
        messages=tuple(dict.fromkeys(e.message_id for e in events if e.decision is None)),
        duties=tuple(_duty(loop, label, today, clocks) for loop in _shown(position)),
        steps=position.steps,
        until=position.until,
        question=_question(matter, position),
    )


def _in_peace(position: Position, today: date) -> Position:
    """What the owner has put off is nobody's turn, owes nothing and asks nothing until its day."""
    day = position.put_off
    if day is None or today >= day or position.outcome is not None:
        return position
    return replace(position, turn=None, loops=(), until=day, question="")


def _turn(position: Position) -> Turn:
    if position.outcome is not None:
        return Turn.CLOSED
    if position.turn is None:
        return Turn.NOBODY
    return Turn.ME if position.turn is Role.ME else Turn.THEM


def _shown(position: Position) -> tuple[Loop, ...]:
    """The duties; a report that waits for its day is not owed yet."""
    waits = position.until if position.state in ("INTERIM", "RECEIVED") else None
    return tuple(x for x in position.loops if not (waits and (x.what, x.due) == (What.REPORT, waits)))


def _targets(matter: Matter, kind: Kind) -> tuple[str, ...]:
    """Whom it is about; where I was to be met and now am promised to them, the one who wanted to meet me."""
    target = matter.roles.get(Role.TARGET)
    if target and target.person == "me" and kind in _FOR_ME:
        target = matter.roles.get(Role.REQUESTER)
    if target:
        return (target.label,)
    return (matter.organisation,) if matter.organisation else ()


def _question(matter: Matter, position: Position) -> str:
    target = matter.roles.get(Role.TARGET)
    return position.question.format(target=target.name or target.label) if target else ""


def _duty(loop: Loop, label: Mapping[Role, str], today: date, clocks: Clockwork) -> Duty:
    late = loop.late or loop.due
    return Duty(
        what=loop.what,
        owner=label.get(loop.owner, loop.owner.value),
        to=label.get(loop.to, loop.to.value),
        since=loop.since,
        due=loop.due,
        overdue=late is not None and today > late,
        urgent=_is_urgent(loop, today, clocks),
        evidence=loop.evidence,
        why=loop.why,
    )


def _is_urgent(loop: Loop, today: date, clocks: Clockwork) -> bool:
    """A one-day duty of mine, from its due day until it is 5 BD overdue (rule 8)."""
    if not loop.one_day or loop.due is None or today < loop.due:
        return False
    return business_days_between(loop.due, today, clocks.owner.calendar) <= clocks.number("rule8.urgent")
