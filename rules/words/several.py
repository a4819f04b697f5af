"""Weekdays named together share their week: "Thursday or Friday next week", "next Monday or Tuesday"."""

from __future__ import annotations

from rules.words.line import Line
from rules.words.vocabulary import Unit

_MORE = 3  # weekdays beside one: "Monday, Tuesday or Thursday next week"


def weeks_ahead(line: Line, start: int, end: int) -> int:
    """How many weeks ahead a weekday is by what stands beside those named with it; 0 where nothing does."""
    return _before_the_first(line, start) or _after_the_last(line, end)


def _before_the_first(line: Line, start: int) -> int:
    for _ in range(_MORE):
        other = start - 2
        if line.word(start - 1) not in line.words.listed or line.word(other) not in line.words.weekdays:
            return 0
        if line.word(other - 1) in line.words.following:
            return 1
        start = other
    return 0


def _after_the_last(line: Line, end: int) -> int:
    for _ in range(_MORE):
        other = line.skip(end, line.words.listed)
        if other == end or line.word(other) not in line.words.weekdays:
            return 0
        end = other + 1
        if line.word(end) in line.words.following:
            return 1
        period = line.phrase(line.skip(end, line.words.fillers), line.words.periods)
        if period and line.words.periods[period[0]][0] is Unit.WEEK:
            return line.words.periods[period[0]][1]
    return 0
