"""The small figure: loops opened and closed in the last four weeks, and how long those took that closed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from statistics import median_high

from rules.due import business_days_between, in_words, local_day
from rules.model import Calendar, Case, Kind, Outcome, Turn
from worker.digest.words import count

_WEEKS = 4
_NO_LOOPS = frozenset({Kind.UPDATE, Kind.RECONNECT})  # they come and go by themselves
_NOT_CLOSED_BY_ANYBODY = frozenset({Outcome.DORMANT, Outcome.DISMISSED})


@dataclass(frozen=True, slots=True)
class Week:
    """One week from its Monday on; the widths are in percent of the busiest week."""

    monday: date
    opened: int
    closed: int
    opened_width: int
    closed_width: int

    @property
    def label(self) -> str:
        """ "26 Oct"."""
        _, day, name = in_words(self.monday).split()
        return f"{day} {name[:3]}"


@dataclass(frozen=True, slots=True)
class Month:
    """The last four weeks, this one the last; `closing` says how long it took to close, "" if nothing did."""

    weeks: tuple[Week, ...]
    closing: str

    @property
    def opened(self) -> int:
        return sum(week.opened for week in self.weeks)

    @property
    def closed(self) -> int:
        return sum(week.closed for week in self.weeks)


def month(cases: Sequence[Case], today: date, calendar: Calendar) -> Month | None:
    """The figure; None where nothing happened in the four weeks."""
    loops = [case for case in cases if is_loop(case)]
    this_monday = today - timedelta(days=today.weekday())
    mondays = [this_monday - timedelta(weeks=n) for n in reversed(range(_WEEKS))]
    opened = _a_week(mondays, (case.steps[0].at for case in loops), calendar)
    closed = _a_week(mondays, (at for case in loops if (at := closed_at(case))), calendar)
    most = max(opened + closed)
    if not most:
        return None
    weeks = (
        Week(monday, o, c, 100 * o // most, 100 * c // most)
        for monday, o, c in zip(mondays, opened, closed, strict=True)
    )
    lately = [c for c in loops if (at := closed_at(c)) and local_day(at, calendar) >= mondays[0]]
    return Month(tuple(weeks), _closing([took(case, calendar) for case in lately]))


def is_loop(case: Case) -> bool:
    """Whether a case is something that opens and closes."""
    return case.kind not in _NO_LOOPS and bool(case.steps)


def closed_at(case: Case) -> datetime | None:
    """When a case closed by what somebody did or let be; None where it is open, dormant or no loop at all."""
    closed = case.turn is Turn.CLOSED and is_loop(case)
    return case.steps[-1].at if closed and case.outcome not in _NOT_CLOSED_BY_ANYBODY else None


def took(case: Case, calendar: Calendar) -> int:
    """How many business days lie between a case's first step and its last."""
    first, last = (local_day(step.at, calendar) for step in (case.steps[0], case.steps[-1]))
    return business_days_between(first, last, calendar)


def _closing(days: Sequence[int]) -> str:
    if not days:
        return ""
    middle = count(median_high(days), "business day", "business days")
    return f"It took {middle} to close." if len(days) == 1 else f"Half of those closed took {middle} or less."


def _a_week(mondays: Sequence[date], moments: Iterable[datetime], calendar: Calendar) -> list[int]:
    days = [local_day(at, calendar) for at in moments]
    return [sum(monday <= day < monday + timedelta(weeks=1) for day in days) for monday in mondays]
