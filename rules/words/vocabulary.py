"""The words of dates, one table a language: what `words` reads. The tables stand in `tables`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import TypeVar

from rules.words.tables import TABLES

_T = TypeVar("_T")


class Unit(StrEnum):
    """What is counted, and how exact a date in words is."""

    DAY = "day"
    BUSINESS_DAY = "business day"
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"


class Part(StrEnum):
    """Where in a week, a month, a quarter or a year."""

    EARLY = "early"
    MID = "mid"
    LATE = "late"
    END = "end"


@dataclass(frozen=True, slots=True)
class DayWords:
    """The words of dates in one language."""

    weekdays: Mapping[str, int]  # Monday is 0
    months: Mapping[str, int]  # January is 1
    numbers: Mapping[str, int]
    units: Mapping[str, Unit]
    offsets: Mapping[str, int]  # days from today: tomorrow is 1
    periods: Mapping[str, tuple[Unit, int]]  # next week is (WEEK, 1), this month (MONTH, 0)
    parts: Mapping[str, Part]
    coming: frozenset[str]  # beside a weekday: the first one ahead
    following: frozenset[str]  # beside a weekday: the one of next week
    gone: frozenset[str]  # beside a weekday: the last one
    ahead: frozenset[str]  # before "two weeks"
    ahead_after: frozenset[str]  # after "two weeks"
    ago: frozenset[str]  # before "two weeks", of the past
    ago_after: frozenset[str]  # after "two weeks", of the past
    at: frozenset[str]  # makes "the 22nd", "3/14" and "May" a date
    after: frozenset[str]  # means the end of a span: "after next week"
    fillers: frozenset[str]
    back: frozenset[str]  # in an out-of-office: beside the day of return
    inclusive: frozenset[str]  # in an out-of-office: away on that day still
    weak: frozenset[str]  # weekdays and months that are other words too
    no_days: frozenset[str]  # after "the 2nd": no date
    not_before_offsets: frozenset[str]  # "la mañana" is the morning, not tomorrow
    month_first: bool  # 3/14
    ordinals: frozenset[str]  # hang on a number: "22nd", "22."
    articles: frozenset[str]  # before a day: "the 22nd", "le 22"
    agrees: frozenset[str]  # after a day that is named alone: "works", "me va"
    light: frozenset[str]  # may part a day from these, and follow a bare one
    offers: frozenset[str]  # before such a day: "say the 3rd"
    joins: frozenset[str]  # between days: "the 8th or the 9th"
    clock: frozenset[str]  # before an hour
    hours: frozenset[str]  # after an hour
    bare: bool  # a day needs no ordinal after its article: "le 22"

    # Made of the above
    beside: frozenset[str]  # all that stands beside a weekday
    small: frozenset[str]  # prepositions and fillers
    listed: frozenset[str]  # what may stand between days
    gaps: frozenset[str]  # what may part a weekday, a day and a year
    heads: Mapping[str, int]  # the first words of all phrases, and how many words the longest of them has


def day_words(text: str) -> DayWords:
    """A table as it is written: lines of "key: phrases", longer ones indented; rows parted by "|"."""
    lines = dict(line.split(":", 1) for line in text.replace("\n    ", " ").strip().splitlines())
    sets = {key: frozenset(_phrases(lines.get(key, ""))) for key in _SETS}
    beside = sets["coming"] | sets["following"] | sets["gone"]
    return DayWords(
        weekdays=_rows(lines["weekdays"], range(7)),
        months=_rows(lines["months"], range(1, 13)),
        numbers=_rows(lines["numbers"], range(1, 32)),
        units=_rows(lines["units"], Unit),
        offsets=_rows(lines["offsets"], range(-2, 3)),
        periods=_periods(lines),
        parts=_rows(lines["parts"], Part),
        month_first="month_first" in lines,
        bare="bare" in lines,
        beside=beside,
        small=sets["at"] | sets["after"] | sets["fillers"],
        listed=sets["joins"] | {","},
        gaps=sets["fillers"] | {",", "."},
        heads=_heads(
            phrase for key in lines.keys() - _SINGLE for phrase in _phrases(lines[key].replace("|", ","))
        ),
        **sets,
    )


def _periods(lines: Mapping[str, str]) -> dict[str, tuple[Unit, int]]:
    spans = (Unit.WEEK, Unit.MONTH, Unit.QUARTER, Unit.YEAR)
    return {
        phrase: (unit, ahead)
        for ahead, key in enumerate(("this", "next", "second"))
        for phrase, unit in _rows(lines.get(key, ""), spans).items()
    }


_SETS = (
    *("coming", "following", "gone", "ahead", "ahead_after", "ago", "ago_after", "at", "after"),
    *("fillers", "back", "inclusive", "weak", "no_days", "not_before_offsets", "ordinals", "articles"),
    *("agrees", "light", "offers", "joins", "clock", "hours"),
)

_SINGLE = frozenset({"light", "joins", "clock", "hours", "articles", "ordinals"})  # never more than one word


def _heads(phrases: Iterable[str]) -> dict[str, int]:
    longest: dict[str, int] = {}
    for first, *others in map(str.split, phrases):
        longest[first] = max(longest.get(first, 0), 1 + len(others))
    return longest


def _rows(text: str, meanings: Iterable[_T]) -> dict[str, _T]:
    return {phrase: m for m, row in zip(meanings, text.split("|"), strict=False) for phrase in _phrases(row)}


def _phrases(row: str) -> list[str]:
    return [phrase.strip() for phrase in row.split(",") if phrase.strip()]


DAY_WORDS: Mapping[str, DayWords] = MappingProxyType({name: day_words(text) for name, text in TABLES.items()})
