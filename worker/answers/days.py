"""The day that a command names: a date, a span, or words for a day in any of the languages."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, timedelta

from rules.words import find_days
from worker.answers.vocabulary import vocabulary, words_of

_SPAN = re.compile(r"(\d{1,3})([^\W\d_]+)")
_FARTHEST = timedelta(days=3 * 366)


def day_in(words: str, *, said_on: date, language: str, past: bool = False) -> date | None:
    """The one day in the words ("2026-12-01", "2w", "2 Wochen", "Freitag"); None for none, or more.

    With `past` it is a day that was, or today; without, it is a day to come.
    """
    day = _iso(words) or _span(words, said_on) or _in_words(words, said_on, language, past=past)
    if day is None or abs(day - said_on) > _FARTHEST:
        return None
    return day if (day <= said_on if past else day > said_on) else None


def _iso(words: str) -> date | None:
    try:
        return date.fromisoformat(words.strip(" .,;!"))
    except ValueError:
        return None


def _span(words: str, today: date) -> date | None:
    """ "2w", "3 days", "in 2 Wochen"."""
    known = vocabulary()
    said = [word for word in words_of(words) if word not in known.between]
    found = _SPAN.fullmatch("".join(said)) if len(said) <= 2 else None
    unit = known.units.get(found[2]) if found else None
    if not found or not unit:
        return None
    number = int(found[1])
    return (
        _months_on(today, number)
        if unit == "m"
        else today + timedelta(days=number * (7 if unit == "w" else 1))
    )


def _months_on(today: date, number: int) -> date:
    """The same day of a later month, or its last day."""
    years, month = divmod(today.month - 1 + number, 12)
    last = monthrange(today.year + years, month + 1)[1]
    return date(today.year + years, month + 1, min(today.day, last))


def _in_words(words: str, said_on: date, language: str, *, past: bool) -> date | None:
    """A weekday, "tomorrow", "3. Dezember": the whole of the words, but for those that say nothing."""
    for tried in dict.fromkeys((language, "en", "de", "es", "fr", "it", "nl", "pt")):
        found = find_days(words, said_on, tried, past=past)
        if len(found) == 1 and found[0].precision == "day" and _is_all(words, found[0].text):
            return found[0].day
    return None


def _is_all(words: str, named: str) -> bool:
    said, day = words_of(words), words_of(named)
    return all(word in day or word in vocabulary().between for word in said)
