"""Dates as mail programs write them above a quote, in many languages, to aware instants.

Policy: numbers are read month first where the clock says AM or PM, or where a slash stands between
them and the first can be a month; else day first. Without a zone the instant is taken as UTC: it may
be some hours off, which is near enough for "quoted on that day".
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from functools import lru_cache

from worker.mime.wordings import WORDINGS, any_of

MONTHS = {
    stem: number
    for wording in WORDINGS
    for number, stems in enumerate(wording.months, start=1)
    for stem in stems.split("|")
}
_MONTH = rf"\b({any_of(MONTHS)})[^\W\d_]{{0,10}}\.?"
# These begin with their figure, not with the look behind it: a search leaps from figure to figure then.
_ISO = re.compile(
    r"(\d{4}(?<!\d\d{4}))(?:[-/]|\.\s?|[年년]\s?)(\d{1,2})(?:[-/]|\.\s?|[月월]\s?)(\d{1,2})(?!\d)"
)
_DAY_MONTH = re.compile(
    rf"(\d(?<!\w\d)\d?)(?:\.|º|er|th|st|nd|rd)?[\s-]*(?:de |of )?"
    rf"{_MONTH},?[\s-]*(?:de )?'?(\d{{4}}|\d{{2}})\b"
)
_MONTH_DAY = re.compile(rf"{_MONTH}\s+(\d{{1,2}})(?:st|nd|rd|th)?,?\s+(\d{{4}})\b")
_YEAR_MONTH_DAY = re.compile(rf"(\d(?<!\w\d)\d{{3}})\.?\s{_MONTH}\s(\d{{1,2}})\b")
_NUMBERS = re.compile(r"(\d(?<!\w\d)\d?)([/.-])\s?(\d{1,2})\2\s?(\d{4}|\d{2})\b")
_FIGURE = re.compile(r"\d")
_HALF_DAY = re.compile(r"\d\s?[ap]\.?m\b")
_TIME = re.compile(
    r"(\d(?<![\d/.]\d)\d?)(?:[:.h]|\s?uhr\s?)(\d{2})(?:[:.](\d{2}))?(?![\d/])"
    r"\s*([ap])?\.?(?:m\b\.?)?\s*(?:\(?(?:gmt|utc)?\s*([+-])(\d{1,2}):?(\d{2})?\)?)?",
)


@dataclass(frozen=True, slots=True)
class Moment:
    """An instant read in a text, and where its words begin and end there."""

    at: datetime
    start: int
    end: int


@lru_cache(maxsize=1024)  # asked several times of an attribution, and in each mail that quotes it
def moment_in(text: str) -> Moment | None:
    """The date, with its time where there is one, that a short text holds."""
    text = text.lower()
    found = _day_in(text) if _FIGURE.search(text) else None
    if found is None:
        return None
    (year, month, date), start, end = found
    time = _TIME.search(text[:start] + "-" * (end - start) + text[end:])
    try:
        at = datetime(year, month, date, *_clock(time), tzinfo=_zone(time))
    except (ValueError, OverflowError):
        return None
    if time:
        start, end = min(start, time.start()), max(end, time.end())
    return Moment(at, start, end)


def _day_in(text: str) -> tuple[tuple[int, int, int], int, int] | None:
    if found := _ISO.search(text):
        return (int(found[1]), int(found[2]), int(found[3])), found.start(), found.end()
    if found := _DAY_MONTH.search(text):
        return (_year(found[3]), MONTHS[found[2]], int(found[1])), found.start(), found.end()
    if found := _MONTH_DAY.search(text):
        return (int(found[3]), MONTHS[found[1]], int(found[2])), found.start(), found.end()
    if found := _YEAR_MONTH_DAY.search(text):
        return (int(found[1]), MONTHS[found[2]], int(found[3])), found.start(), found.end()
    if found := _NUMBERS.search(text):
        first, second = int(found[1]), int(found[3])
        month_first = first <= 12 and (found[2] == "/" or _HALF_DAY.search(text))
        month, day = (first, second) if month_first and second <= 31 else (second, first)
        if month > 12:
            month, day = day, month
        return (_year(found[4]), month, day), found.start(), found.end()
    return None


def _year(digits: str) -> int:
    year = int(digits)
    return year if year >= 100 else year + (1900 if year >= 70 else 2000)


def _clock(time: re.Match[str] | None) -> tuple[int, int, int]:
    if time is None:
        return 0, 0, 0
    hour, minute, second = int(time[1]), int(time[2]), int(time[3] or 0)
    if time[4]:
        hour = hour % 12 + (12 if time[4] == "p" else 0)
    return hour, minute, second


def _zone(time: re.Match[str] | None) -> timezone:
    if time is None or not time[5]:
        return UTC
    offset = timedelta(hours=int(time[6]), minutes=int(time[7] or 0))
    return timezone(offset if time[5] == "+" else -offset)
