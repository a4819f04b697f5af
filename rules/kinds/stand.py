"""From a matter's events, one after the other, to where it stands at `now`."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
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
    word,
)
from rules.kinds.case import case
from rules.kinds.clockwork import Clockwork
from rules.kinds.news import News
from rules.kinds.rows import UNDELIVERED
from rules.matter import Event, Matter, Position, Role
from rules.model import Case, Kind, Outcome, Owner


@dataclass(frozen=True, slots=True)
class _Rules:
    """How a matter of one kind starts, how a message moves it, and what the passing of days does."""

    start: Callable[[News, Position | None], Position]
    move: Callable[[Position, News], Position]
    wait: Callable[[Position, date, Clockwork], Position]


_KINDS: Mapping[Kind, _Rules] = {
    Kind.ASKED_BY_ME: _Rules(asked_by_me.start, asked_by_me.move, asked_by_me.wait),
    Kind.PROMISED_TO_ME: _Rules(promised_to_me.start, asked_by_me.move, asked_by_me.wait),
    Kind.MADE_FOR_ME: _Rules(made_for_me.start, made_for_me.move, meeting.wait),
    Kind.MADE_BY_ME: _Rules(made_by_me.start, made_by_me.move, made_by_me.wait),
    Kind.ASKED_OF_ME: _Rules(asked_of_me.start, asked_of_me.move, asked_of_me.wait),
    Kind.FAVOUR: _Rules(favour.start, favour.move, favour.wait),
    Kind.MY_PROMISE: _Rules(my_promise.start, my_promise.move, my_promise.wait),
}


def stand(
    matter: Matter, *, owner: Owner, now: datetime, answers: Mapping[str, int] | None = None
) -> Case | None:
    """The case at `now`; None where nothing of it has happened yet.

    `answers` is how many business days each person usually takes to answer me (rule 9).
    """
    known = answers or {}
    usual = {role: known[who.person] for role, who in matter.roles.items() if who.person in known}
    clocks, today = Clockwork(owner, usual), local_day(now, owner.calendar)
    # In one moment as the matter has them: mail first, then the owner's word on it.
    events = sorted((e for e in matter.events if e.at <= now), key=lambda e: e.at)
    position = _played(matter, events, clocks)
    if position is None:
        return None
    position = _rested(_waited(position, today, clocks), events, today, clocks)
    return case(matter, position, events, today, clocks)


def _played(matter: Matter, events: list[Event], clocks: Clockwork) -> Position | None:
    """The position after the last event. Nothing can be decided about a matter that has not begun."""
    position: Position | None = None
    before: Position | None = None  # what stood before my last mail
    for event in events:
        news = News(matter, event, clocks)
        if position is None:
            begins = event.decision is None and not evidence.is_automatic(news)
            position = _KINDS[matter.opening].start(news, None) if begins else None
            continue
        waited = _waited(position, event.day, clocks)
        position = _stepped(waited, news, before)
        if event.by is Role.ME and event.decision is None:
            before = waited
    return position


def _stepped(position: Position, news: News, before: Position | None) -> Position:
    if news.event.decision is not None:
        return word.decided(position, news, news.event.decision)
    if position.outcome is Outcome.DISMISSED:
        return position
    if evidence.is_automatic(news):
        return evidence.automatic(position, news, before)
    if position.outcome is not None:
        return _reopened(position, news)
    if position.state == UNDELIVERED.name:
        return _after_failure(position, news)
    return _moved(position, news)


def _moved(position: Position, news: News) -> Position:
    """A message's own step, and what the rules of evidence add to it in every kind."""
    moved = _KINDS[position.kind].move(position, news)
    moved = evidence.later(moved, news)
    moved = evidence.doubt(evidence.promises(moved, news, position), news)
    wakes = news.by is not Role.ME and moved != position
    return replace(moved, put_off=None) if wakes else moved


def _reopened(position: Position, news: News) -> Position:
    """A closed case lives again where their mail would have moved what stood before it closed."""
    if position.before is None or news.by in (Role.ME, Role.BYSTANDER):
        return position
    earlier = replace(position.before, steps=position.steps)
    moved = _moved(earlier, news)
    same = (moved.state, moved.loops, moved.running) == (earlier.state, earlier.loops, earlier.running)
    if same:
        return position
    if moved.state == "MET" and moved.running and not moved.loops:
        return meeting.interim(moved, news)
    return moved


def _after_failure(position: Position, news: News) -> Position:
    """Sent again, or answered all the same: as though the mail that came back had never been."""
    earlier = replace(position.before, steps=position.steps) if position.before else None
    if news.by is Role.ME:
        begun = _KINDS[news.matter.opening].start(news, None)
        return _moved(earlier, news) if earlier else replace(begun, steps=(*position.steps, *begun.steps))
    moved = _moved(earlier, news) if earlier else position
    return position if earlier and moved.state == earlier.state else moved


def _waited(position: Position, day: date, clocks: Clockwork) -> Position:
    put_off = position.put_off is not None and day < position.put_off
    if position.outcome is not None or put_off:
        return position
    return _KINDS[position.kind].wait(evidence.resume(position, day), day, clocks)


_LET_GO = {"LAPSED": Outcome.LAPSED, "UNDELIVERED": Outcome.UNDELIVERED}


def _rested(position: Position, events: list[Event], today: date, clocks: Clockwork) -> Position:
    """Rule 8: newest message and newest due date both lie long ago."""
    days = [*(e.day for e in events), *_dates(position)]
    long_ago = business_days_between(max(days), today, clocks.owner.calendar) > clocks.number("rule8.dormant")
    if position.outcome is not None or not long_ago:
        return position
    outcome = _LET_GO.get(position.state, Outcome.DORMANT)
    return replace(position, loops=(), awaiting=None, until=None, question="", outcome=outcome)


def _dates(position: Position) -> Iterator[date]:
    yield position.since
    yield from (loop.due for loop in position.loops if loop.due)
    yield from filter(None, (position.until, position.put_off))
