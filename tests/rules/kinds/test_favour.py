"""K6 and K9 as their tables have them: favours asked, given and received, and promises of mine."""

from __future__ import annotations

import pytest

from rules.model import Kind
from tests.rules.kinds.tables import Row, found, row

HELPED = "11-02 helper > me : gives_favour"
THANKED = "11-03 me > helper : thanks"
ASKED = "11-02 me > helper : asks_favour"
ASKED_OF_ME = "11-02 requester > me : asks_favour"

K6 = [
    row(
        "a good word for me: thanks the next day",
        HELPED,
        on="11-02",
        then="RECEIVED me | me thank helper 11-03",
    ),
    row(
        "thanked: nothing is owed for twenty days",
        HELPED,
        THANKED,
        on="11-04",
        then="RECEIVED nobody until 12-01",
    ),
    row("then one interim report", HELPED, THANKED, on="12-01", then="RECEIVED me | me report helper 12-01"),
    row("told: closed", HELPED, THANKED, "12-01 me > helper :", on="12-01", then="CLOSED closed =done"),
    row(
        "mail elsewhere without thanks is none",
        HELPED,
        "11-03 me > helper : ~ elsewhere",
        on="11-03",
        then="RECEIVED me | me thank helper 11-03 urgent",
    ),
    row(
        "the outcome is known: two days to tell them",
        HELPED,
        THANKED,
        "11-10 bystander > me : reports_outcome/outcome",
        on="11-10",
        then="RECEIVED me | me report helper 11-12",
    ),
    row(
        "known before I thanked them",
        HELPED,
        "11-03 bystander > me : reports_outcome/outcome",
        THANKED.replace("-03", "-04"),
        on="11-04",
        then="RECEIVED me | me report helper 11-05",
    ),
    row(
        "it is over when they hear of it",
        HELPED,
        THANKED,
        "11-10 bystander > me : reports_outcome/outcome",
        "11-11 me > helper :",
        on="11-11",
        then="CLOSED closed =done",
    ),
    row(
        "they told me the outcome: no report is owed",
        HELPED,
        THANKED,
        "11-10 helper > me : reports_outcome/outcome",
        on="11-10",
        then="CLOSED closed =done",
    ),
    row(
        "they told me before I thanked them",
        HELPED,
        "11-03 helper > me : reports_outcome/outcome",
        on="11-03",
        then="RECEIVED me | me thank helper 11-03 urgent",
    ),
    row(
        "and thanks end it",
        HELPED,
        "11-03 helper > me : reports_outcome/outcome",
        "11-04 me > helper : thanks",
        on="11-04",
        then="CLOSED closed =done",
    ),
    row(
        "small talk of others is no outcome",
        HELPED,
        "11-03 bystander > me :",
        "11-03 helper > me :",
        "11-03 me > bystander :",
        on="11-03",
        then="RECEIVED me | me thank helper 11-03 urgent",
    ),
    row(
        "asked by me: five days",
        ASKED,
        on="11-03",
        form="asked_by_me",
        then="ASKED_BY_ME them helper | helper answer me 11-09",
    ),
    row(
        "or half the days to the deadline, rounded up",
        ASKED + " ~ days 11-02,11-07",
        on="11-03",
        form="asked_by_me",
        then="ASKED_BY_ME them helper | helper answer me 11-05",
    ),
    row(
        "a far deadline changes nothing",
        ASKED + " ~ days 11-30",
        on="11-03",
        form="asked_by_me",
        then="ASKED_BY_ME them helper | helper answer me 11-09",
    ),
    row(
        "nudged",
        ASKED,
        "11-10 me > helper : nudges",
        on="11-10",
        form="asked_by_me",
        then="ASKED_BY_ME them helper | helper answer me 11-09 overdue",
    ),
    row(
        "they do it",
        ASKED,
        "11-05 helper > me : gives_favour",
        on="11-05",
        form="asked_by_me",
        then="RECEIVED me | me thank helper 11-06",
    ),
    row(
        "they decline",
        ASKED,
        "11-05 helper > me : declines",
        on="11-05",
        form="asked_by_me",
        then="DECLINED me | me thank helper 11-06",
    ),
    row(
        "thanked for considering it",
        ASKED,
        "11-05 helper > me : declines",
        "11-06 me > helper : thanks",
        on="11-06",
        form="asked_by_me",
        then="CLOSED closed =declined",
    ),
    row(
        "they promise it for Friday: that day and one more",
        ASKED,
        "11-03 helper > me : promises_something @11-06",
        on="11-03",
        form="asked_by_me",
        then="ASKED_BY_ME them helper | helper promise me 11-09",
    ),
    row(
        "their next mail keeps the promise",
        ASKED,
        "11-03 helper > me : promises_something @11-06",
        "11-06 helper > me : gives_favour",
        on="11-06",
        form="asked_by_me",
        then="RECEIVED me | me thank helper 11-09",
    ),
    row(
        "small talk of theirs is no answer",
        ASKED,
        "11-03 helper > me :",
        on="11-03",
        form="asked_by_me",
        then="ASKED_BY_ME them helper | helper answer me 11-09",
    ),
    row(
        "asked of me: two days",
        ASKED_OF_ME,
        on="11-02",
        form="asked_of_me",
        then="ASKED_OF_ME me | me answer requester 11-04",
    ),
    row(
        "no",
        ASKED_OF_ME,
        "11-03 me > requester : declines",
        on="11-03",
        form="asked_of_me",
        then="CLOSED closed =declined",
    ),
    row(
        "yes, by a date",
        ASKED_OF_ME,
        "11-03 me > requester : promises_something @11-10",
        on="11-03",
        form="asked_of_me",
        then="ASKED_OF_ME me | me promise requester 11-10",
    ),
    row(
        "I ask back",
        ASKED_OF_ME,
        "11-03 me > requester : asks_question",
        on="11-03",
        form="asked_of_me",
        then="ASKED_OF_ME them requester",
    ),
    row(
        "answered",
        ASKED_OF_ME,
        "11-03 me > requester :",
        on="11-03",
        form="asked_of_me",
        then="CLOSED closed =done",
    ),
    row(
        "given: how did it go, in twenty days",
        ASKED_OF_ME,
        "11-03 me > requester : gives_favour",
        on="11-03",
        form="asked_of_me",
        then="GIVEN nobody | me check requester 12-01",
    ),
    row(
        "given unasked",
        "11-02 me > requester : gives_favour",
        on="11-02",
        form="given",
        then="GIVEN nobody | me check requester 11-30",
    ),
    row(
        "asked how it went",
        "11-02 me > requester : gives_favour",
        "11-20 me > requester :",
        on="11-20",
        form="given",
        then="GIVEN nobody",
    ),
    row(
        "other mail does not ask it",
        "11-02 me > requester : gives_favour",
        "11-20 me > requester : ~ off-topic",
        on="11-20",
        form="given",
        then="GIVEN nobody | me check requester 11-30",
    ),
    row(
        "mail to somebody both helped and helping",
        HELPED,
        "11-03 me > requester :",
        on="11-03",
        then="RECEIVED me | me thank helper 11-03 urgent",
    ),
]

K9 = [
    row(
        "a promise: two days",
        "11-02 me > target : promises_something",
        on="11-02",
        then="OPEN me | me promise target 11-04",
    ),
    row(
        "by the day I named",
        "11-02 me > target : promises_something @11-06",
        on="11-02",
        then="OPEN me | me promise target 11-06",
    ),
    row(
        "one more promise keeps none",
        "11-02 me > target : promises_something",
        "11-03 me > target : promises_something",
        on="11-03",
        then="OPEN me | me promise target 11-04",
    ),
    row(
        "kept",
        "11-02 me > target : promises_something",
        "11-03 me > target :",
        on="11-03",
        then="CLOSED closed =done",
    ),
    row(
        "their mail keeps nothing",
        "11-02 me > target : promises_something",
        "11-03 target > me :",
        on="11-03",
        then="OPEN me | me promise target 11-04",
    ),
    row(
        "long forgotten",
        "11-02 me > target : promises_something",
        on="2027-01-04",
        then="OPEN closed =dormant",
    ),
]


@pytest.mark.parametrize("told", K6, ids=lambda told: told.name)
def test_a_favour(told: Row) -> None:
    assert found(Kind.FAVOUR, told) == told.expected


@pytest.mark.parametrize("told", K9, ids=lambda told: told.name)
def test_a_promise_of_mine(told: Row) -> None:
    assert found(Kind.MY_PROMISE, told) == told.expected
