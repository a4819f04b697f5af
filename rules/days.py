"""The days a mail names, looked for only where a sentence has a word or a figure that a day can have."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date
from functools import cache

from rules.sentences import Sentence, fold
from rules.words import DayFound, find_days
from rules.words.vocabulary import DAY_WORDS

_DATED_SENTENCES = 40  # how far into a mail a day still belongs to what it is about
_FIGURE = re.compile(  # 22nd, 22.11., 2026-11-22, "on 22": other figures are no days
    r"\b\d{1,2}(?:st|nd|rd|th|er|e|de|ste|º|ª)\b|\b\d{1,4}[./-]\d{1,2}\b|[^\W\d_] \d{1,2}\b(?![:,]\d)",
    re.IGNORECASE,
)

Found = tuple[DayFound, ...]


def days_of(text: Sequence[Sentence], said_on: date, language: str) -> tuple[Found, ...]:
    """The dates of each sentence, as far as they are looked for."""
    return tuple(days_in(s, said_on, language) for s in text[:_DATED_SENTENCES])


def days_in(sentence: Sentence, said_on: date, language: str, *, past: bool = False) -> Found:
    """All dates of a sentence (`rules.words.find_days`); cheap where there is none."""
    return (
        find_days(sentence.text, said_on, language, past=past) if may_name_a_day(sentence, language) else ()
    )


def may_name_a_day(sentence: Sentence, language: str) -> bool:
    """Whether a figure, or a word of a weekday, a month or a stretch of time stands in a sentence."""
    telling = _telling(language)
    if not telling.isdisjoint(sentence.folded) or _FIGURE.search(sentence.text):
        return True
    return "-" in sentence.text and not telling.isdisjoint(fold(sentence.text).replace("-", " ").split())


@cache
def _telling(language: str) -> frozenset[str]:
    """One word of every phrase that a day can have: its longest."""
    known = DAY_WORDS.get(language, DAY_WORDS["en"])
    phrases: Iterable[Iterable[str]] = (
        known.weekdays,
        known.months,
        known.offsets,
        known.units,
        known.periods,
    )
    return frozenset(max(phrase.split(), key=len) for group in phrases for phrase in group)
