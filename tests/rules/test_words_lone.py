"""A day by its ordinal or its figure alone, in seven languages, and the numbers that are no days."""

from __future__ import annotations

import time
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.reading.days import days_in
from rules.sentences import sentences
from rules.words import find_days
from rules.words.vocabulary import DAY_WORDS

WEDNESDAY = date(2026, 11, 18)


def days(text: str, language: str, *, past: bool = False) -> list[str]:
    """The days of a text as they are found in a mail, sentence by sentence."""
    found = [day for s in sentences(text) for day in days_in(s, WEDNESDAY, language, past=past)]
    return [f"{day.day:%d %b}" for day in found if day.precision == "day"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The 8th works", "08 Dec"),
        ("The 8th is perfect.", "08 Dec"),
        ("The 22nd is perfect.", "22 Nov"),
        ("The 14th would be really great for us", "14 Dec"),
        ("Unfortunately the 14th doesn't work", "14 Dec"),
        ("The 14th it is.", "14 Dec"),
        ("14th is good", "14 Dec"),
        ("the 8th in the morning", "08 Dec"),
        ("30th at 2 it is", "30 Nov"),
        ("The 8th at 3 pm?", "08 Dec"),
        ("the 8th, 10:30", "08 Dec"),
        ("the 8th at 10.30", "08 Dec"),
        ("let's say the 3rd, 10am", "03 Dec"),
        ("3pm the 14th", "14 Dec"),
        ("10:30, the 14th?", "14 Dec"),
        ("Does the 14th suit?", "14 Dec"),
        ("Can you do the 21st?", "21 Nov"),
        ("We'll go with the 14th then.", "14 Dec"),
        ("I'm free the 8th.", "08 Dec"),
        ("any time after the 12th", "12 Dec"),
        ("(30th)", "30 Nov"),
        ("The 30th?", "30 Nov"),
        ("next week (30th)", "30 Nov"),
        ("the 8th or 9th", "08 Dec, 09 Dec"),
        ("Either the 8th or the 9th works for me", "08 Dec, 09 Dec"),
        ("the 8th, the 9th or the 10th would work", "08 Dec, 09 Dec, 10 Dec"),
        ("between the 8th and the 12th", "08 Dec, 12 Dec"),
        ("free on the 24th at 1:00 or the 25th at 8:30", "24 Nov, 25 Nov"),
        ("the 8th of this month", "08 Nov"),
        ("on the 20th of next month", "20 Dec"),
        ("on the 8th of the month", "08 Dec"),
    ],
)
def test_a_day_is_read_by_its_ordinal_where_it_works_or_is_offered_or_has_an_hour(
    text: str, expected: str
) -> None:
    assert ", ".join(days(text, "en")) == expected


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("de", "Am 8. geht es", "08 Dec"),
        ("de", "Der 14. passt", "14 Dec"),
        ("de", "Ab dem 12.", "12 Dec"),
        ("fr", "Le 8 me va", "08 Dec"),
        ("fr", "Plutôt le 14 ?", "14 Dec"),
        ("fr", "Le 1er, ça marche", "01 Dec"),
        ("fr", "le 8 à 10h", "08 Dec"),
        ("fr", "Le 20 et le 21 je suis à Lyon", "20 Nov, 21 Nov"),
        ("fr", "le 8 du mois prochain", "08 Dec"),
        ("es", "El 8 me viene bien", "08 Dec"),
        ("es", "Mejor el 14", "14 Dec"),
        ("es", "El 8 por la mañana", "08 Dec"),
        ("it", "Il 14 va bene", "14 Dec"),
        ("it", "L'8 alle 10", "08 Dec"),
        ("it", "dall’8 al 12", "08 Dec, 12 Dec"),
        ("pt", "Dia 14 serve", "14 Dec"),
        ("pt", "O 8 é perfeito", "08 Dec"),
        ("pt", "O 1º serve, às 10h", "01 Dec"),
        ("nl", "De 14e past", "14 Dec"),
        ("nl", "op de 8e", "08 Dec"),
        ("nl", "de 14de", "14 Dec"),
        ("nl", "Liever de 8e of de 9e", "08 Dec, 09 Dec"),
    ],
)
def test_other_languages_name_a_day_by_its_figure(language: str, text: str, expected: str) -> None:
    assert ", ".join(days(text, language)) == expected


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "the 5th floor works"),
        ("en", "the 14 people"),
        ("en", "The 14 works"),
        ("en", "version 8"),
        ("en", "the 3rd time"),
        ("en", "my 30th birthday"),
        ("en", "It was her 3rd at 2"),
        ("en", "the 19th century"),
        ("en", "the 2nd one"),
        ("en", "The 2nd is the answer"),
        ("en", "She came 3rd"),
        ("en", "I can do the 1st draft"),
        ("en", "Say the 1st thing"),
        ("en", "the 1st and 2nd editions"),
        ("en", "King Henry the 8th works hard"),
        ("en", "The 9th Symphony is perfect"),
        ("en", "the 5th at the 14 oaks"),
        ("en", "the 5th at 14 oaks"),
        ("en", "the 4th, 5 boats"),
        ("en", "30th"),
        ("en", "section 4"),
        ("en", "1. The plan"),
        ("en", "Ben Roth (3rd)"),
        ("en", "the 2nd quarter"),
        ("en", "the 2nd of three"),
        ("en", "The 40th works"),
        ("en", "The 3rd is not for you and me if it works"),
        ("fr", "le 8 rue Lind"),
        ("fr", "8 rue Lind"),
        ("fr", "dans le 16e"),
        ("fr", "le 1er étage"),
        ("es", "el 8 por ciento"),
        ("es", "el 14 personas"),
        ("es", "8 me viene bien"),
        ("it", "il 5 per cento va bene"),
        ("it", "il 14 persone"),
        ("pt", "o 8 andar"),
        ("pt", "o 1º andar"),
        ("nl", "de 14e verdieping past"),
        ("nl", "de 3e was leuk"),
        ("nl", "de 8 mensen"),
    ],
)
def test_a_number_that_is_no_day_names_none(language: str, text: str) -> None:
    assert days(text, language) == []


def test_the_weekday_or_month_of_a_date_beside_it_decides() -> None:
    assert days("Tuesday the 8th works", "en") == ["08 Dec"]
    assert days("Tuesday, the 9th works", "en") == ["24 Nov"]
    assert days("July 6 or 7th will work", "en") == ["06 Jul"]
    assert days("between the 10th and the 20th of January", "en") == ["20 Jan"]
    assert days("August the 21st will work", "en") == []


def test_looking_back_it_was_the_last_such_day() -> None:
    assert days("The 14th was perfect", "en", past=True) == []
    assert days("The 14th worked well", "en", past=True) == ["14 Nov"]
    assert days("The 30th worked well", "en", past=True) == ["30 Oct"]


_SAID = {
    "en": "the {}th works",
    "fr": "le {} me va",
    "es": "el {} me viene bien",
    "it": "il {} va bene",
    "pt": "o {} é perfeito",
    "nl": "de {}e past",
    "de": "am {}.",
}


@given(st.dates(date(2000, 1, 1), date(2060, 1, 1)), st.integers(1, 31), st.sampled_from(sorted(_SAID)))
def test_it_is_always_the_next_such_day_and_looking_back_the_last(
    said_on: date, number: int, language: str
) -> None:
    text = _SAID[language].format(number)
    (ahead,) = find_days(text, said_on, language)
    (behind,) = find_days(text, said_on, language, past=True)
    assert ahead.day.day == behind.day.day == number
    assert timedelta(0) < ahead.day - said_on <= timedelta(days=62)
    assert timedelta(0) < said_on - behind.day <= timedelta(days=62)


@given(
    st.lists(
        st.sampled_from(["the", "8th", "9", "or", ",", "(", "at", "works", "say", "10", "am", ":", "."])
    ),
    st.booleans(),
)
def test_days_stand_in_the_text_in_whatever_order_its_words_come(words: list[str], past: bool) -> None:
    text = " ".join(words)
    for found in find_days(text, WEDNESDAY, "en", past=past):
        assert found.text in text
        assert found.day.day in (8, 9, 10)


def test_words_of_one_word_are_of_one_word() -> None:
    for words in DAY_WORDS.values():
        for table in (words.light, words.joins, words.clock, words.hours, words.articles, words.ordinals):
            assert not [word for word in table if " " in word]


@pytest.mark.parametrize("piece", ["the 8th or ", "the 8th, ", "(8th) ", "8th ", "say the 8th it ", "l'8 o "])
def test_a_megabyte_of_ordinals_is_read_at_once(piece: str) -> None:
    text = piece * (1_000_000 // len(piece))
    for language in ("en", "it"):
        best = 1.0
        for _ in range(3):
            started = time.process_time()
            find_days(text, WEDNESDAY, language)
            best = min(best, time.process_time() - started)
        assert best < 0.1
