"""Days: that a sentence without one costs nothing, and that none with one is passed over."""

from __future__ import annotations

from datetime import date

import pytest

from rules.reading.days import days_in, days_of, may_name_a_day, single_days
from rules.sentences import sentences
from rules.words import find_days
from rules.words.vocabulary import DAY_WORDS

MONDAY = date(2026, 11, 2)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("See you on Friday", "en"),
        ("Let us talk tomorrow", "en"),
        ("It ended mid-March", "en"),
        ("on the 22nd, then", "en"),
        ("Come on 11/22 at noon", "en"),
        ("It is due 2026-11-22", "en"),
        ("in two weeks", "en"),
        ("next quarter", "en"),
        ("Wir sehen uns am 22.", "de"),
        ("Ende März", "de"),
        ("le 22 à midi", "fr"),
        ("The 22nd works", "en"),
        ("L'8 alle dieci", "it"),
        ("dall’8 in poi", "it"),
        ("O 8 serve", "pt"),
        ("De 14e past", "nl"),
        ("a finales de mes", "es"),
    ],
)
def test_a_sentence_that_names_a_day_is_looked_at(text: str, language: str) -> None:
    (sentence,) = sentences(text)
    assert may_name_a_day(sentence, language)
    assert days_in(sentence, MONDAY, language) == find_days(sentence.text, MONDAY, language) != ()


@pytest.mark.parametrize(
    "text",
    [
        "The crane is down",
        "Invoice 4711 over 300 euros",
        "room 12b",
        "The well-known pump",
        "ten boats and 9 oars",
    ],
)
def test_a_sentence_without_a_day_is_not_looked_at(text: str) -> None:
    (sentence,) = sentences(text)
    assert not may_name_a_day(sentence, "en")
    assert days_in(sentence, MONDAY, "en") == ()


def test_an_unknown_language_is_read_as_english() -> None:
    (sentence,) = sentences("See you on Friday")
    assert may_name_a_day(sentence, "xx")


@pytest.mark.parametrize("language", sorted(DAY_WORDS))
def test_every_weekday_and_month_of_every_language_is_worth_a_look(language: str) -> None:
    known = DAY_WORDS[language]
    for word in (*known.weekdays, *known.months, *known.offsets, *known.periods):
        (sentence,) = sentences(f"x {word} y")
        assert may_name_a_day(sentence, language), word


def test_days_are_looked_for_in_the_first_sentences_only() -> None:
    text = sentences("See you on Friday. " * 50)
    found = days_of(text, MONDAY, "en")
    assert len(found) == 40
    assert {day.day for days in found for day in days} == {date(2026, 11, 6)}


def test_looking_back_reads_words_without_a_year_as_past() -> None:
    (sentence,) = sentences("We met on Friday")
    assert days_in(sentence, MONDAY, "en", past=True)[0].day == date(2026, 10, 30)


def test_the_single_days_of_a_text_are_told_once_and_no_weeks() -> None:
    text = sentences("The 8th works. So does the 8th at 3pm. Or next week? Or the 9th, 10am?")
    assert single_days(days_of(text, MONDAY, "en")) == (date(2026, 11, 8), date(2026, 11, 9))
