"""A day named by its ordinal or its figure alone: "the 8th works", "(30th)", "le 8 me va", "l'8 alle 10".

Strict, as most numbers are no days ("the 2nd one", "le 8 rue"): beside it stands a word of agreement, a word
that offers it, or an hour; or it is all that was said. Every look reaches a few words.
"""

from __future__ import annotations

from collections.abc import Container

from rules.words.line import Line

_MARKS = frozenset({"", ",", "."})
_MORE = 3  # days that are named together: "the 8th, the 9th or the 10th"


def day_ends(line: Line, i: int) -> int:
    """Where a day of the month that begins at a place ends, its ordinal with it."""
    return i + 1 + _has_ordinal(line, i + 1)


def is_lone_day(line: Line, i: int) -> bool:
    """Whether a number that no preposition makes a day is one by what stands beside it."""
    start, end = _begin(line, i), day_ends(line, i)
    if line.in_brackets(i, end):
        return len(line) == end - i or _is_calendar(line, start - 1)
    first, last = _first_of_several(line, start), _last_of_several(line, end)
    if not _may_begin(line, start, i) or _is_of_another(line, first, last):
        return False
    if first == 0 and line.skip(last, _MARKS) >= len(line):
        return line.word(first) in line.words.articles
    at_an_hour = _has_hour(line, last) or _follows_hour(line, first)
    return at_an_hour or _agrees(line, last) or _is_offered(line, first, last)


def breaks_off(line: Line, i: int) -> bool:
    """Whether at a place a clause ends, or goes on with what no number counts: not "le 8 rue"."""
    words = line.words
    known: tuple[Container[str], ...] = (_MARKS, words.small, words.light, words.joins, words.clock)
    return any(line.word(i) in some for some in known) or bool(line.phrase(i, words.agrees))


def _begin(line: Line, i: int) -> int:
    """The place of the article of a number, else its own."""
    return i - (line.word(i - 1) in line.words.articles)


def _may_begin(line: Line, start: int, i: int) -> bool:
    """Whether a day can begin here: with its article and not after a name, else where a clause begins."""
    if start < i:
        return start < 2 or not line.is_capital(start - 1)
    words, before = line.words, line.word(start - 1)
    return not before or before in words.offers or before in words.joins


def _has_ordinal(line: Line, i: int) -> bool:
    return line.touches(i) and line.word(i) in line.words.ordinals


def _is_calendar(line: Line, i: int) -> bool:
    """Whether a weekday, a month or a stretch of time ends here."""
    return any(line.word(i) in table for table in (line.words.weekdays, line.words.months, line.words.units))


def _is_of_another(line: Line, start: int, end: int) -> bool:
    """Whether days belong to a date beside them: "Tuesday, the 8th", "May 6 or 7th", "8th and 9th of May"."""
    before = start - 1 - (line.word(start - 1) in line.words.listed)
    counted = line.word(before).isdigit() and line.word(start) not in line.words.articles
    month = line.phrase(line.skip(end, line.words.fillers), line.words.months)
    return counted or bool(month) or _is_calendar(line, before)


def _last_of_several(line: Line, end: int) -> int:
    """Where the last day ends that is named together with one: "the 8th or the 9th"."""
    for _ in range(_MORE):
        i = line.skip(end, line.words.listed)
        figure = i + (line.word(i) in line.words.articles)
        if i == end or not _is_named(line, figure):
            break
        end = day_ends(line, figure)
    return end


def _first_of_several(line: Line, start: int) -> int:
    """Where the first day begins that is named together with one."""
    for _ in range(_MORE):
        i = start - (line.word(start - 1) in line.words.listed)
        i -= line.word(i - 1) in line.words.listed
        figure = i - 1 - _has_ordinal(line, i - 1)
        if i == start or not _is_named(line, figure):
            break
        start = _begin(line, figure)
    return start


def _is_named(line: Line, i: int) -> bool:
    """Whether a number with its ordinal or its article stands at a place."""
    marked = _has_ordinal(line, i + 1) or line.word(i - 1) in line.words.articles
    return marked and line.number(i, 1, 31) is not None


def _is_offered(line: Line, start: int, end: int) -> bool:
    """Whether "say" or "go with" stands before days, and nothing after them that they count."""
    before = (line.phrase(start - n, line.words.offers) for n in (2, 1))
    return breaks_off(line, end) and any(phrase and phrase[1] == start for phrase in before)


def _agrees(line: Line, i: int) -> bool:
    """Works, would be great, me viene bien: a word of agreement after at most four light ones."""
    for at in range(i, i + 5):
        if line.phrase(at, line.words.agrees):
            return True
        if line.word(at) not in line.words.light:
            return False
    return False


def _has_hour(line: Line, i: int) -> bool:
    """At 2, um 15 Uhr, ", 10am", 10:30: an hour after a day."""
    i += line.word(i) == ","
    j = line.skip(i, line.words.clock)
    if line.number(j, 0, 24) is None:
        return False
    return _tells_hour(line, j + 1) or (j > i and breaks_off(line, j + 1))


def _tells_hour(line: Line, i: int) -> bool:
    """Whether what follows a number makes it an hour: "am", "h", or minutes."""
    minutes = line.word(i) in (":", ".") and line.touches(i + 1) and line.number(i + 1, 0, 59) is not None
    return minutes or line.word(i) in line.words.hours


def _follows_hour(line: Line, i: int) -> bool:
    """Whether an hour ends before a place: "10am the 14th", "10:30, the 14th"."""
    i -= 1 + (line.word(i - 1) == ",")
    if line.word(i) in line.words.hours:
        return line.number(i - 1, 0, 59) is not None
    return line.number(i, 0, 59) is not None and line.word(i - 1) == ":"
