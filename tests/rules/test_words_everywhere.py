"""Dates in words: what holds in every language, on every day, for any text."""

from __future__ import annotations

import time
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.words import find_day, find_days, find_return
from rules.words.vocabulary import DAY_WORDS, Unit

WEDNESDAY = date(2026, 11, 18)
LANGUAGES = sorted(DAY_WORDS)


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_language_has_words_for_all_that_is_read(language: str) -> None:
    words = DAY_WORDS[language]
    assert sorted(set(words.weekdays.values())) == list(range(7))
    assert sorted(set(words.months.values())) == list(range(1, 13))
    assert set(words.units.values()) == set(Unit)
    assert set(words.offsets.values()) >= {-1, 0, 1, 2}
    nearest = {(unit, n) for unit in (Unit.WEEK, Unit.MONTH, Unit.QUARTER, Unit.YEAR) for n in (0, 1)}
    assert set(words.periods.values()) >= nearest
    assert len(set(words.parts.values())) == 4
    assert words.back
    assert words.inclusive


@given(st.dates(date(2000, 1, 1), date(2060, 1, 1)), st.sampled_from(LANGUAGES))
def test_a_weekday_is_always_the_first_one_ahead(said_on: date, language: str) -> None:
    for name, weekday in DAY_WORDS[language].weekdays.items():
        found = find_day(name.title(), said_on, language)
        if name in DAY_WORDS[language].weak:
            assert found is None
        else:
            assert found
            assert found.day.weekday() == weekday
            assert timedelta(0) < found.day - said_on <= timedelta(days=7)


@given(st.dates(date(2000, 1, 1), date(2060, 1, 1)), st.dates(date(2000, 1, 1), date(2060, 1, 1)))
def test_a_full_date_is_the_same_day_in_every_language(said_on: date, meant: date) -> None:
    for language, words in DAY_WORDS.items():
        month = next(name for name, number in words.months.items() if number == meant.month)
        found = find_day(f"{meant.day} {month} {meant.year}", said_on, language)
        assert (found.day if found else None) == (meant if abs(meant.year - said_on.year) <= 5 else None)


@given(
    st.lists(
        st.sampled_from([w for t in DAY_WORDS.values() for w in (*t.heads, *t.at, "31", "2.", ",", "/", "-")])
    ),
    st.dates(date(1980, 1, 1), date(2100, 1, 1)),
    st.sampled_from(LANGUAGES),
    st.booleans(),
)
def test_no_heap_of_words_raises(words: list[str], said_on: date, language: str, past: bool) -> None:
    for found in find_days(" ".join(words), said_on, language, past=past):
        assert abs(found.day.year - said_on.year) <= 5
        assert found.text.strip()


@given(st.text(max_size=200), st.sampled_from(LANGUAGES))
def test_no_text_raises(text: str, language: str) -> None:
    assert all(found.text in text for found in find_days(text, WEDNESDAY, language))
    find_return(text, WEDNESDAY, language)


def seconds(text: str) -> float:
    started = time.process_time()
    find_days(text, WEDNESDAY, "en")
    return time.process_time() - started


@pytest.mark.parametrize(
    "piece",
    ["on the ", "1.", "1/", "monday next ", "in two ", "2026-", "end of ", "may ", "st", "-", "é", " "],
)
def test_a_megabyte_of_bait_is_read_at_once(piece: str) -> None:
    text = piece * (1_000_000 // len(piece))
    assert min(seconds(text) for _ in range(3)) < 0.05
