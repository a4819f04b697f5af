"""The forms a date can have in words: each reader reads one that begins at a place of a line."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping
from datetime import UTC, date, timedelta

from rules.due import add_business_days
from rules.model import Calendar
from rules.words.line import Line
from rules.words.lone import breaks_off, day_ends, is_lone_day
from rules.words.several import weeks_ahead
from rules.words.spans import Said, add, first_of, last_of, last_weekday, on_month, part_of
from rules.words.vocabulary import DayWords, Unit

Read = tuple[int, date | None, Unit]  # where the words end, the day, how exact; no day: not to be used
Form = Callable[[Line, int, Said], Read | None]

_PLAIN_WEEK = Calendar(zone=UTC)
_ORDINALS = frozenset({"st", "nd", "rd", "th", "er", "e", "de", "ste", "o", "a", "."})
_YEARS = 5  # "in 2049" is no plan
FIGURE = "0"  # any number


def _numeric(line: Line, i: int, said: Said) -> Read | None:
    """2026-11-22, 22.11.2026, 22.11., 11/22: without a year only with a preposition, or the last point."""
    mark = line.word(i + 1)
    if mark not in ("-", ".", "/") or not (line.touches(i + 1) and line.touches(i + 2)):
        return None
    closed = line.word(i + 3) == mark and line.touches(i + 3)
    if closed and line.touches(i + 4) and line.word(i + 4).isdigit():
        return _with_year(line, i, said)
    first, second = line.number(i, 1, 31), line.number(i + 2, 1, 31)
    if mark == "-" or not first or not second or line.word(i + 3) in (":", "%"):
        return None
    if mark == "." and line.words.month_first:
        return None
    if not ((closed and mark == ".") or line.introduced(i, line.words.at)):
        return None
    month, day = _month_and_day(line, first, second, mark)
    return i + 3 + closed, said.nearest(month, day), Unit.DAY


def _with_year(line: Line, i: int, said: Said) -> Read | None:
    year = line.number(i, 1970, 2199)
    if year:
        month, day = line.number(i + 2, 1, 12), line.number(i + 4, 1, 31)
    else:
        first, second = line.number(i, 1, 31), line.number(i + 2, 1, 31)
        year = line.number(i + 4, 1970, 2199) or 2000 + (line.number(i + 4, 0, 99) or 0)
        month, day = _month_and_day(line, first or 99, second or 99, line.word(i + 1))
    return i + 5, on_month(year, month or 99, day or 99), Unit.DAY


def _month_and_day(line: Line, first: int, second: int, mark: str) -> tuple[int, int]:
    """The month first where the language says so (3/14), unless only the other way round is a date."""
    month_first = mark == "/" and line.words.month_first
    if (month_first and first < 13) or second > 12:
        return first, second
    return second, first


def _day_and_month(line: Line, i: int, said: Said) -> Read | None:
    """14 April, the 14th of April, 14. April 2027, 1er mars."""
    day = line.number(i, 1, 31)
    if day is None:
        return None
    j = i + 1 + (line.touches(i + 1) and line.word(i + 1) in _ORDINALS)
    month = line.phrase(line.skip(j, line.words.fillers), line.words.months)
    return _dated(line, month[1], line.words.months[month[0]], day, said) if month else None


def _month_and_number(line: Line, i: int, said: Said) -> Read | None:
    """April 14, April 14th, 2027: in languages that say the month first."""
    month = line.phrase(i, line.words.months) if line.words.month_first else None
    j = line.skip(month[1], {"."}) if month else i
    day = line.number(j, 1, 31)
    if month is None or day is None or _is_no_day(line, j + 1):
        return None
    end = j + 1 + (line.touches(j + 1) and line.word(j + 1) in line.words.ordinals)
    return _dated(line, end, line.words.months[month[0]], day, said)


def _dated(line: Line, end: int, month: int, day: int, said: Said) -> Read:
    """A day of a month, in the year that follows it, else in the nearest."""
    j = line.skip(end, line.words.gaps)
    year = line.number(j, 1970, 2199)
    if year:
        return j + 1, on_month(year, month, day), Unit.DAY
    return end, said.nearest(month, day), Unit.DAY


def _day_of_month(line: Line, i: int, said: Said) -> Read | None:
    """The 22nd, am 22., le 22: after a preposition or where it stands for a day, and not "the 2nd floor"."""
    day, end = line.number(i, 1, 31), day_ends(line, i)
    if day is None or not (end > i + 1 or (line.words.bare and line.word(i - 1) in line.words.articles)):
        return None
    if read := _day_of_period(line, day, end, said):
        return read
    if _is_no_day(line, end) or line.phrase(end, line.words.units) or line.number(end, 0, 9999) is not None:
        return None
    introduced = line.introduced(i, line.words.at) or line.introduced(i, line.words.after)
    if not ((introduced and (not line.words.bare or breaks_off(line, end))) or is_lone_day(line, i)):
        return None
    return end, said.nearest_day(day), Unit.DAY


def _day_of_period(line: Line, day: int, i: int, said: Said) -> Read | None:
    """The 8th of next month, le 8 du mois prochain; "of the month" alone says nothing of which."""
    period = line.phrase(line.skip(i, line.words.fillers), line.words.periods)
    unit, ahead = line.words.periods[period[0]] if period else (Unit.DAY, 0)
    if not period or unit is not Unit.MONTH or " " not in period[0]:
        return None
    there = add(unit, ahead, first_of(unit, said.on))
    return period[1], on_month(there.year, there.month, day), Unit.DAY


def _is_no_day(line: Line, i: int) -> bool:
    """Whether what follows a number makes it a time, a share or a count: 3:30, 3 pm, 3 %, 3rd floor."""
    return line.word(i) in (":", "%", "/") or bool(line.phrase(i, line.words.no_days))


def _weekday(line: Line, i: int, said: Said) -> Read | None:
    """Friday, next Friday, vendredi prochain, Tuesday next week; in "Monday, June 22" the date decides."""
    words = line.words
    before = line.phrase(i, words.beside)
    name = line.phrase(before[1] if before else i, words.weekdays)
    if not name:
        return None
    date_at = line.skip(name[1], words.gaps)
    weekday = words.weekdays[name[0]]
    dated = (reader(line, date_at, said) for reader in (_numeric, _day_and_month, _month_and_number))
    if read := next(filter(None, dated), _same_day(line, date_at, weekday, said)):
        return read
    period = line.phrase(line.skip(name[1], words.fillers), words.periods)
    if period and words.periods[period[0]][0] is Unit.WEEK:
        return period[1], said.weekday(weekday, weeks=words.periods[period[0]][1]), Unit.DAY
    if not before and (weeks := weeks_ahead(line, i, name[1])):
        return name[1], said.weekday(weekday, weeks=weeks), Unit.DAY
    after = line.phrase(name[1], words.beside)
    if not (before or after or name[0] not in words.weak or line.introduced(i, words.at)):
        return None
    how = before or after
    return (after or name)[1], _beside(line, how[0] if how else "", weekday, said), Unit.DAY


def _same_day(line: Line, i: int, weekday: int, said: Said) -> Read | None:
    """Friday 29, where the next 29th is a Friday, and 29 is no time of day."""
    number = line.number(i, 1, 31)
    day = said.nearest_day(number) if number else None
    end = i + 1 + (line.touches(i + 1) and line.word(i + 1) in line.words.ordinals)
    if day is None or day.weekday() != weekday or _is_no_day(line, end):
        return None
    return end, day, Unit.DAY


def _beside(line: Line, how: str, weekday: int, said: Said) -> date | None:
    """A weekday with the word beside it: "last Friday" is no plan."""
    if how in line.words.gone:
        return said.weekday_before(weekday) if said.past else None
    if how in line.words.following:
        return said.weekday(weekday, weeks=1)
    return said.weekday_before(weekday) if said.past and not how else said.weekday_after(weekday)


def _part(line: Line, i: int, said: Said) -> Read | None:
    """Early March, Ende des Monats, mid next week."""
    part = line.phrase(i, line.words.parts)
    if not part:
        return None
    j = line.skip(part[1], line.words.fillers)
    where = line.words.parts[part[0]]
    if period := line.phrase(j, line.words.periods):
        unit, ahead = line.words.periods[period[0]]
        return period[1], part_of(where, unit, add(unit, ahead, said.on)), Unit.WEEK
    if month := line.phrase(j, line.words.months):
        number, year = line.words.months[month[0]], line.number(month[1], 1970, 2199)
        first = date(year, number, 1) if year else said.month(number, part=where)
        return month[1] + bool(year), first and part_of(where, Unit.MONTH, first), Unit.WEEK
    return None


def _counted(line: Line, i: int, said: Said) -> Read | None:
    """In two weeks, two weeks from now, dans 15 jours; "two weeks ago" only looking back."""
    words = line.words
    before = line.phrase(i, words.ahead) or line.phrase(i, words.ago)
    j = before[1] if before else i
    spelled = line.phrase(j, words.numbers)
    figure = line.number(j, 1, 365)
    n = words.numbers[spelled[0]] if spelled else figure
    unit = line.phrase(spelled[1] if spelled else j + 1, words.units)
    if n is None or not unit:
        return None
    after = line.phrase(unit[1], words.ahead_after) or line.phrase(unit[1], words.ago_after)
    kind, end = words.units[unit[0]], (after or unit)[1]
    if (before and before[0] in words.ago) or (after and after[0] in words.ago_after):
        return end, _add(kind, -n, said.on) if said.past else None, kind
    return (end, _add(kind, n, said.on), kind) if before or after else None


def _add(unit: Unit, n: int, day: date) -> date:
    if unit is Unit.BUSINESS_DAY and n > 0:
        return add_business_days(day, n, _PLAIN_WEEK)
    return add(unit, n, day)


def _period(line: Line, i: int, said: Said) -> Read | None:
    """Next week, nächstes Quartal: their first day; after a preposition like "after" their last.

    Where it is said by when, the last weekday in it, of this one too; "week" alone names none.
    """
    period = line.phrase(i, line.words.periods)
    if not period:
        return None
    unit, ahead = line.words.periods[period[0]]
    there = add(unit, ahead, said.on)
    j = line.skip(period[1], line.words.fillers)
    name = line.phrase(j, line.words.weekdays) if unit is Unit.WEEK and ahead else None
    if name:
        return name[1], said.weekday(line.words.weekdays[name[0]], weeks=ahead), Unit.DAY
    if line.introduced(i, line.words.after):
        return period[1], last_of(unit, there), unit
    if said.by and " " in period[0]:
        return period[1], last_weekday(unit, there), unit
    return period[1], first_of(unit, there) if ahead else None, unit


def _offset(line: Line, i: int, said: Said) -> Read | None:
    """Tomorrow, übermorgen; "yesterday" only looking back, and not "la mañana"."""
    offset = line.phrase(i, line.words.offsets)
    if not offset or line.word(i - 1) in line.words.not_before_offsets:
        return None
    days = line.words.offsets[offset[0]]
    return offset[1], said.on + timedelta(days) if days >= 0 or said.past else None, Unit.DAY


def _month(line: Line, i: int, said: Said) -> Read | None:
    """In March, im März 2027, next April; of "may" and "march" only the capital ones after a preposition."""
    month = line.phrase(i, line.words.months)
    if not month or (month[0] in line.words.weak and not line.is_capital(i)):
        return None
    year, number = line.number(month[1], 1970, 2199), line.words.months[month[0]]
    after = line.introduced(i, line.words.after)
    words = (line.words.at, line.words.following, line.words.coming)
    if not (year or after or any(line.introduced(i, by) for by in words)):
        return None
    first = date(year, number, 1) if year else said.month(number)
    if first and after:
        first = last_of(Unit.MONTH, first)
    return month[1] + bool(year), first, Unit.MONTH


def _year(line: Line, i: int, said: Said) -> Read | None:
    """In 2027: a year ahead, after a preposition."""
    year = line.number(i, said.on.year + 1, said.on.year + _YEARS)
    if year is None or not line.introduced(i, line.words.at):
        return None
    return i + 1, date(year, 1, 1), Unit.YEAR


_IN_FIGURES: tuple[Form, ...] = (_numeric, _day_and_month, _counted, _day_of_month, _year)


def forms_of(words: DayWords) -> Mapping[str, tuple[Form, ...]]:
    """The forms that can begin with a word, in the order they are tried; `FIGURE` stands for all figures."""
    begin: dict[str, list[Form]] = defaultdict(list)
    for form, tables in (
        (_weekday, (words.beside, words.weekdays)),
        (_month_and_number, (words.months,) if words.month_first else ()),
        (_part, (words.parts,)),
        (_counted, (words.ahead, words.ago, words.numbers)),
        (_period, (words.periods,)),
        (_offset, (words.offsets,)),
        (_month, (words.months,)),
    ):
        for first in dict.fromkeys(phrase.split()[0] for table in tables for phrase in table):
            begin[first].append(form)
    return {FIGURE: _IN_FIGURES} | {word: (_numeric, *forms) for word, forms in begin.items()}
