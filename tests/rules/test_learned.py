"""Learned weights: a sentence leans towards what its words and concepts were learned to mean."""

from __future__ import annotations

import json
import random

import pytest

from rules.concepts import Concepts
from rules.learned import Label, Learned, label_of, learned, shared
from rules.model import Act
from rules.parts import concept_parts, stem, word_parts
from rules.rows import columns, weight
from rules.sentences import Sentence, sentences
from worker.packs import packs

CONCEPTS = Concepts({"tell": ["told", "mentioned"], "third_object": ["her", "him"], "you": ["you"]})
HAND_OFF = Label(Act.INTRODUCES, "hand_off")
BIAS = {
    "introduces": -3.0,
    "introduces:hand_off": -2.0,
    "introduces:two_sided": -2.0,
    "thanks": -4.0,
}
LEARNED = learned(
    json.dumps({"words": ["told", "about"], "parts": {"introduces": {"told": 1.0, "stone": 9.0}}}),
    shared(
        json.dumps(
            {
                "bias": BIAS,
                "parts": {
                    "introduces": {"tell third_object": 2.0},
                    "introduces:hand_off": {"tell third_object": 2.0},
                    "thanks": {"you": 0.5},
                },
            }
        )
    ),
    CONCEPTS,
)


def sentence(text: str) -> Sentence:
    (found,) = sentences(text)
    return found


def leans(text: str) -> dict[str, float]:
    return dict(zip(map(str, LEARNED.labels), weights(LEARNED, sentence(text)), strict=True))


def weights(held: Learned, said: Sentence) -> list[float]:
    return list(map(weight, held.weighed(said)))


def test_the_bias_is_where_every_label_starts() -> None:
    assert leans("Rain again.") == BIAS


def test_words_and_concepts_add_up_each_once() -> None:
    found = leans("I told her, I told her about you.")
    assert found["introduces"] == -3.0 + 1.0 + 2.0
    assert found["introduces:hand_off"] == -2.0 + 2.0
    assert found["thanks"] == -4.0 + 0.5


def test_another_word_of_the_concept_counts_as_much() -> None:
    assert leans("I mentioned him.")["introduces"] == -1.0


@pytest.mark.parametrize("language", ["en", "de", "pt"])
def test_what_a_sentence_leans_to_is_the_plain_sum_of_what_its_parts_add(language: str) -> None:
    held = packs().languages[language].learned()
    words = sorted(held.known)[:: max(1, len(held.known) // 400)]
    chance = random.Random(7)
    for said in sentences(" ".join(chance.choices([*words, "Ines", "?", "555", "xyz"], k=1500))):
        plain = [plain_sum(held, said, label) for label in held.labels]
        assert weights(held, said) == pytest.approx(plain)


def plain_sum(held: Learned, said: Sentence, label: Label) -> float:
    at = held.labels.index(label)
    own, shared = set(word_parts(said, held.known)), set(concept_parts(said, held.concepts))
    found = [held.own[p] for p in own if p in held.own] + [held.shared[p] for p in shared if p in held.shared]
    return sum(weight(columns(added, len(held.labels))[at]) for added in [held.bias, *found])


def test_the_form_is_the_one_it_leans_to_and_none_where_it_leans_to_none() -> None:
    told, rain = (LEARNED.weighed(sentence(text)) for text in ("I told her.", "Rain again."))
    assert LEARNED.form(told, Act.INTRODUCES) == "hand_off"
    assert LEARNED.form(rain, Act.INTRODUCES) == ""
    assert LEARNED.form(told, Act.THANKS) == ""


def test_what_spoke_is_told_the_weightiest_first() -> None:
    assert LEARNED.spoke(sentence("I told her."), Act.INTRODUCES) == [
        ("tell third_object", 2.0),
        ("told", 1.0),
    ]
    assert LEARNED.spoke(sentence("I told her."), Act.NUDGES) == []


def test_a_language_nobody_learned_leans_nowhere() -> None:
    assert Learned().weighed(sentence("I told her.")) == ()


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
