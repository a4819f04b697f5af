"""Concepts: words that mean nearly the same are known as one."""

from __future__ import annotations

from rules.concepts import Concepts

CONCEPTS = Concepts(
    {
        "tell": ["told", "mention*"],
        "meet": ["meet"],
        "call": ["ring", "give_a_ring"],
        "copied": ["in_copy"],
        "help": ["hand", "mention_it"],
        "idle": ["mentions"],
    }
)


def test_a_word_means_every_concept_that_names_it() -> None:
    assert CONCEPTS.of(["told", "meet", "stone"]) == [("tell",), ("meet",), ()]


def test_a_star_stands_for_any_ending_and_does_not_hide_the_whole_word() -> None:
    assert CONCEPTS.of(["mention", "mentioned", "mentions", "men"]) == [
        ("tell",),
        ("tell",),
        ("idle", "tell"),
        (),
    ]


def test_a_phrase_counts_at_its_first_word_beside_what_that_means_alone() -> None:
    assert CONCEPTS.of(["give", "a", "ring"]) == [("call",), (), ("call",)]
    assert CONCEPTS.of(["mention", "it"]) == [("tell", "help"), ()]
    assert CONCEPTS.of(["in", "copies"]) == [(), ()]


def test_a_phrase_at_the_very_end_is_found_and_one_cut_short_is_not() -> None:
    assert CONCEPTS.of(["now", "in", "copy"])[1] == ("copied",)
    assert CONCEPTS.of(["give", "a"]) == [(), ()]


def test_a_phrase_of_an_owner_may_have_as_many_words_as_they_like() -> None:
    long = Concepts({"urge": ["as_soon_as_you_possibly_can"]})
    assert long.of(["as", "soon", "as", "you", "possibly", "can"])[0] == ("urge",)
    assert Concepts({}).of(["as", "soon"]) == [(), ()]
