"""Learned weights: a sentence leans towards what its words and concepts were learned to mean."""

from __future__ import annotations

import json

import pytest

from rules.concepts import Concepts
from rules.learned import Label, concept_parts, label_of, learned, stem, word_parts
from rules.model import Act
from rules.sentences import Sentence, sentences

CONCEPTS = Concepts({"tell": ["told", "mentioned"], "third_object": ["her", "him"], "you": ["you"]})
HAND_OFF = Label(Act.INTRODUCES, "hand_off")
LEARNED = learned(
    json.dumps({"words": ["told", "about"], "parts": {"introduces": {"told": 1.0, "stone": 9.0}}}),
    json.dumps(
        {
            "bias": {
                "introduces": -3.0,
                "introduces:hand_off": -2.0,
                "introduces:two_sided": -2.0,
                "thanks": -4.0,
            },
            "parts": {
                "introduces": {"tell third_object": 2.0},
                "introduces:hand_off": {"tell third_object": 2.0},
                "thanks": {"you": 0.5},
            },
        }
    ),
    CONCEPTS,
)


def sentence(text: str) -> Sentence:
    (found,) = sentences(text)
    return found


def test_the_bias_is_where_every_act_starts() -> None:
    assert LEARNED.leans(sentence("Rain again.")) == {Act.INTRODUCES: -3.0, Act.THANKS: -4.0}


def test_words_and_concepts_add_up_each_once() -> None:
    leans = LEARNED.leans(sentence("I told her, I told her about you."))
    assert leans[Act.INTRODUCES] == pytest.approx(-3.0 + 1.0 + 2.0)
    assert leans[Act.THANKS] == pytest.approx(-3.5)


def test_another_word_of_the_concept_counts_as_much() -> None:
    assert LEARNED.leans(sentence("I mentioned him."))[Act.INTRODUCES] == pytest.approx(-1.0)


def test_the_form_is_the_one_it_leans_to_and_none_where_it_leans_to_none() -> None:
    assert LEARNED.form(sentence("I told her."), Act.INTRODUCES) == "hand_off"
    assert LEARNED.form(sentence("Rain again."), Act.INTRODUCES) == ""
    assert LEARNED.form(sentence("I told her."), Act.THANKS) == ""


def test_what_spoke_is_told_the_weightiest_first() -> None:
    assert LEARNED.spoke(sentence("I told her."), Act.INTRODUCES) == [
        ("tell third_object", 2.0),
        ("told", 1.0),
    ]
    assert LEARNED.spoke(sentence("I told her."), Act.NUDGES) == []


def test_a_language_nobody_learned_leans_nowhere() -> None:
    assert type(LEARNED)().leans(sentence("I told her.")) == {}


def test_names_figures_and_addresses_are_the_same_whosever_they_are() -> None:
    known = frozenset({"call", "or"})
    told = word_parts(sentence("Call Ines (or 555 0101 or ines@harbour.example) xyz"), known)
    assert {" ".join(part) for part in told} >= {
        "call",
        "<name>",
        "<number>",
        "<address>",
        "<other>",
        "<s> call",
        "call <name>",
        "<name> _ <number>",
        "<other> </s>",
    }


def test_a_long_word_is_known_by_its_beginning_too() -> None:
    assert stem("introduced") == "intro*"
    assert stem("meets") == "meets"
    assert stem("<number>") == "<number>"


def test_concepts_stand_alone_first_and_before_what_follows_soon() -> None:
    told = {" ".join(part) for part in concept_parts(sentence("You told Ines, did you?"), CONCEPTS)}
    assert told == {
        *("^ you", "you", "tell", "<name>", "<?>"),
        *("you tell", "you _ <name>", "you _ you"),
        *("tell <name>", "tell _ you", "tell _ <?>"),
        *("<name> you", "<name> _ <?>", "you <?>"),
    }


def test_a_name_that_begins_a_sentence_may_be_any_word() -> None:
    assert list(concept_parts(sentence("Stones fell."), CONCEPTS)) == []


def test_a_label_is_an_act_with_or_without_a_form() -> None:
    assert label_of("introduces:hand_off") == HAND_OFF
    assert str(HAND_OFF) == "introduces:hand_off"
    assert str(label_of("thanks")) == "thanks"
    with pytest.raises(ValueError, match="dances"):
        label_of("dances")
