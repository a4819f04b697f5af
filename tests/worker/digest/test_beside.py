"""What stands beside the duties: a calm line where it belongs, one question, one thing to give."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from rules.model import Advice, Answer, Kind, Remark, Review, Section, Suggestion, Topic, Turn
from tests.worker.digest.builders import (
    GRACE,
    INES,
    LEO,
    TOMAS,
    answer_noor,
    case,
    coverage,
    did_you_meet_dana,
    evidence,
    flat,
    issue,
    report_to_ines,
    review,
    said,
    silent_pavel,
    suggestion,
)
from worker.digest import URGENT, compose

APPLIED = "You applied at Nordvik, acknowledged on Sunday 1 November: say so yourself."


def remark(case_id: str, text: str = APPLIED, *, topic: Topic = Topic.APPLICATION_CONFLICT) -> Remark:
    return Remark(topic, Answer.YES, text, evidence("Thank you for applying."), case_id)


def question(**changes: object) -> Suggestion:
    asked = suggestion(Section.QUESTIONS, GRACE, "What is Grace Wanjiru to you?", id_="k1-9a")
    return replace(asked, about_person=True, **changes)  # type: ignore[arg-type]  # fields by name


def something_for_leo() -> Suggestion:
    return suggestion(Section.GIVE_BACK, LEO, "Something for Léo Fontaine", reason="He read your paper.")


def advised(of: Review, **advice: object) -> Review:
    return replace(of, advice=Advice(**advice))  # type: ignore[arg-type]  # fields by name


# ── At an item ──────────────────────────────────────────────────────────────────────────────


def test_a_remark_stands_at_the_item_of_its_case_with_the_sentence_that_shows_it() -> None:
    week = advised(review(answer_noor(), report_to_ines()), remarks=(remark("91bc"),))
    text = flat(said(week).text)
    line = f"Worth knowing: {APPLIED} “Thank you for applying.”"
    assert text.count(line) == 1
    assert text.index("Answer Noor Haddad") < text.index(line) < text.index("Tell Ines Carvalho")
    assert line in re.sub("<[^>]*>", "", flat(said(week).html))


def test_of_one_case_it_is_said_once_however_many_items_it_has() -> None:
    twice = review(answer_noor(), replace(report_to_ines(), case=answer_noor().case))
    assert flat(said(advised(twice, remarks=(remark("91bc"),))).text).count(APPLIED) == 1


def test_two_lines_at_an_item_are_enough() -> None:
    three = tuple(remark("91bc", f"This is line {n}.") for n in (1, 2, 3))
    text = said(advised(review(answer_noor()), remarks=three)).text
    assert ("line 2" in text, "line 3" in text) == (True, False)


def test_a_long_sentence_is_cut_and_none_is_no_empty_quote() -> None:
    long = replace(remark("91bc"), evidence=evidence("word " * 100))
    silent = replace(remark("91bc", "Let it rest."), evidence=evidence(""))
    text = flat(said(advised(review(answer_noor()), remarks=(long, silent))).text)
    assert "word …”" in text
    assert "Worth knowing: Let it rest. Your turn" not in text
    assert "“”" not in text


def test_what_is_worth_knowing_of_a_case_without_an_item_stands_below() -> None:
    waiting = case("k3-far", turn=Turn.THEM, targets=(TOMAS.email,))
    remarks = (remark("k3-far"), remark("gone"), remark("k3-far", "Too often.", topic=Topic.ASK_LOAD))
    text = said(advised(review(answer_noor(), cases=(waiting,)), remarks=remarks)).text
    below = flat(text.partition("WORTH KNOWING")[2])
    assert below.startswith(f"- tomas.ruud@example.net: {APPLIED}")
    assert "Too often." not in text


def test_remarks_alone_make_no_mail() -> None:
    waiting = case("k3-far", turn=Turn.THEM, targets=(TOMAS.email,))
    alone = advised(
        review(cases=(waiting,)),
        remarks=(remark("k3-far"),),
        questions=(question(),),
        give_back=(something_for_leo(),),
    )
    quiet = issue(last_all_closed=issue().now)
    assert compose(alone, issue=quiet, coverage=coverage()) is None


# ── The question ────────────────────────────────────────────────────────────────────────────


def test_one_question_about_a_person_takes_the_owners_word() -> None:
    asked = advised(review(answer_noor()), questions=(question(), question(case=case("other"))))
    digest = said(asked)
    assert digest.text.count("What is Grace Wanjiru to you?") == 1
    assert "your word: introloop people set grace@example.org --type TYPE" in flat(digest.text)
    assert (digest.items[-1].who, digest.items[-1].what) == ("grace@example.org", "contact_type")


def test_where_answers_are_read_a_word_is_enough() -> None:
    asked = advised(review(answer_noor()), questions=(question(),))
    page = said(asked, when=issue(answers=True)).html
    assert all(f"body={kind}%202" in page for kind in ("friend", "social", "reference", "other"))


@pytest.mark.parametrize(("others", "there"), [(2, True), (3, False)])
def test_there_are_three_questions_at_most(others: int, there: bool) -> None:
    more = [replace(did_you_meet_dana(), case=case(f"q{n}")) for n in range(others)]
    text = said(advised(review(*more), questions=(question(),))).text
    assert ("What is Grace Wanjiru to you?" in text) is there
    assert "And 1 more" not in text


def test_who_has_no_address_cannot_be_asked_about() -> None:
    nameless = question(who=replace(GRACE, email=""))
    assert "What is" not in said(advised(review(answer_noor()), questions=(nameless,))).text


def test_a_case_that_only_raises_a_question_is_still_with_others() -> None:
    waiting = case("k1-9a", kind=Kind.ASKED_BY_ME, turn=Turn.THEM, introducer=GRACE.email)
    asked = advised(review(answer_noor(), cases=(waiting,)), questions=(question(),))
    assert "One loop is with somebody else" in flat(said(asked).text)


# ── Something to give ───────────────────────────────────────────────────────────────────────


def test_one_thing_to_give_is_enough_and_it_can_be_done_or_wait() -> None:
    ideas = (something_for_leo(), suggestion(Section.GIVE_BACK, INES, "Something for Ines Carvalho"))
    text = said(advised(review(silent_pavel()), give_back=ideas)).text
    below = text.partition("SOMETHING TO GIVE")[2]
    assert "Something for Léo Fontaine" in below
    assert "introloop done leo" in below
    assert "introloop snooze leo 4w" in below
    assert "mute" not in below
    assert "Something for Ines" not in text


def test_the_urgent_mail_speaks_of_what_breaks_today_and_of_nothing_else() -> None:
    today = advised(review(answer_noor()), questions=(question(),), give_back=(something_for_leo(),))
    text = said(today, when=issue(kind=URGENT)).text
    assert "Something for" not in text
    assert "What is" not in text


def test_nothing_that_mail_wrote_comes_in_by_a_remark() -> None:
    bad = remark("91bc", "See https://evil.example/x \u202enow")
    text = said(advised(review(answer_noor()), remarks=(bad,))).text
    assert "evil.example" not in text
    assert "\u202e" not in text
