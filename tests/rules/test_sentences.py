"""Sentences: where they end, what their words are, and that no text can make the reading slow."""

from __future__ import annotations

import time
import tracemalloc

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.sentences import (
    MOST_CHARACTERS,
    MOST_SENTENCES,
    MOST_WORDS,
    Sentence,
    sentences,
    turns_to,
    words,
)


def texts(text: str) -> list[str]:
    return [sentence.text for sentence in sentences(text)]


# ── Where a sentence ends ───────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        ("  \n\n \n", []),
        ("One line.", ["One line."]),
        ("First. Second! Third? Fourth", ["First.", "Second!", "Third?", "Fourth"]),
        ("A hard break in the\nmiddle of a sentence.", ["A hard break in the middle of a sentence."]),
        ("Dear Vera,\nthank you for the plans.", ["Dear Vera,", "thank you for the plans."]),
        ("Short line.\nAnother line.", ["Short line.", "Another line."]),
        ("Ask Dr. Amari about it. She knows.", ["Ask Dr. Amari about it.", "She knows."]),
        ("Sorry, no. Not this year.", ["Sorry, no.", "Not this year."]),
        ("It is in No. 7 of the list.", ["It is in No. 7 of the list."]),
        ("Wir sprechen am 14. März. Gut.", ["Wir sprechen am 14. März.", "Gut."]),
        ("Am 14. geht es, im 8. Stock.", ["Am 14. geht es, im 8. Stock."]),
        ("Bis zum 3. Apr., oder am 5. Dank dir!", ["Bis zum 3. Apr., oder am 5.", "Dank dir!"]),
        ("It was 2023. May we talk?", ["It was 2023.", "May we talk?"]),
        ("J. Amari runs the yard.", ["J. Amari runs the yard."]),
        ("Two things:\n- the crane\n- the barge", ["Two things:", "- the crane", "- the barge"]),
        ("1. The crane\n2. The barge", ["1. The crane", "2. The barge"]),
        ("Vera - Tomas. Tomas - Vera.", ["Vera", "Tomas.", "Tomas", "Vera."]),
        ("He said “no.” She left.", ["He said “no.", "She left."]),
        ("One paragraph\n\nand another", ["One paragraph", "and another"]),
    ],
)
def test_a_text_is_divided_where_its_sentences_end(text: str, expected: list[str]) -> None:
    assert [one for one in texts(text) if one] == expected


def test_a_sentence_read_before_is_the_same_one() -> None:
    (first,), (again,) = sentences("Best wishes,"), sentences("Best wishes,")
    assert first is again


def test_texts_that_never_end_a_sentence_do_not_stay_in_memory() -> None:
    tracemalloc.start()
    try:
        for text in range(30):
            sentences(" ".join(f"w{text}x{word}" for word in range(2000)))
        held, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert held < 1_000_000


def test_a_sentence_asks_where_it_has_a_question_mark() -> None:
    asked, told = sentences("Are you free? I am.")
    assert (asked.asks, told.asks) == (True, False)


# ── What a word is ──────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("I'll cc'd e-introduce", ["I'll", "cc'd", "e-introduce"]),
        ("Thanks, Vera!", ["Thanks", ",", "Vera", "!"]),
        ("write to vera.amari@yard.example now", ["write", "to", "vera.amari@yard.example", "now"]),
        ("see https://yard.example/a?b=1 there", ["see", "https://yard.example/a?b=1", "there"]),
        ("call +44 20 5550 1234 today", ["call", "+44 20 5550 1234", "today"]),
        ("at 10am or 3:30", ["at", "10am", "or", "3", ":", "30"]),
        ("naïve Škoda", ["naïve", "Škoda"]),
        ("R&D", ["R&D"]),
        ("chez d'Amélie, d’Hélène", ["chez", "d'", "Amélie", ",", "d’", "Hélène"]),
        ("qu'Omar et l'Anna dall'Elena", ["qu'", "Omar", "et", "l'", "Anna", "dall'", "Elena"]),
        ("d'abord O'Brien D'Angelo Val-d'Isère", ["d'abord", "O'Brien", "D'Angelo", "Val-d'Isère"]),
    ],
)
def test_words_addresses_numbers_and_marks_are_told_apart(text: str, expected: list[str]) -> None:
    assert words(text) == expected


def test_words_are_folded_for_comparing() -> None:
    (sentence,) = sentences("I’ll ask Škoda")
    assert sentence.folded == ("i'll", "ask", "skoda")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Noor, the boats are in.", ["noor"]),
        ("Hi both, Noor - the boats are in.", ["both", "noor"]),
        ("Noor", ["noor"]),
        ("The boats are in the harbour now, Noor.", []),
        ("The boats are in", []),
    ],
)
def test_a_sentence_turns_to_whoever_stands_before_a_mark_near_its_beginning(
    text: str, expected: list[str]
) -> None:
    words_ = tuple(words(text))
    sentence = Sentence(text, words_, tuple(w.lower() for w in words_))
    assert list(turns_to(sentence)) == expected


# ── Bounds ──────────────────────────────────────────────────────────────────────────────────


def test_a_long_sentence_is_read_in_pieces_that_keep_its_words() -> None:
    read = sentences("word " * (MOST_WORDS * 2 + 1))
    assert [len(s.words) for s in read] == [MOST_WORDS, MOST_WORDS, 1]
    assert read[-1].text == "word"


def test_of_very_many_sentences_only_the_first_are_read() -> None:
    assert len(sentences("Ah. " * 5000)) == MOST_SENTENCES


def test_of_a_very_long_text_only_the_beginning_is_read() -> None:
    assert sentences("\n" * MOST_CHARACTERS + "Hello.") == ()


@given(st.text(max_size=400))
def test_whatever_is_written_sentences_hold_its_words_in_order(text: str) -> None:
    read = sentences(text)
    assert all(len(s.words) == len(s.folded) <= MOST_WORDS for s in read)
    flat = "".join(text.split())
    at = 0
    for word in (w for s in read for w in s.words):
        at = flat.find("".join(word.split()), at)
        assert at >= 0


@pytest.mark.parametrize(
    "bait", ["a.", "a@", "a@a.", "1-", "(", "“", " ", "\n \t", "- ", "x" * 60 + " ", "1. ", "http://", "Dr. "]
)
def test_no_bait_of_a_million_characters_slows_the_reading(bait: str) -> None:
    text = bait * (1_000_000 // len(bait))
    begun = time.process_time()
    sentences(text)
    assert time.process_time() - begun < 0.25
