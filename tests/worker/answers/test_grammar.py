"""What may be written in reply to a digest, in seven languages; and what is not guessed."""

from __future__ import annotations

import tomllib
from datetime import date
from importlib.resources import files

import pytest

from worker.answers.days import day_in
from worker.answers.grammar import Command, Misunderstood, Unclear, commands_in
from worker.answers.vocabulary import Word

MONDAY = date(2026, 11, 16)


def said(text: str) -> list[str]:
    """Each command as it is told back, or why it is none."""
    return [c.said if isinstance(c, Command) else c.why for c in commands_in(text, said_on=MONDAY)]


@pytest.mark.parametrize(
    ("text", "meaning"),
    [
        ("done 2", "done 2"),
        ("Done: #2.", "done 2"),
        ("- done 2", "done 2"),
        ("2 done", "done 2"),
        ("2: done!", "done 2"),
        ("done with item 2, thanks", "done 2"),
        ("done 2 report", "done 2 report"),
        ("let it rest 2", "done 2"),
        ("met 3", "met 3"),
        ("I met 3", "met 3"),
        ("we've met 3 yesterday", "met 3 2026-11-15"),
        ("met 3 on Friday", "met 3 2026-11-13"),
        ("moved 2 2026-12-01", "moved 2 2026-12-01"),
        ("moved 2 to Tuesday", "moved 2 2026-11-17"),
        ("no-meeting 2", "no-meeting 2"),
        ("did not meet 2", "no-meeting 2"),
        ("snooze 4 2w", "snooze 4 2026-11-30"),
        ("snooze 4 for 3 days", "snooze 4 2026-11-19"),
        ("snooze 4 1m", "snooze 4 2026-12-16"),
        ("snooze 4 until Friday", "snooze 4 2026-11-20"),
        ("later 4 tomorrow", "snooze 4 2026-11-17"),
        ("not-intro 5", "not-intro 5"),
        ("not an introduction 5", "not-intro 5"),
        ("mute 1", "mute 1"),
        ("undo", "undo"),
        ("Undo 2", "undo 2"),
        ("reference 5", "reference 5"),
        ("erledigt 2", "done 2"),
        ("Ich habe 3 getroffen", "met 3"),
        ("verschoben 2 auf den 3. Dezember", "moved 2 2026-12-03"),
        ("später 4 in 2 Wochen", "snooze 4 2026-11-30"),
        ("kein Intro 5", "not-intro 5"),
        ("hecho 2", "done 2"),
        ("aplazado 2 al viernes", "moved 2 2026-11-20"),
        ("más tarde 4 dentro de 2 semanas", "snooze 4 2026-11-30"),
        ("no es una presentación 5", "not-intro 5"),
        ("fait 2", "done 2"),
        ("rencontré 3", "met 3"),
        ("plus tard 4 jusqu'à vendredi", "snooze 4 2026-11-20"),
        ("pas une présentation 5", "not-intro 5"),
        ("fatto 2", "done 2"),
        ("più tardi 4 tra 2 settimane", "snooze 4 2026-11-30"),
        ("non è una presentazione 5", "not-intro 5"),
        ("feito 2", "done 2"),
        ("mais tarde 4 2 semanas", "snooze 4 2026-11-30"),
        ("não é uma apresentação 5", "not-intro 5"),
        ("klaar 2", "done 2"),
        ("uitstellen 4 2 weken", "snooze 4 2026-11-30"),
        ("geen introductie 5", "not-intro 5"),
    ],
)
def test_a_line_says_one_thing(text: str, meaning: str) -> None:
    assert said(text) == [meaning]


@pytest.mark.parametrize(
    "text", ["done 2, 3 and 4", "done 2,3,4", "done 2 & 3 & 4", "2, 3, 4 erledigt", "fait 2, 3 et 4"]
)
def test_it_may_be_said_of_several_items_at_once(text: str) -> None:
    assert said(text) == ["done 2", "done 3", "done 4"]


def test_several_lines_are_several_commands_and_the_rest_is_courtesy() -> None:
    text = "Hi,\n\ndone 2\nmet 1\nsnooze 4 2w\n\nThanks, that helped!\nMara"
    assert said(text) == ["done 2", "met 1", "snooze 4 2026-11-30"]


def test_a_note_keeps_its_words_as_they_were_typed() -> None:
    (note,) = commands_in("Note 2: She prefers the phone, and calls at 5 PM.", said_on=MONDAY)
    assert isinstance(note, Command)
    assert (note.word, note.item, note.text) == (Word.NOTE, 2, "She prefers the phone, and calls at 5 PM.")
    assert note.said == "note 2"


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("done", Unclear.NO_NUMBER),
        ("done 222", Unclear.NO_NUMBER),
        ("snooze 4", Unclear.NO_DAY),
        ("snooze 4 yesterday", Unclear.NO_DAY),
        ("snooze 4 sometime", Unclear.NO_DAY),
        ("snooze 4 2030-12-01", Unclear.NO_DAY),
        ("snooze 4 Monday or Tuesday", Unclear.NO_DAY),
        ("moved 2 DATE", Unclear.NO_DAY),
        ("moved 2 2026-13-45", Unclear.NO_DAY),
        ("met 3 tomorrow", Unclear.NO_DAY),
        ("done 2 things today", Unclear.MORE),
        ("done 2, but not 3", Unclear.MORE),
        ("mute 1 please not", Unclear.MORE),
        ("note 2", Unclear.NO_TEXT),
        ("not done 2", Unclear.NOTHING),
        ("nicht erledigt 2", Unclear.NOTHING),
        ("2", Unclear.NOTHING),
        ("I am done with all of this for today and for the whole week", Unclear.NOTHING),
        ("Thanks!", Unclear.NOTHING),
    ],
)
def test_what_is_not_plain_is_told_and_not_guessed(text: str, why: Unclear) -> None:
    assert said(text) == [why]


@pytest.mark.parametrize(
    "line", ["frobnicate 3", "don 3", "Not-intr item 3", "frobnicate 3 and 4", "dne #3!"]
)
def test_a_word_that_is_not_known_is_told_beside_those_that_are(line: str) -> None:
    known, unknown = commands_in(f"done 1\n{line}", said_on=MONDAY)
    assert isinstance(known, Command)
    assert unknown == Misunderstood(line, Unclear.NOTHING)


@pytest.mark.parametrize(
    "line", ["Thanks!", "See you at 5", "2 more to come", "+47 22 33 44 55", "Best, Mara", "- 3", "Oslo 0150"]
)
def test_courtesy_beside_a_command_is_passed_over(line: str) -> None:
    (known,) = commands_in(f"done 1\n{line}", said_on=MONDAY)
    assert isinstance(known, Command)


def test_an_empty_reply_says_nothing_at_all() -> None:
    assert said("\n  \n") == []


def test_a_long_line_is_told_back_shortened() -> None:
    (one,) = commands_in("Well, " * 30, said_on=MONDAY)
    assert isinstance(one, Misunderstood)
    assert len(one.line) <= 61


def test_a_month_ends_where_the_next_one_does() -> None:
    january = date(2027, 1, 31)
    assert day_in("1m", said_on=january, language="en") == date(2027, 2, 28)


def test_the_owner_can_read_the_words_of_each_language() -> None:
    tables = tomllib.loads(files("worker.answers").joinpath("words.toml").read_text("utf-8"))
    assert set(tables) == {"en", "de", "es", "fr", "it", "nl", "pt"}
    for table in tables.values():
        assert set(table) == {*Word, "between", "units"}
        assert all(table[word] for word in Word)


@pytest.mark.parametrize("language", ["en", "de", "es", "fr", "it", "nl", "pt"])
def test_every_word_of_the_table_is_understood(language: str) -> None:
    table = tomllib.loads(files("worker.answers").joinpath("words.toml").read_text("utf-8"))[language]
    behind = {Word.MOVED: " 2026-12-01", Word.SNOOZE: " 2w", Word.NOTE: " text"}
    for word in Word:
        for phrase in table[word]:
            (found,) = commands_in(f"{phrase} 2{behind.get(word, '')}", said_on=MONDAY)
            assert isinstance(found, Command), phrase
            assert found.item == 2


def test_a_long_hostile_text_costs_little() -> None:
    assert said("done " * 20_000) == [Unclear.NOTHING]
    assert len(said("done 1\n" * 50_000)) == 200
