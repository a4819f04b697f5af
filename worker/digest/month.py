"""The small figure: loops opened and closed in the last four weeks."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from rules.due import in_words, local_day
from rules.model import Calendar, Case, Kind, Outcome, Turn

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


def month(cases: Sequence[Case], today: date, calendar: Calendar) -> tuple[Week, ...]:
    """The last four weeks, this one the last; () where nothing happened in them."""
    loops = [case for case in cases if case.kind not in _NO_LOOPS and case.steps]
    this_monday = today - timedelta(days=today.weekday())
    mondays = [this_monday - timedelta(weeks=n) for n in reversed(range(_WEEKS))]
    opened = _a_week(mondays, (case.steps[0].at for case in loops), calendar)
    closed = _a_week(mondays, (at for case in loops if (at := closed_at(case))), calendar)
    most = max(opened + closed)
    if not most:
        return ()
    return tuple(
        Week(monday, o, c, 100 * o // most, 100 * c // most)
        for monday, o, c in zip(mondays, opened, closed, strict=True)
    )


def closed_at(case: Case) -> datetime | None:
    """When a case closed by what somebody did or let be; None where it is open, dormant or no loop at all."""
    loop = case.turn is Turn.CLOSED and case.kind not in _NO_LOOPS and bool(case.steps)
    return case.steps[-1].at if loop and case.outcome not in _NOT_CLOSED_BY_ANYBODY else None


def _a_week(mondays: Sequence[date], moments: Iterable[datetime], calendar: Calendar) -> list[int]:
    days = [local_day(at, calendar) for at in moments]
    return [sum(monday <= day < monday + timedelta(weeks=1) for day in days) for monday in mondays]
