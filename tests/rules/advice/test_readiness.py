"""The six elements of an endorsement: shown by a word, a type or a mail; never guessed from warmth."""

from __future__ import annotations

from dataclasses import replace

import pytest

from rules.advice.readiness import is_ready
from rules.model import Answer, Element, Evidence, Finding, Rapport, Reading
from tests.rules.advice.told import acquainted, advised, asked, elements, note, says, with_
from tests.rules.cases.mails import INTRODUCTION, mail

KNOWN = acquainted("ines", "bram")
MADE = mail(INTRODUCTION)
YES, NO, UNKNOWN = Answer.YES, Answer.NO, Answer.UNKNOWN
MET, LIKES, WORK, SETTING, INSIDE, WILLING = Element


def finding(rapport: Rapport, element: Element) -> Finding:
    return next(one for one in rapport.readiness if one.element is element)


def known(answers: dict[Element, Answer]) -> dict[Element, Answer]:
    return {element: answer for element, answer in answers.items() if answer is not UNKNOWN}


# ── By type ─────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("kind", "says_", "n"),
    [
        ("friend", {MET: YES, LIKES: YES, WORK: NO, SETTING: YES}, 3),
        ("social", {MET: YES, WORK: NO, SETTING: YES}, 2),
        ("reference", {WORK: YES, SETTING: YES}, 2),
        ("other", {WORK: NO, WILLING: NO}, 0),
    ],
)
def test_each_type_says_what_its_definition_says(kind: str, says_: dict[Element, Answer], n: int) -> None:
    ines = with_("ines", advised(*KNOWN, types=[("ines", kind)]))
    assert (known(elements(ines)), ines.elements) == (says_, n)


def test_the_elements_stand_in_the_order_of_the_essay() -> None:
    ines = with_("ines", advised(*KNOWN, types=[("ines", "friend")]))
    assert [one.element for one in ines.readiness] == [MET, LIKES, WORK, SETTING, INSIDE, WILLING]


def test_warm_mail_shows_nothing() -> None:
    warm = says(mail("11-02 bram > me : thanks", subject="You"), "You are the best friend of my work!")
    bram = with_("bram", advised(*KNOWN, warm, notes=[note("bram", note="sails")]))
    assert (known(elements(bram)), bram.elements) == ({}, 0)
    assert {one.evidence.rule for one in bram.readiness} == {f"readiness.{e}" for e in Element}


# ── By mail ─────────────────────────────────────────────────────────────────────────────────


def thanks(sentence: str, *, to: str = "bram", confidence: str = "0.9", cc: str = "") -> Reading:
    return says(mail(f"11-02 me > {to} : thanks/after_meeting {confidence}", cc=cc), sentence)


def met(*mails: Reading) -> Answer:
    return elements(with_("bram", advised(*KNOWN, *mails, notes=[note("bram", note="sails")])))[MET]


@pytest.mark.parametrize(
    ("mailed", "answer"),
    [
        (thanks("Thank you for the coffee yesterday."), YES),
        (thanks("Danke für das Mittagessen gestern."), YES),
        (thanks("It was good talking to you yesterday."), UNKNOWN),
        (thanks("Thank you for the coffee yesterday.", confidence="0.4"), UNKNOWN),
        (thanks("Thank you both for the coffee.", cc="ines"), UNKNOWN),
        (mail("11-02 me > bram : thanks"), UNKNOWN),
    ],
)
def test_a_meeting_in_one_place_is_shown_by_the_words_for_it(mailed: Reading, answer: Answer) -> None:
    assert met(mailed) is answer


def test_the_mail_and_the_sentence_are_the_evidence() -> None:
    mailed = thanks("Thank you for the coffee yesterday.")
    bram = with_("bram", advised(*KNOWN, mailed, notes=[note("bram", note="sails")]))
    assert finding(bram, MET).evidence == Evidence(
        mailed.header.message_id, "Thank you for the coffee yesterday.", "en.thanks.test"
    )


def test_who_made_an_introduction_is_willing() -> None:
    assert elements(with_("ines", advised(MADE)))[WILLING] is YES


def test_who_promised_one_or_did_a_favour_is_willing() -> None:
    promised = mail("11-02 ines > me : promises_introduction {Tomas Ruud}")
    helped = mail("11-02 bram > me : gives_favour", subject="Your note")
    advice = advised(*KNOWN, promised, helped, on="11-03")
    assert elements(with_("ines", advice))[WILLING] is elements(with_("bram", advice))[WILLING] is YES


def test_who_declined_last_is_not_whatever_came_before() -> None:
    ask = asked("11-10 me > ines : asks_for_introduction {Vera Moreau}", subject="Vera")
    no = mail("11-11 ines > me : declines", re=ask)
    said = finding(with_("ines", advised(MADE, ask, no, on="11-12")), WILLING)
    assert (said.answer, said.why) == (NO, "they declined last time")
    assert said.evidence.message_id == no.header.message_id


def test_mail_outranks_what_the_type_says() -> None:
    helped = mail("11-02 bram > me : gives_favour", subject="Your note")
    bram = with_("bram", advised(*KNOWN, helped, types=[("bram", "other")]))
    assert elements(bram)[WILLING] is YES


# ── By the owner's word ─────────────────────────────────────────────────────────────────────


def test_the_owners_word_outranks_mail_and_type() -> None:
    told = note("ines", elements=((LIKES, NO), (WILLING, NO), (WORK, YES), (MET, UNKNOWN)))
    ines = with_("ines", advised(MADE, notes=[told], types=[("ines", "friend")]))
    assert known(elements(ines)) == {MET: YES, LIKES: NO, WORK: YES, SETTING: YES, WILLING: NO}
    assert finding(ines, LIKES).why == "as you said"


def test_who_knows_somebody_at_a_target_by_the_owners_word_knows_somebody_inside() -> None:
    told = note("bram", inside=("Nordvik AS",))
    assert elements(with_("bram", advised(*KNOWN, notes=[told], targets=["Nordvik"])))[INSIDE] is YES
    assert elements(with_("bram", advised(*KNOWN, notes=[told], targets=["Lantern"])))[INSIDE] is UNKNOWN
    assert elements(with_("bram", advised(*KNOWN, notes=[told])))[INSIDE] is UNKNOWN


def test_who_writes_with_a_target_knows_somebody_inside() -> None:
    said = finding(with_("ines", advised(MADE, targets=["Lantern", "Nordvik"])), INSIDE)
    assert (said.answer, said.why, said.evidence.message_id) == (
        YES,
        "they know somebody at Nordvik",
        MADE.header.message_id,
    )


# ── The least there must be ─────────────────────────────────────────────────────────────────


def ready(**answers: Answer) -> Answer:
    nothing = Evidence("", "", "")
    return is_ready([Finding(e, answers.get(e, UNKNOWN), "", nothing) for e in Element])


@pytest.mark.parametrize("knows", ["met", "work", "setting"])
def test_knowing_liking_somebody_inside_and_willing_is_enough(knows: str) -> None:
    assert ready(**{knows: YES}, likes=YES, inside=YES, willing=YES) is YES


@pytest.mark.parametrize("lacking", ["likes", "inside", "willing"])
def test_without_one_of_them_it_is_not_known_and_with_a_no_it_is_no(lacking: str) -> None:
    there = {"met": YES, "likes": YES, "inside": YES, "willing": YES}
    assert ready(**(there | {lacking: UNKNOWN})) is UNKNOWN
    assert ready(**(there | {lacking: NO})) is NO


def test_who_does_not_know_the_owner_at_all_is_not_asked() -> None:
    rest = {"likes": YES, "inside": YES, "willing": YES}
    assert ready(met=NO, work=NO, setting=NO, **rest) is NO
    assert ready(met=NO, work=NO, **rest) is UNKNOWN


def test_a_quoted_meeting_is_not_the_writers_own() -> None:
    mailed = thanks("Thank you for the coffee yesterday.")
    quoted = replace(mailed.signals[0], writer=mailed.header.sender)
    assert met(replace(mailed, signals=(quoted,))) is UNKNOWN
