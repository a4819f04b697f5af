"""The owner's word about a case: it outranks every rule and counts like mail (DOMAIN.md rule 7)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from rules.due import in_words
from rules.kinds import meeting
from rules.kinds.news import News, close, enter
from rules.matter import Position, Role
from rules.model import Decision, Kind, Outcome, Verb


def decided(position: Position, news: News, decision: Decision) -> Position:
    """The position after a decision; one that means nothing here (a note) changes nothing."""
    introduced = position.kind is Kind.MADE_FOR_ME
    match decision.verb:
        case Verb.NOT_INTRO | Verb.MUTE:
            return close(position, news, Outcome.DISMISSED)
        case Verb.DONE:
            return _done(position, news, what=decision.what)
        case Verb.MET if introduced:
            return meeting.met_by_word(position, news, decision.day)
        case Verb.NO_MEETING if introduced:
            return enter(position, meeting.SILENCE, news)
        case Verb.MOVED if introduced and decision.day:
            return meeting.scheduled(position, news, decision.day)
        case Verb.MOVED if introduced:
            return meeting.scheduling(position, news, whose=Role.ME)
        case Verb.SNOOZE if decision.day:
            return _snoozed(position, decision.day)
        case Verb.FOLLOW_UP if decision.day:
            return _followed_up(position, decision.day)
    return position


def _done(position: Position, news: News, *, what: str) -> Position:
    """One duty where it is named, else all that is mine; with none of mine left the case is closed.

    A name means a duty of mine; where I have none of that name, theirs is let rest.
    """
    mine = any(x.owner is Role.ME and x.what == what for x in position.loops)
    left = tuple(
        x
        for x in position.loops
        if (what and x.what != what) or (x.owner is not Role.ME and (mine or not what))
    )
    if any(x.owner is Role.ME for x in left) or (what and left):
        return replace(position, loops=left)
    return close(position, news, Outcome.DONE)


def _snoozed(position: Position, until: date) -> Position:
    """Nothing is said of it before the day; then my duties fall due, at the earliest."""
    why = f"Due {in_words(until)}: you put it off until then."
    waiting = tuple(
        replace(x, due=until, late=None, why=why, one_day=False) if x.owner is Role.ME else x
        for x in position.loops
    )
    return replace(position, loops=waiting, put_off=until)


def _followed_up(position: Position, day: date) -> Position:
    """Nothing is said of it before the day; whoever it waits for, then it is time."""
    why = f"Due {in_words(day)}: the day you asked for."
    waiting = tuple(replace(x, due=day, late=None, why=why, one_day=False) for x in position.loops)
    return replace(position, loops=waiting, put_off=day)
