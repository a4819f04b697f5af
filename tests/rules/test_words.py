"""Dates in words, as people write them in seven languages, and the words that only look like dates."""

from __future__ import annotations

from datetime import date

import pytest

from rules.words import DayFound, find_day, find_days, find_return
from rules.words.vocabulary import DAY_WORDS

WEDNESDAY = date(2026, 11, 18)
LANGUAGES = sorted(DAY_WORDS)


def day(sentence: str, language: str = "en", *, on: date = WEDNESDAY, past: bool = False) -> str | None:
    found = find_day(sentence, on, language, past=past)
    return found.day.isoformat() if found else None


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("See you on Friday at 3pm", "2026-11-20"),
        ("by Thursday please", "2026-11-19"),
        ("Wednesday works", "2026-11-25"),
        ("see you on sat", "2026-11-21"),
        ("next Tuesday works", "2026-11-24"),
        ("next Friday", "2026-11-27"),
        ("this Friday", "2026-11-20"),
        ("Tuesday next week", "2026-11-24"),
        ("next week, Tuesday", "2026-11-23"),
        ("next week on Tuesday", "2026-11-24"),
        ("How about tomorrow?", "2026-11-19"),
        ("I can send it today", "2026-11-18"),
        ("the day after tomorrow", "2026-11-20"),
        ("Let us talk next week", "2026-11-23"),
        ("the week after next", "2026-11-30"),
        ("after next week", "2026-11-27"),
        ("after the 15th", "2026-12-15"),
        ("on the 22nd", "2026-11-22"),
        ("on the 18th", "2026-12-18"),
        ("by the 31st", "2026-12-31"),
        ("Circle back in March", "2027-03-01"),
        ("after March", "2027-03-31"),
        ("in March 2028", "2028-03-01"),
        ("in November", "2026-11-18"),
        ("in May", "2027-05-01"),
        ("next March", "2027-03-01"),
        ("early March", "2027-03-01"),
        ("mid-March", "2027-03-16"),
        ("late in March", "2027-03-21"),
        ("end of March", "2027-03-31"),
        ("end of March 2028", "2028-03-31"),
        ("at the end of the month", "2026-11-30"),
        ("end of next week", "2026-11-27"),
        ("early next week", "2026-11-23"),
        ("mid next week", "2026-11-25"),
        ("end of the week", "2026-11-20"),
        ("later this month", "2026-11-20"),
        ("end of the year", "2026-12-31"),
        ("next month", "2026-12-01"),
        ("next quarter", "2027-01-01"),
        ("after this quarter", "2026-12-31"),
        ("in the new year", "2027-01-01"),
        ("in 2028", "2028-01-01"),
        ("on 14 April", "2027-04-14"),
        ("the 14th of April", "2027-04-14"),
        ("April 14", "2027-04-14"),
        ("Apr. 14th", "2027-04-14"),
        ("December 3rd, 2027", "2027-12-03"),
        ("3 December 2027", "2027-12-03"),
        ("Monday, June 22", "2027-06-22"),
        ("Mon 23 November", "2026-11-23"),
        ("Friday 27th", "2026-11-27"),
        ("Friday the 27th at 9", "2026-11-27"),
        ("Friday 3pm", "2026-11-20"),
        ("on 3/14", "2027-03-14"),
        ("by 14/3", "2027-03-14"),
        ("3/14/2027", "2027-03-14"),
        ("14/3/27", "2027-03-14"),
        ("2026-12-01T10:00", "2026-12-01"),
        ("2026/12/01", "2026-12-01"),
        ("in two weeks", "2026-12-02"),
        ("in a couple of days", "2026-11-20"),
        ("in 3 days", "2026-11-21"),
        ("in 3 business days", "2026-11-23"),
        ("today, on 18 November", "2026-11-18"),
        ("on 18 November", "2026-11-18"),
        ("two weeks from now", "2026-12-02"),
        ("in three months", "2027-02-18"),
        ("in a year", "2027-11-18"),
        ("two quarters from now", "2027-05-18"),
    ],
)
def test_english_dates_are_read_on_the_day_they_were_said(sentence: str, expected: str) -> None:
    assert day(sentence) == expected


@pytest.mark.parametrize(
    ("language", "sentence", "expected"),
    [
        ("de", "Am Freitag passt es mir gut", "2026-11-20"),
        ("de", "nächste Woche Dienstag", "2026-11-24"),
        ("de", "Dienstag nächster Woche", "2026-11-24"),
        ("de", "erst nach dem 15.", "2026-12-15"),
        ("de", "Der 14.4. wäre gut", "2027-04-14"),
        ("de", "am 3.12.2026", "2026-12-03"),
        ("de", "am 3. Dezember 2026 um 14.30 Uhr", "2026-12-03"),
        ("de", "Ende März", "2027-03-31"),
        ("de", "Anfang nächsten Monats", "2026-12-01"),
        ("de", "in zwei Wochen", "2026-12-02"),
        ("de", "übermorgen", "2026-11-20"),
        ("de", "nächstes Quartal", "2027-01-01"),
        ("fr", "vendredi prochain", "2026-11-20"),
        ("fr", "après le 15", "2026-12-15"),
        ("fr", "le 1er mars", "2027-03-01"),
        ("fr", "fin mars", "2027-03-31"),
        ("fr", "à la mi-mars", "2027-03-16"),
        ("fr", "d'ici deux semaines", "2026-12-02"),
        ("fr", "après-demain", "2026-11-20"),
        ("fr", "la semaine prochaine", "2026-11-23"),
        ("es", "el martes de la semana que viene", "2026-11-24"),
        ("es", "el 3 de diciembre de 2027", "2027-12-03"),
        ("es", "a finales de marzo", "2027-03-31"),
        ("es", "después del 15", "2026-12-15"),
        ("es", "mañana por la mañana", "2026-11-19"),
        ("es", "dentro de tres días", "2026-11-21"),
        ("it", "entro venerdì", "2026-11-20"),
        ("it", "la prossima settimana", "2026-11-23"),
        ("it", "ci vediamo il 22", "2026-11-22"),
        ("it", "fra due settimane", "2026-12-02"),
        ("it", "fine marzo", "2027-03-31"),
        ("pt", "na próxima terça-feira", "2026-11-24"),
        ("pt", "semana que vem", "2026-11-23"),
        ("pt", "até o dia 22", "2026-11-22"),
        ("pt", "para sexta 27, mesmo horário", "2026-11-27"),
        ("pt", "daqui a duas semanas", "2026-12-02"),
        ("nl", "volgende week", "2026-11-23"),
        ("nl", "volgende vrijdag", "2026-11-27"),
        ("nl", "op de 22e", "2026-11-22"),
        ("nl", "over twee weken", "2026-12-02"),
        ("nl", "eind maart", "2027-03-31"),
        ("nl", "op 22-6-2027", "2027-06-22"),
    ],
)
def test_other_languages_are_read_by_their_own_words(language: str, sentence: str, expected: str) -> None:
    assert day(sentence, language) == expected


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("en", "after the holidays"),
        ("en", "I may call, march on"),
        ("en", "We met last Tuesday"),
        ("en", "two weeks ago"),
        ("en", "I wrote yesterday"),
        ("en", "this week is full"),
        ("en", "the 2nd floor"),
        ("en", "on the 3rd attempt"),
        ("en", "on the 22 chairs"),
        ("en", "in the 3rd quarter"),
        ("en", "24/7 support"),
        ("en", "version 3.14"),
        ("en", "at 14.30"),
        ("en", "at 3:30"),
        ("en", "by 3/4%"),
        ("en", "call 555-12-34"),
        ("en", "10-20 people"),
        ("en", "sat down with the team"),
        ("en", "three weeks of work"),
        ("en", "on 31 February"),
        ("en", "2026-02-31"),
        ("en", "on 9999-12-31"),
        ("en", "on 99/99/2026"),
        ("en", "by 30/30"),
        ("en", "the end"),
        ("en", "the call on 3 November"),
        ("en", "our class in October"),
        ("en", "room 2027, in 2049"),
        ("en", "may 5pm"),
        ("en", "march 14:30"),
        ("de", "um 14.30 Uhr"),
        ("de", "im 3. Stock"),
        ("de", "am 22"),
        ("fr", "le 22 heures"),
        ("es", "la mañana es buena"),
        ("pt", "segunda vez"),
        ("", ""),
    ],
)
def test_what_may_be_no_date_is_none(language: str, sentence: str) -> None:
    assert day(sentence, language) is None


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("We met last Tuesday", "2026-11-17"),
        ("when we spoke on Wednesday", "2026-11-11"),
        ("yesterday", "2026-11-17"),
        ("two weeks ago", "2026-11-04"),
        ("our call on 3 November", "2026-11-03"),
        ("our call on 3 December", "2025-12-03"),
        ("the call on the 3rd", "2026-11-03"),
        ("the call on the 31st", "2026-10-31"),
        ("in March", "2026-03-01"),
        ("in December", "2025-12-01"),
        ("next Tuesday", "2026-11-24"),
    ],
)
def test_a_sentence_about_the_past_looks_back(sentence: str, expected: str) -> None:
    assert day(sentence, past=True) == expected


@pytest.mark.parametrize(
    ("language", "sentence", "expected"),
    [
        ("en", "this week", "2026-11-20"),
        ("en", "next week", "2026-11-27"),
        ("en", "the week after next", "2026-12-04"),
        ("en", "this month", "2026-11-30"),
        ("en", "next year", "2027-12-31"),
        ("en", "after next month", "2026-12-31"),
        ("en", "all week", None),
        ("en", "on Thursday of next week", "2026-11-26"),
        ("de", "diese Woche", "2026-11-20"),
        ("de", "nächste Woche", "2026-11-27"),
        ("de", "diesen Monat", "2026-11-30"),
        ("fr", "cette semaine", "2026-11-20"),
        ("es", "esta semana", "2026-11-20"),
        ("it", "questa settimana", "2026-11-20"),
        ("pt", "esta semana", "2026-11-20"),
        ("nl", "deze week", "2026-11-20"),
    ],
)
def test_by_when_is_the_last_weekday_of_a_span(language: str, sentence: str, expected: str | None) -> None:
    found = find_days(sentence, WEDNESDAY, language, by=True)
    assert [f.day.isoformat() for f in found] == [expected] * bool(expected)


def test_a_month_that_ends_on_a_sunday_ends_by_its_friday() -> None:
    for on, friday in [(date(2027, 1, 4), date(2027, 1, 29)), (date(2027, 7, 5), date(2027, 7, 30))]:
        assert [f.day for f in find_days("this month", on, "en", by=True)] == [friday]


def test_a_date_keeps_its_words_and_says_how_exact_it_is() -> None:
    assert find_day("Ask me after the 15th, please", WEDNESDAY, "en") == DayFound(
        date(2026, 12, 15), "after the 15th", "day"
    )
    assert find_days("Let us talk about on the 22nd", WEDNESDAY, "en")[0].text == "on the 22nd"
    assert find_days("Back on April 17.", WEDNESDAY, "en")[0].text == "on April 17"
    exact = [("tomorrow", "day"), ("in 3 business days", "day"), ("next week", "week"), ("in March", "month")]
    for words, precision in [
        *exact,
        ("next quarter", "quarter"),
        ("in 2028", "year"),
        ("end of March", "week"),
    ]:
        found = find_day(words, WEDNESDAY, "en")
        assert found
        assert (found.precision, found.text) == (precision, words)


def test_all_dates_of_a_sentence_are_found_in_order_and_each_once() -> None:
    found = find_days("Monday, June 22 or Tuesday next week, else in July", WEDNESDAY, "en")
    assert [(f.day.isoformat(), f.text) for f in found] == [
        ("2027-06-22", "Monday, June 22"),
        ("2026-11-24", "Tuesday next week"),
        ("2027-07-01", "in July"),
    ]


def test_one_business_day_after_a_friday_is_monday() -> None:
    assert day("in one business day", on=date(2026, 11, 20)) == "2026-11-23"


def test_a_leap_day_is_found_only_where_there_is_one() -> None:
    assert day("on 29 February", on=date(2027, 11, 1)) == "2028-02-29"
    assert day("on 29 February", on=date(2025, 11, 1)) is None
    assert day("in three months", on=date(2026, 11, 30)) == "2027-02-28"


def test_a_day_many_years_away_is_a_typing_error() -> None:
    assert day("2031-05-01") == "2031-05-01"
    assert day("2032-05-01") is None


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("en", "I will be back on Monday, November 30.", "2026-11-30"),
        ("en", "Away until 30 November. Back then! For help before 1 December write to Ann.", "2026-11-30"),
        ("en", "I am away from 20 November to 27 November.", "2026-11-27"),
        ("en", "I am away through 27 November.", "2026-11-28"),
        ("en", "Returning December 1; away through November 27.", "2026-12-01"),
        ("de", "Ich bin ab dem 1. Dezember wieder erreichbar.", "2026-12-01"),
        ("de", "Ich bin bis einschließlich 27.11.2026 nicht da.", "2026-11-28"),
        ("fr", "Je serai de retour le 1er décembre.", "2026-12-01"),
        ("es", "Vuelvo el 1 de diciembre.", "2026-12-01"),
        ("it", "Rientro il 1 dicembre.", "2026-12-01"),
        ("pt", "Volto no dia 1 de dezembro.", "2026-12-01"),
        ("nl", "Ik ben afwezig tot en met 27 november.", "2026-11-28"),
        ("en", "I was away until 2 November 2026.", None),
        ("en", "I am away for a while.", None),
    ],
)
def test_an_out_of_office_says_when_its_writer_is_back(
    language: str, text: str, expected: str | None
) -> None:
    found = find_return(text, WEDNESDAY, language)
    assert (found.day.isoformat() if found else None) == expected
