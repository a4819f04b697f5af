"""Dates in words: "after the 15th", "next Tuesday", "Ende März", read on the day they were said (rule 3).

Strict: a word that may be no date is none, and what has no day ("after the holidays") gives None. The
words of each language are data (`tables`). Nothing backtracks: every reader looks at a few words
from where it stands, and of a sentence only the first 2,000 characters are read.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import NamedTuple

from rules.words.forms import FIGURE, Form, Read, forms_of
from rules.words.line import Line
from rules.words.spans import Said
from rules.words.vocabulary import DAY_WORDS, Unit

__all__ = ["DayFound", "find_day", "find_days", "find_return"]

_YEARS = 5  # a date farther away is a typing error


@dataclass(frozen=True, slots=True)
class DayFound:
    """A date in words: the day it means, the words, and how exact they are ("day", "week", "month", …)."""

    day: date
    text: str
    precision: str


def find_day(sentence: str, said_on: date, language: str, *, past: bool = False) -> DayFound | None:
    """The first date in a sentence said that day; with `past`, words without a year look back."""
    return next(iter(find_days(sentence, said_on, language, past=past)), None)


def find_days(
    sentence: str, said_on: date, language: str, *, past: bool = False, by: bool = False
) -> tuple[DayFound, ...]:
    """All dates in a sentence, in its order. An unknown language is read as English.

    With `by` the sentence says by when: "this week" and "next week" are their last weekday.
    """
    line = _line(sentence, language)
    return tuple([_found(line, span) for span in _spans(line, Said(said_on, past, by), _forms(language))])


def find_return(text: str, said_on: date, language: str) -> DayFound | None:
    """The day an out-of-office says its writer is back: the date beside such a word, else the latest one.

    "Until Friday" is read as back on Friday, "through Friday" as back the day after.
    """
    line = _line(text, language)
    ahead = [span for span in _spans(line, Said(said_on), _forms(language)) if span.day >= said_on]
    for span in ahead:
        if line.near(span.start, span.end, line.words.back):
            return _found(line, span)
    if not ahead:
        return None
    latest = max(ahead, key=lambda span: span.day)
    still_away = line.near(latest.start, latest.end, line.words.inclusive)
    return _found(line, latest._replace(day=latest.day + timedelta(days=still_away)))


class _Span(NamedTuple):
    """Words [start, end) of a line, and the day they mean."""

    start: int
    end: int
    day: date
    unit: Unit


def _line(sentence: str, language: str) -> Line:
    return Line(sentence, DAY_WORDS.get(language, DAY_WORDS["en"]))


@cache
def _forms(language: str) -> Mapping[str, tuple[Form, ...]]:
    """The forms that can begin with a word of a language."""
    return forms_of(DAY_WORDS.get(language, DAY_WORDS["en"]))


def _found(line: Line, span: _Span) -> DayFound:
    unit = Unit.DAY if span.unit is Unit.BUSINESS_DAY else span.unit
    return DayFound(span.day, line.text(span.start, span.end), unit.value)


def _spans(line: Line, said: Said, begun_by: Mapping[str, tuple[Form, ...]]) -> Iterator[_Span]:
    """The dates of a line; every word is read into one of them at most."""
    end = 0
    for i, word in enumerate(line.folded):
        forms = begun_by.get(FIGURE if word.isdigit() else word)
        read = _read(forms, line, i, said) if forms and i >= end else None
        if read:
            end, day, unit = read
            if day and abs(day.year - said.on.year) <= _YEARS:
                yield _Span(i, end, day, unit)


def _read(forms: tuple[Form, ...], line: Line, i: int, said: Said) -> Read | None:
    """What the first form that fits reads at a place."""
    return next((read for form in forms if (read := form(line, i, said))), None)
