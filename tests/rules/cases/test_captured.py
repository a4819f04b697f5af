"""A message of which the owner says that it begins a case: what their word makes of it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from rules.cases.captured import captured
from rules.model import Act, Address, Decision, Reading, Signal, Verb
from tests.builders import MARA, mail, owner, when

INES = "Ines Carvalho <ines@harbour.example>"
TOMAS = "Tomas Ruud <tomas@nordvik.example>"
AT = when("Mon 2026-11-02 12:00")


def reading(sender: str = INES, *to: str, signals: tuple[Signal, ...] = ()) -> Reading:
    told = mail(
        sender, "Something about Vera Lund.", on="Mon 2026-11-02 09:00", to=[*to] or [MARA], subject="Vera"
    )
    return replace(told.reading(owner()), signals=signals)


def said(one: Reading, *verbs: Verb) -> Reading:
    decisions = [Decision(AT, verb, one.header.message_id) for verb in verbs]
    (after,) = captured([one], decisions, owner())
    return after


def hint(act: Act, confidence: float = 0.4) -> Signal:
    return Signal(act, confidence, "Something about Vera Lund.", "en.learned", "en")


@pytest.mark.parametrize(
    ("one", "act"),
    [
        (reading(INES), Act.INTRODUCES),
        (reading(MARA, INES), Act.ASKS_FOR_INTRODUCTION),
        (reading(MARA, INES, TOMAS), Act.INTRODUCES),
    ],
)
def test_without_a_hint_the_people_on_it_say_which_step_it_is(one: Reading, act: Act) -> None:
    signal, *_ = said(one, Verb.INTRO).signals
    assert (signal.act, signal.confidence, signal.rule) == (act, 1.0, "decision.intro")
    assert "Vera Lund" in signal.names


def test_a_hint_in_its_words_is_believed_whatever_it_weighs() -> None:
    weak, weaker = hint(Act.PROMISES_INTRODUCTION), hint(Act.INTRODUCES, 0.31)
    signal, *rest = said(reading(signals=(weaker, weak)), Verb.INTRO).signals
    assert signal == replace(weak, confidence=1.0, rule="decision.intro")
    assert rest == [weaker, weak]


def test_the_words_of_others_are_no_hint() -> None:
    quoted = replace(hint(Act.PROMISES_INTRODUCTION, 0.9), writer=Address("otto@brandt.example"))
    signal, *_ = said(reading(signals=(quoted,)), Verb.INTRO).signals
    assert signal.act is Act.INTRODUCES


def test_what_made_it_look_impersonal_is_set_aside() -> None:
    cold = hint(Act.COLD_SELF_INTRODUCTION, 0.95)
    assert cold not in said(reading(signals=(cold,)), Verb.INTRO).signals
    assert cold in said(reading(signals=(cold,)), Verb.NOTE).signals


def test_a_follow_up_waits_for_an_answer_and_both_may_be_said() -> None:
    one = reading(MARA, INES)
    assert [s.act for s in said(one, Verb.FOLLOW_UP).signals] == [Act.ASKS_FAVOUR]
    acts = [s.act for s in said(one, Verb.INTRO, Verb.FOLLOW_UP, Verb.INTRO).signals]
    assert acts == [Act.ASKS_FAVOUR, Act.ASKS_FOR_INTRODUCTION]


def test_it_is_said_of_that_message_alone() -> None:
    one, other = reading(INES), reading(TOMAS)
    decisions = [Decision(AT, Verb.INTRO, one.header.message_id)]
    _, untouched = captured([one, other], decisions, owner())
    assert untouched == other
