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
_LOOKED_AT = 2000  # characters of a sentence
_FIGURE = re.compile(r"\d")
_MARKED_FIGURE = re.compile(
    r"\b(?:\d{1,4}[./-]\d{1,2}|\d{1,2}(?:st|nd|rd|th|er|º|ª)|(?:d?al)?l['’]\d{1,2})\b", re.IGNORECASE
)

Found = tuple[DayFound, ...]


def days_of(text: Sequence[Sentence], said_on: date, language: str) -> tuple[Found, ...]:
    """The dates of each sentence, as far as they are looked for."""
    return tuple(days_in(s, said_on, language) for s in text[:_DATED_SENTENCES])


def days_in(
    sentence: Sentence, said_on: date, language: str, *, past: bool = False, by: bool = False
) -> Found:
    """All dates of a sentence (`rules.words.find_days`); cheap where there is none."""
    if not may_name_a_day(sentence, language):
        return ()
    return find_days(sentence.text, said_on, language, past=past, by=by)


def single_days(dated: Iterable[Found]) -> tuple[date, ...]:
    """The single days among the dates of a text, each once, in its order."""
    named = (found.day for dates in dated for found in dates if found.precision == "day")
    return tuple(dict.fromkeys(named))


def may_name_a_day(sentence: Sentence, language: str) -> bool:
    """Whether a weekday, a month, a stretch of time or a figure of a day stands in a sentence."""
    telling = _telling(language)
    if not telling.isdisjoint(sentence.folded):
        return True
    if "-" in sentence.text and not telling.isdisjoint(fold(sentence.text).replace("-", " ").split()):
        return True
    return bool(_FIGURE.search(sentence.text)) and _has_figure_of_a_day(sentence, language)


def _has_figure_of_a_day(sentence: Sentence, language: str) -> bool:
    """22nd, 22.11., 2026-11-22; or a bare figure after a word that makes it a day: "am 22", "the 22"."""
    if _MARKED_FIGURE.search(sentence.text[:_LOOKED_AT]):
        return True
    before = _before_figures(language)
    pairs = zip(sentence.folded, sentence.folded[1:], strict=False)
    return any(figure[0].isdigit() and word in before for word, figure in pairs)


@cache
def _before_figures(language: str) -> frozenset[str]:
    known = DAY_WORDS.get(language, DAY_WORDS["en"])
    return known.at | known.after | known.fillers | known.articles


@cache
def _telling(language: str) -> frozenset[str]:
    """One word at least of every phrase that a day can have, and no word that stands everywhere."""
    known = DAY_WORDS.get(language, DAY_WORDS["en"])
    groups: Iterable[Iterable[str]] = (
        known.weekdays, known.months, known.offsets, known.units, known.periods,
    )  # fmt: skip
    phrases = [phrase.split() for group in groups for phrase in group]
    single = {words[0] for words in phrases if len(words) == 1}
    everywhere = known.beside | known.small
    longer = (words for words in phrases if single.isdisjoint(words))
    rarest = {max(words, key=lambda w: (w not in everywhere, len(w))) for words in longer}
    return frozenset(single | rarest)
