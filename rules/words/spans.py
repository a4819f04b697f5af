"""Weeks, months, quarters and years as spans of days, seen from the day something was said."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

from rules.words.vocabulary import Part, Unit

_RECENT = timedelta(days=31)  # "on 3 March", said on the 5th, speaks of the past and is no plan

_TEN_MONTHS = timedelta(days=304)


@dataclass(frozen=True, slots=True)
class Said:
    """The day something was said, whether it looks back, and whether it says by when."""

    on: date
    past: bool = False
    by: bool = False

    def nearest(self, month: int, day: int) -> date | None:
        """The next such day of the year, or the last; None for one that has just passed."""
        days = [on_month(self.on.year + years, month, day) for years in (-1, 0, 1)]
        if self.past:
            return max((d for d in days if d and d <= self.on), default=None)
        just_passed = any(d and timedelta(0) < self.on - d <= _RECENT for d in days)
        return None if just_passed else min((d for d in days if d and d >= self.on), default=None)

    def nearest_day(self, day: int) -> date | None:
        """The next 22nd, or the last; months that lack the day are passed over."""
        months = [add(Unit.MONTH, n, self.on.replace(day=1)) for n in range(-2, 3)]
        days = [d for m in months if (d := on_month(m.year, m.month, day))]
        if self.past:
            return max((d for d in days if d < self.on), default=None)
        return min((d for d in days if d > self.on), default=None)

    def month(self, month: int, *, part: Part = Part.END) -> date | None:
        """The first of the next such month, or of the last; of this one its first day still to come.

        "In February", said in March, speaks of the past: no month ten months ahead is meant so.
        """
        this = date(self.on.year, month, 1)
        if self.past:
            return this if this <= self.on else this.replace(year=this.year - 1)
        if part_of(part, Unit.MONTH, this) < self.on:
            this = this.replace(year=this.year + 1)
        return max(this, self.on) if this - self.on <= _TEN_MONTHS else None

    def weekday(self, weekday: int, *, weeks: int) -> date:
        """That day of the week that begins `weeks` Mondays ahead."""
        return first_of(Unit.WEEK, self.on) + timedelta(weeks=weeks, days=weekday)

    def weekday_after(self, weekday: int) -> date:
        """The first such day after."""
        return self.on + timedelta(days=(weekday - self.on.weekday() - 1) % 7 + 1)

    def weekday_before(self, weekday: int) -> date:
        """The last such day before."""
        return self.on - timedelta(days=(self.on.weekday() - weekday - 1) % 7 + 1)


def on_month(year: int, month: int, day: int) -> date | None:
    """A date, or None where there is no such day."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def add(unit: Unit, n: int, day: date) -> date:
    """A day n units on; at the end of a shorter month its last day."""
    if unit is Unit.WEEK:
        return day + timedelta(weeks=n)
    if unit in (Unit.DAY, Unit.BUSINESS_DAY):
        return day + timedelta(days=n)
    months = {Unit.MONTH: 1, Unit.QUARTER: 3, Unit.YEAR: 12}[unit] * n
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def first_of(unit: Unit, day: date) -> date:
    """The first day of the week, month, quarter or year a day is in."""
    if unit is Unit.WEEK:
        return day - timedelta(days=day.weekday())
    month = {Unit.MONTH: day.month, Unit.QUARTER: (day.month - 1) // 3 * 3 + 1}.get(unit, 1)
    return date(day.year, month, 1)


def last_of(unit: Unit, day: date) -> date:
    """The last day of the span a day is in; of a week its Friday, on which a plan for it ends."""
    if unit is Unit.WEEK:
        return first_of(unit, day) + timedelta(days=4)
    return add(unit, 1, first_of(unit, day)) - timedelta(days=1)


def last_weekday(unit: Unit, day: date) -> date:
    """The last day, Monday to Friday, of the span a day is in: by when it is done."""
    last = last_of(unit, day)
    return last - timedelta(days=max(last.weekday() - 4, 0))


def part_of(part: Part, unit: Unit, day: date) -> date:
    """Early is the first day of a span, mid its middle, late two thirds of it, end its last day."""
    first, last = first_of(unit, day), last_of(unit, day)
    share = {Part.EARLY: 0, Part.MID: 3, Part.LATE: 4, Part.END: 6}[part]
    return first + (last - first) * share // 6
