"""Scoring: how words and shape are added up into how sure we are, and what is shown for it."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import replace

import pytest

from rules.model import Act
from rules.packs import Entry
from rules.reading.scoring import (
    SHAPE,
    SPEAKS,
    Lean,
    Leans,
    Said,
    Verdict,
    counted,
    evidence,
    together,
    verdicts,
)
from rules.sentences import sentences
from rules.weights import Weights, Whole

LIKELY = Entry(Act.THANKS, 3.0, "xx.thanks.b")
HINT = Entry(Act.THANKS, 1.0, "xx.thanks.a", form="after_meeting")
AGAINST = Entry(Act.THANKS, -2.0, "xx.thanks.not")
FORMED = Entry(Act.THANKS, 2.0, "xx.thanks.formed", form="after_meeting")
WEIGHTS = Weights({Act.THANKS: -2.0}, {Act.THANKS: {"short": 0.5, "long": -1.0}})


def judged(
    shape: dict[str, float], said: Mapping[Act, Said], leans: Leans, weights: Weights, *, only: set[Act]
) -> Iterator[Verdict]:
    return verdicts(shape, evidence(said, leans, weights), weights, only=only)


def sure(said: Said, shape: dict[str, float] | None = None) -> float:
    (verdict,) = judged(shape or {}, {Act.THANKS: said}, {}, WEIGHTS, only={Act.THANKS})
    return verdict.confidence


def logistic(log_odds: float) -> float:
    return 1 / (1 + math.exp(-log_odds))


def test_confidence_is_the_logistic_of_bias_shape_and_words() -> None:
    assert sure({0: [LIKELY]}) == pytest.approx(logistic(1.0))
    assert sure({0: [LIKELY, HINT]}) == pytest.approx(logistic(2.0))
    assert sure({0: [LIKELY]}, {"short": 1.0, "pair": 1.0}) == pytest.approx(logistic(1.5))
    assert sure({0: [LIKELY]}, {"long": 0.5}) == pytest.approx(logistic(0.5))


def test_the_best_sentence_counts_whole_and_the_others_a_little() -> None:
    assert sure({0: [HINT], 4: [LIKELY]}) == pytest.approx(logistic(1.0 + 0.3))
    assert sure({0: [AGAINST], 4: [LIKELY]}) == pytest.approx(logistic(1.0))
    assert sure({0: [LIKELY, AGAINST]}) == pytest.approx(logistic(-1.0))
    many: Said = {at: [LIKELY] for at in range(9)}
    assert sure(many) == pytest.approx(logistic(1.0 + 0.3 * 4))


def test_what_is_shown_is_the_best_sentence_and_its_weightiest_entry() -> None:
    said: Said = {1: [HINT], 2: [HINT, LIKELY], 3: [LIKELY, HINT]}
    (verdict,) = judged({}, {Act.THANKS: said}, {}, WEIGHTS, only={Act.THANKS})
    assert (verdict.sentence, verdict.rule, verdict.form) == (2, "xx.thanks.b", "")


def test_a_form_is_taken_from_another_sentence_where_that_is_likely() -> None:
    said: Said = {1: [FORMED], 2: [LIKELY]}
    (verdict,) = judged({}, {Act.THANKS: said}, {}, WEIGHTS, only={Act.THANKS})
    assert (verdict.sentence, verdict.form) == (2, "after_meeting")


def test_who_acts_next_outranks_how_it_is_done() -> None:
    yes = Entry(Act.THANKS, 2.0, "xx.thanks.yes", form="said_yes")
    hint = Entry(Act.THANKS, 1.9, "xx.thanks.hint", form="said_yes")
    first = Entry(Act.THANKS, 3.0, "xx.thanks.first", form="opt_in")
    for other, form in ((yes, "said_yes"), (hint, "opt_in"), (FORMED, "opt_in")):
        (verdict,) = judged({}, {Act.THANKS: {0: [first], 1: [other]}}, {}, WEIGHTS, only={Act.THANKS})
        assert verdict.form == form


def test_acts_of_introductions_move_alike_by_the_shape_of_the_whole_mail() -> None:
    whole = replace(WEIGHTS, whole=Whole(bias=0.5, best=-0.5, shape={"long": -2.0}))
    unsure = [Verdict(Act.OPTS_IN, 1.0, 0, "", ""), Verdict(Act.INTRODUCES, -1.0, 0, "", "")]
    thanks = Verdict(Act.THANKS, 1.0, 0, "", "")

    moved = together([*unsure, thanks], {"long": 1.0, "short": 1.0}, whole)

    assert [v.log_odds for v in moved] == [1.0 + 0.5 - 0.5 - 2.0, -1.0 + 0.5 - 0.5 - 2.0, 1.0]
    assert together([thanks], {"long": 1.0}, whole) == [thanks]


def test_where_one_act_is_beyond_doubt_nothing_moves() -> None:
    whole = replace(WEIGHTS, whole=Whole(bias=-5.0))
    sure = [Verdict(Act.OPTS_IN, 0.0, 0, "", ""), Verdict(Act.INTRODUCES, 2.5, 0, "", "")]
    assert together(sure, {}, whole) == sure


def test_only_the_acts_asked_for_get_a_verdict() -> None:
    assert list(judged({}, {Act.THANKS: {0: [LIKELY]}}, {}, WEIGHTS, only={Act.NUDGES})) == []


def test_shape_alone_gives_a_verdict_only_where_it_can_be_enough() -> None:
    assert list(judged({"short": 1.0}, {}, {}, WEIGHTS, only={Act.THANKS})) == []
    weights = Weights(WEIGHTS.bias, WEIGHTS.shape, {Act.THANKS: frozenset({"short"})})
    (verdict,) = judged({"short": 1.0}, {}, {}, weights, only={Act.THANKS})
    assert (verdict.rule, verdict.form, verdict.sentence) == (SHAPE, "", 0)
    assert verdict.confidence == pytest.approx(logistic(-1.5))


def test_sentences_that_lean_towards_an_act_add_what_their_place_counts() -> None:
    weights = replace(WEIGHTS, words=0.5, leans={Act.THANKS: (1.0, 0.5)})
    leans = [Lean(1.5, 3, "after_meeting", "xx.thanks.learned"), Lean(-1.0, 0, "", "xx.thanks.learned")]
    alone, both = (
        next(judged({}, said, {Act.THANKS: leans}, weights, only={Act.THANKS}))
        for said in ({}, {Act.THANKS: {1: [LIKELY]}})
    )
    assert alone.confidence == pytest.approx(logistic(-2.0 + 3.5 + 0.5 * 1.0))
    assert (alone.sentence, alone.rule, alone.form) == (3, "xx.thanks.learned", "after_meeting")
    assert both.confidence == pytest.approx(logistic(-2.0 + 0.5 * 3.0 + 3.5 + 0.5 * 1.0))
    assert (both.sentence, both.rule, both.form) == (1, "xx.thanks.b", "")


def test_a_sentence_that_is_not_there_says_nothing() -> None:
    weights = replace(WEIGHTS, leans={Act.THANKS: (0.25, 0.5)})
    one = {Act.THANKS: [Lean(2.0, 0, "", "xx.thanks.learned")]}
    (verdict,) = judged({}, {}, one, weights, only={Act.THANKS})
    assert verdict.confidence == pytest.approx(logistic(-2.0 + 0.25 * (2.0 - SPEAKS)))


def test_no_weight_is_so_large_that_it_cannot_be_added_up() -> None:
    huge = Entry(Act.THANKS, 5000.0, "xx.thanks.huge")
    assert sure({0: [huge]}) == pytest.approx(1.0)
    assert sure({0: [Entry(Act.THANKS, 1.0, "x")]}, {"long": 5000.0}) == pytest.approx(0.0)


def test_words_that_speak_against_an_act_alone_give_no_verdict() -> None:
    assert list(judged({}, {Act.THANKS: {0: [AGAINST]}}, {}, WEIGHTS, only={Act.THANKS})) == []


def test_what_was_learned_of_the_shape_counts_only_where_a_sentence_speaks() -> None:
    by_hand = replace(WEIGHTS, by_shape={Act.THANKS: frozenset({"short"})})
    weights = replace(by_hand, bias={Act.THANKS: 3.0}, leans={Act.THANKS: (0.0,)}, by_hand=by_hand)
    speaks = {Act.THANKS: [Lean(SPEAKS, 0, "", "xx.thanks.learned")]}
    (mute,) = judged({"short": 1.0}, {}, {}, weights, only={Act.THANKS})
    (told,) = judged({"short": 1.0}, {}, speaks, weights, only={Act.THANKS})
    assert mute.confidence == pytest.approx(logistic(-1.5))
    assert told.confidence == pytest.approx(logistic(3.5))
    assert (mute.rule, told.rule) == (SHAPE, "xx.thanks.learned")


def test_entries_that_do_not_count_here_are_left_out() -> None:
    text = sentences("Thank you? Thank you.")
    asked = Entry(Act.THANKS, 2.0, "q", question=True)
    paired = Entry(Act.NUDGES, 2.0, "p", needs=("pair",))
    entries = [[asked, paired], [asked, paired]]
    assert counted(text, entries, {}) == {Act.THANKS: {0: [asked]}}
    assert counted(text, entries, {"pair": 1.0})[Act.NUDGES] == {0: [paired], 1: [paired]}
