"""Phrases: what each sign of a pack means, which mistakes are named, and what a naive reader finds too."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.phrases import GAPS, Matcher, Speller
from rules.sentences import words

GROUPS: Mapping[str, Sequence[str]] = {
    "will": ["will", "can", "am going to"],
    "touch": ["call", "get in touch with", "{ask}"],
    "ask": ["ask", "put a question to"],
}


def says(phrase: str, text: str, **classes: str) -> bool:
    """Whether a phrase stands in a text; `classes` names those of single words: vera="<name>"."""
    matcher: Matcher[str] = Matcher()
    matcher.add(Speller(GROUPS).places(phrase), phrase)
    folded = text.split()
    kinds = {at: frozenset({classes[w]}) for at, w in enumerate(folded) if w in classes}
    return bool(matcher.found(folded, kinds))


@pytest.mark.parametrize(
    ("phrase", "yes", "no"),
    [
        ("introduce you", "may i introduce you to vera", "introduce me to you"),
        ("introduce/connect you", "let me connect you", "let me show you"),
        ("introduc* you", "introducing you to vera", "introd you"),
        ("introduc*/meet you", "meet you there", "met you there"),
        ("(very) happy to", "happy to", "very happy"),
        ("(very) happy to", "i am very happy to", "very glad to"),
        ("happy (to help)", "happy", "glad"),
        ("so happy (to help) today", "so happy to help today", "so happy to today"),
        ("so happy (to help) today", "so happy today", "so very happy today"),
        ("{will} call", "we will call", "we would call"),
        ("{will} call", "i am going to call", "i am to call"),
        ("i {touch} vera", "i get in touch with vera", "i get in touch vera"),
        ("i {touch} vera", "i put a question to vera", "i put a vera"),
        ("i ({touch}) vera", "i vera", "i not vera"),
        ("put ~ in touch", "put in touch", "put one two three four five in touch"),
        ("put ~ in touch", "put one two three four in touch", "put"),
        ("put ~~ in touch", "put 1 2 3 4 5 6 7 8 9 in touch", "put 1 2 3 4 5 6 7 8 9 10 in touch"),
        ("thanks , vera", "many thanks , vera", "many thanks vera"),
        ("not ( at all )", "not ( at all )", "not at all"),
        ("Ärger", "kein arger hier", "kein ärger hier"),
        ("de la part de vera", "de la part d' vera", "de la part l' vera"),
    ],
)
def test_every_sign_of_a_phrase_means_what_the_readme_says(phrase: str, yes: str, no: str) -> None:
    assert says(phrase, yes)
    assert not says(phrase, no)


def test_a_class_stands_for_a_word_of_that_class() -> None:
    assert says("meet <name>", "please meet vera", vera="<name>")
    assert not says("meet <name>", "please meet vera")
    assert not says("meet <name>", "please meet vera", vera="<number>")
    assert says("<to>/him and me", "vera and me", vera="<to>")
    assert says("<to>/him and me", "him and me")


@pytest.mark.parametrize(("name", "yes"), [("a", True), ("a b", True), ("a b c", True), ("a b c d", False)])
def test_a_persons_name_has_up_to_three_words(name: str, yes: bool) -> None:
    matcher: Matcher[str] = Matcher()
    matcher.add(Speller({}).places("meet <name> now"), "said")
    folded = ["meet", *name.split(), "now"]
    kinds = {at: frozenset({"<name>"}) for at in range(1, len(folded) - 1)}
    assert bool(matcher.found(folded, kinds)) is yes


@pytest.mark.parametrize(
    ("phrase", "advice"),
    [
        ("", "words at both ends"),
        ("~ in touch", "no gap there"),
        ("put in ~", "no gap there"),
        ("(very)", "words at both ends"),
        ("<name>", "a class alone"),
        ("{nobody} calls", "no group {nobody}"),
        ("in* touch", "three letters"),
        ("call {touch}now", "stands alone in its place"),
        ("call x/{tou", "stands alone in its place"),
        ("call <nam>", "stands alone in its place"),
    ],
)
def test_a_phrase_that_cannot_be_read_says_why(phrase: str, advice: str) -> None:
    with pytest.raises(ValueError, match=re.escape(advice)):
        Speller(GROUPS).places(phrase)


def test_a_group_that_holds_itself_is_named() -> None:
    with pytest.raises(ValueError, match=r"holds itself: \{two\}"):
        Speller({"one": ["{two}"], "two": ["{one}", "x"]}).places("{one} here")


def test_what_several_phrases_say_is_found_for_each_place_it_stands_at() -> None:
    matcher: Matcher[str] = Matcher()
    speller = Speller(GROUPS)
    for phrase, said in (("will call", "a"), ("call vera", "b"), ("will call", "a"), ("will call", "c")):
        matcher.add(speller.places(phrase), said)
    assert sorted(matcher.found(words("i will call vera and will call"), {})) == ["a", "a", "b", "c", "c"]


def test_gaps_beside_gaps_are_walked_once() -> None:
    assert says("a ~ (b) ~ c", "a x b y c")
    matcher: Matcher[str] = Matcher()
    matcher.add(Speller({}).places("a ~~ b ~~ c ~~ d"), "said")
    assert matcher.found(["a", *["b", "c"] * 8, "d"], {}) == ["said"]


# ── Against a naive reader ──────────────────────────────────────────────────────────────────

WORDS = st.sampled_from(["a", "b", "c", "dog", "dot"])
PLACES = st.one_of(
    WORDS, st.sampled_from(["~", "(a)", "(b c)", "a/b", "dog/do*", "dot*", "<name>", "{g}", "({g})"])
).filter(lambda p: p != "dog/do*")
G: Mapping[str, Sequence[str]] = {"g": ["c", "a dog", "b ~ a"]}


def naive(phrase: str, text: Sequence[str], names: frozenset[int]) -> bool:
    """Spells out every way to say a phrase, and lays each at every place."""
    ways = product(*(_ways(place) for place in _split(phrase)))
    return any(
        _stands([x for part in way for x in part], text, at, names) for way in ways for at in range(len(text))
    )


def _split(phrase: str) -> list[str]:
    return phrase.replace("(b c)", "(b_c)").split()


def _ways(place: str) -> list[list[str]]:
    if place.startswith("("):
        return [[], *_ways(place[1:-1].replace("_", " "))]
    if place == "{g}":
        return [member.split() for member in G["g"]]
    return [place.split()]


def _stands(way: Sequence[str], text: Sequence[str], at: int, names: frozenset[int]) -> bool:
    if not way:
        return True
    if way[0] in GAPS:
        return any(_stands(way[1:], text, at + n, names) for n in range(GAPS[way[0]] + 1))
    return at < len(text) and _fits(way[0], text[at], at in names) and _stands(way[1:], text, at + 1, names)


def _fits(place: str, word: str, is_name: bool) -> bool:
    if place == "<name>":
        return is_name
    return any(
        word.startswith(part[:-1]) if part.endswith("*") else word == part for part in place.split("/")
    )


@given(
    st.lists(PLACES, min_size=1, max_size=4).map(" ".join),
    st.lists(WORDS, max_size=9),
    st.frozensets(st.integers(0, 8), max_size=3),
)
def test_the_matcher_finds_what_a_naive_reader_finds(
    phrase: str, text: list[str], names: frozenset[int]
) -> None:
    try:
        places = Speller(G).places(phrase)
    except ValueError:
        return
    matcher: Matcher[str] = Matcher()
    matcher.add(places, phrase)
    kinds = {at: frozenset({"<name>"}) for at in names}
    assert bool(matcher.found(text, kinds)) == naive(phrase, text, names)
