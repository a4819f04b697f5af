"""What holds in every kind beside the tables: whose number counts, and that every date says why."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from rules.matter import Role
from rules.model import ME, Kind, Turn
from tests.rules.kinds.tables import OWNER, Row, found, played, rows

ASK = "11-02 me > introducer : asks_for_introduction"
MADE = "11-02 introducer > me target : introduces/two_sided"
REPLY = "11-03 me > target introducer : replies_to_introduction"


def test_an_introduction_of_mine_that_came_back_is_mine_again() -> None:
    events = ["11-02 me > requester target : introduces", "11-02 bystander > me : failed target"]
    assert found(Kind.MADE_BY_ME, Row("", events, "11-02")) == "UNDELIVERED me | me introduce target 11-03"


def test_the_owners_own_number_outranks_a_correspondents_habit() -> None:
    owner = replace(OWNER, clocks={"k1.asked": 2})
    told = Row("", [ASK], "11-02", answers={"ines": 9})
    assert found(Kind.ASKED_BY_ME, told, owner) == "ASKED them introducer | introducer answer me 11-04"


def test_what_has_not_been_written_yet_is_not_known() -> None:
    told = Row("", [MADE, "11-05 target > me :"], "11-03")
    assert found(Kind.MADE_FOR_ME, told) == "MADE me | me reply target 11-03 urgent"


def test_roles_nobody_has_are_named_as_such() -> None:
    case = played(Kind.ASKED_BY_ME, Row("", [ASK], "11-02"), roles=(Role.INTRODUCER,))
    assert case is not None
    assert (case.targets, case.requester, case.turn) == ((), None, Turn.THEM)


def test_every_date_says_why_it_is_that_date() -> None:
    case = played(Kind.MADE_FOR_ME, Row("", [MADE, REPLY], "11-05", answers={"tomas": 4}))
    assert case is not None
    assert [duty.why for duty in case.duties] == [
        "Due Monday 9 November: 4 business days after your mail on Tuesday 3 November. "
        "They usually answer within that time."
    ]


def test_every_step_tells_its_day_and_its_evidence() -> None:
    case = played(Kind.MADE_FOR_ME, Row("", [MADE, REPLY], "11-27"))
    assert case is not None
    assert [(step.state, step.at.date()) for step in case.steps] == [
        ("MADE", date(2026, 11, 2)),
        ("REPLIED", date(2026, 11, 3)),
        ("NO_MEETING", date(2026, 11, 26)),
    ]
    assert [step.evidence.message_id for step in case.steps] == ["<0@x>", "<1@x>", "<1@x>"]


@pytest.mark.parametrize("act", ["promises_introduction", "promises_introduction/opt_in"])
def test_the_owner_says_how_many_nudges_there_are(act: str) -> None:
    owner = replace(OWNER, clocks={"k2.promised.nudges": 2, "k2.opt_in.nudges": 2})
    events = [f"11-02 introducer > me : {act}", "11-12 me > introducer : nudges"]
    once = played(Kind.PROMISED_TO_ME, Row("", events, "11-13"), owner)
    twice = played(Kind.PROMISED_TO_ME, Row("", [*events, "11-13 me > introducer : nudges"], "11-13"), owner)
    assert once is not None
    assert twice is not None
    assert (once.until, twice.until) == (None, date(2026, 11, 27))


@pytest.mark.parametrize(
    ("kind", "form", "clock", "asked", "nudge"),
    [
        (Kind.FAVOUR, "asked_by_me", "k6.asked_by_me.nudges", "me > helper : asks_favour", "me > helper :"),
        (Kind.ASKED_OF_ME, "", "k5.opt_in_asked.nudges", "me > target : opt_in_question", "me > target :"),
    ],
)
def test_whoever_may_be_nudged_twice_is_left_in_peace_after_the_second(
    kind: Kind, form: str, clock: str, asked: str, nudge: str
) -> None:
    owner = replace(OWNER, clocks={clock: 2})
    events = [f"11-02 {asked}", f"11-10 {nudge}", f"11-11 {nudge}"]
    once = played(kind, Row("", events[:2], "11-11", form=form), owner)
    twice = played(kind, Row("", events, "11-11", form=form), owner)
    assert once is not None
    assert twice is not None
    assert (once.until is None, twice.until is None) == (True, False)


def test_what_others_owe_in_a_day_is_never_urgent() -> None:
    owner = replace(OWNER, clocks={"k1.asked": 1})
    told = Row("", [ASK], "11-03")
    assert found(Kind.ASKED_BY_ME, told, owner) == "ASKED them introducer | introducer answer me 11-03"


@pytest.mark.parametrize("row", rows("shown"), ids=str)
def test_a_duty_shows_the_sentence_that_opened_it(row: Row) -> None:
    case = played(Kind(row.name.split()[0]), row)
    assert case is not None
    assert {duty.evidence.sentence for duty in case.duties} == {row.expected}


@pytest.mark.parametrize("act", ["asks_for_blurb", "asks_question"])
def test_my_answer_to_the_introducer_shows_what_they_asked(act: str) -> None:
    case = played(Kind.ASKED_BY_ME, Row("", [ASK, f"11-03 introducer > me : thanks, {act}"], "11-03"))
    assert case is not None
    assert [d.evidence.sentence for d in case.duties if d.owner == ME] == [f"It says {act}."]


def test_a_mail_without_a_sentence_is_shown_by_its_subject() -> None:
    case = played(Kind.MADE_FOR_ME, Row("", [MADE, REPLY, "11-04 target > me :"], "11-08"))
    assert case is not None
    assert [(d.evidence.sentence, d.evidence.rule) for d in case.duties] == [("Hello", "message.target")]


def test_a_mail_sent_again_after_it_came_back_leaves_both_in_the_story() -> None:
    events = [MADE, REPLY, "11-03 bystander > me : failed target", "11-04 me > target introducer :"]
    case = played(Kind.MADE_FOR_ME, Row("", events, "11-05"))
    assert case is not None
    assert [step.state for step in case.steps] == ["MADE", "REPLIED", "UNDELIVERED", "REPLIED"]


def test_a_deadline_that_brings_no_day_forward_is_not_the_reason_for_it() -> None:
    events = ["11-02 me > helper : asks_favour ~ days 11-16"]
    case = played(Kind.FAVOUR, Row("", events, "11-02", form="asked_by_me"))
    assert case is not None
    assert [duty.why for duty in case.duties] == [
        "Due Monday 9 November: 5 business days after your question on Monday 2 November."
    ]


@pytest.mark.parametrize(
    ("word", "why"),
    [
        ("snooze", "Due Friday 6 November: you put it off until then."),
        ("follow-up", "Due Friday 6 November: the day you asked for."),
    ],
)
def test_a_day_that_the_owner_gave_says_so(word: str, why: str) -> None:
    case = played(Kind.MADE_FOR_ME, Row("", [MADE, f"11-02 ! {word} 11-06"], "11-06"))
    assert case is not None
    assert [duty.why for duty in case.duties] == [why]


PROMISES = [
    (Kind.MY_PROMISE, "11-02 me > target : promises_something @11-06", "Due Friday 6 November, as said."),
    (
        Kind.PROMISED_TO_ME,
        "11-02 introducer > me : promises_introduction @11-06",
        "Due Monday 9 November: 1 business day after “It says promises_introduction.”, "
        "read as Friday 6 November.",
    ),
]


@pytest.mark.parametrize(("kind", "event", "why"), PROMISES)
def test_a_day_in_words_says_what_it_was_read_from(kind: Kind, event: str, why: str) -> None:
    case = played(kind, Row("", [event], "11-02"))
    assert case is not None
    assert [duty.why for duty in case.duties] == [why]


QUESTIONS = [
    (Kind.ASKED_BY_ME, "", [ASK, "11-03 introducer > me : asks_question"]),
    (Kind.MADE_FOR_ME, "", [MADE, REPLY, "11-04 target > me : asks_question"]),
    (Kind.ASKED_OF_ME, "", ["11-02 me > target : opt_in_question", "11-03 target > me : asks_question"]),
    (Kind.FAVOUR, "asked_by_me", ["11-02 me > helper : asks_favour", "11-03 helper > me : asks_question"]),
]


@pytest.mark.parametrize(("kind", "form", "events"), QUESTIONS)
def test_while_their_question_is_mine_to_answer_nobody_is_awaited(
    kind: Kind, form: str, events: list[str]
) -> None:
    case = played(kind, Row("", events, "11-05", form=form))
    assert case is not None
    assert (case.turn, case.awaiting) == (Turn.ME, None)
