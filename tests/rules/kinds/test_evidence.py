"""The rules of evidence and the owner's word, which hold in every kind (DOMAIN.md section 3)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from rules.matter import Role
from rules.model import Kind, Turn
from tests.rules.kinds.tables import OWNER, Row, found, played, row

ASK = "11-02 me > introducer : asks_for_introduction"
MADE = "11-02 introducer > me target : introduces/two_sided"
REPLY = "11-03 me > target introducer : replies_to_introduction"

AWAY = [
    row(
        "away until Friday: that day and two more",
        MADE,
        REPLY,
        "11-03 target > me : away 11-13",
        on="11-03",
        then="REPLIED them target | target reply me 11-17",
    ),
    row(
        "back before it is due: nothing moves",
        MADE,
        REPLY,
        "11-03 target > me : away 11-04",
        on="11-03",
        then="REPLIED them target | target reply me 11-12",
    ),
    row(
        "away without a date: five days",
        MADE,
        "11-06 me > target introducer :",
        "11-16 target > me : away",
        on="11-16",
        then="REPLIED them target | target reply me 11-23",
    ),
    row(
        "a day that has passed is no return",
        MADE,
        REPLY,
        "11-10 target > me : away 11-09",
        on="11-10",
        then="REPLIED them target | target reply me 11-17",
    ),
    row(
        "somebody else is away",
        MADE,
        REPLY,
        "11-03 bystander > me : away 11-30",
        on="11-03",
        then="REPLIED them target | target reply me 11-12",
    ),
    row(
        "their absence moves no duty of mine",
        MADE,
        "11-02 target > me : away 11-30",
        on="11-02",
        then="MADE me | me reply target 11-03",
    ),
    row("an automatic answer begins nothing", "11-02 target > me : away", on="11-02", then="nothing"),
]

FAILED = [
    row(
        "my mail came back: mine again, the next day",
        MADE,
        REPLY,
        "11-03 bystander > me : failed target",
        on="11-03",
        then="UNDELIVERED me | me reply target 11-04",
    ),
    row(
        "thanks stay owed",
        MADE,
        "11-03 me > target :",
        "11-03 bystander > me : failed target",
        on="11-03",
        then="UNDELIVERED me | me reply target 11-04; me thank introducer 11-04",
    ),
    row(
        "a delay is nothing",
        MADE,
        REPLY,
        "11-03 bystander > me : delayed",
        on="11-03",
        then="REPLIED them target | target reply me 11-12",
    ),
    row(
        "another address failed",
        MADE,
        REPLY,
        "11-03 bystander > me : failed helper",
        on="11-03",
        then="REPLIED them target | target reply me 11-12",
    ),
    row(
        "sent again it is the first reply",
        MADE,
        REPLY,
        "11-03 bystander > me : failed target",
        "11-04 me > target introducer :",
        on="11-04",
        then="REPLIED them target | target reply me 11-13",
    ),
    row(
        "a word on a time that came back",
        MADE,
        REPLY,
        "11-04 target > me : proposes_times",
        "11-05 me > target : proposes_times",
        "11-05 bystander > me : failed target",
        on="11-05",
        then="UNDELIVERED me | me schedule target 11-06",
    ),
    row(
        "my question never arrived",
        ASK,
        "11-02 bystander > me : failed introducer",
        on="11-02",
        then="UNDELIVERED me | me answer introducer 11-03",
    ),
    row(
        "asked again",
        ASK,
        "11-02 bystander > me : failed introducer",
        "11-03 me > introducer : asks_for_introduction",
        on="11-03",
        then="ASKED them introducer | introducer answer me 11-10",
    ),
    row(
        "it was never sent again",
        ASK,
        "11-02 bystander > me : failed introducer",
        on="2027-01-04",
        then="UNDELIVERED closed =undelivered",
    ),
    row(
        "they write all the same",
        MADE,
        REPLY,
        "11-03 bystander > me : failed target",
        "11-04 target > me :",
        on="11-04",
        then="TARGET_WROTE me | me reply target 11-05",
    ),
    row(
        "the introducer says that they are sorry",
        MADE,
        REPLY,
        "11-03 bystander > me : failed target",
        "11-04 introducer > me :",
        on="11-04",
        then="UNDELIVERED me | me reply target 11-04 urgent",
    ),
    row(
        "nobody answers a question that never arrived",
        ASK,
        "11-02 bystander > me : failed introducer",
        "11-03 target > me :",
        on="11-03",
        then="UNDELIVERED me | me answer introducer 11-03 urgent",
    ),
]

LATER = [
    row(
        "after the 15th: nobody until then",
        MADE,
        REPLY,
        "11-04 target > me : defers @11-16",
        on="11-05",
        then="REPLIED nobody until 11-16",
    ),
    row(
        "on the day itself still nobody",
        MADE,
        REPLY,
        "11-04 target > me : defers @11-16",
        on="11-16",
        then="REPLIED nobody until 11-16",
    ),
    row(
        "the day after it is mine to schedule",
        MADE,
        REPLY,
        "11-04 target > me : defers @11-16",
        on="11-17",
        then="REPLIED me | me schedule target 11-17",
    ),
    row(
        "in K1 the duty that was waiting",
        ASK,
        "11-04 introducer > me : defers @11-16",
        on="11-17",
        then="ASKED me | me answer introducer 11-17",
    ),
    row(
        "thanks stay owed meanwhile",
        MADE,
        "11-03 me > target :",
        "11-04 target > me : defers @11-16",
        on="11-05",
        then="REPLIED nobody until 11-16 | me thank introducer 11-04 overdue urgent",
    ),
    row(
        "a day that has passed puts nothing off",
        MADE,
        REPLY,
        "11-04 target > me : defers @11-04",
        on="11-05",
        then="REPLIED them target | target reply me 11-12",
    ),
    row(
        "later, without a day",
        MADE,
        REPLY,
        "11-04 target > me : defers",
        on="11-05",
        then="REPLIED them target | target reply me 11-12",
    ),
    row(
        "my own words put nothing off",
        MADE,
        REPLY + ", defers @11-16",
        on="11-05",
        then="REPLIED them target | target reply me 11-12",
    ),
    row(
        "frozen until next year is a no",
        MADE,
        REPLY,
        "11-04 target > me : declines, defers @11-16",
        on="11-04",
        then="NO_MEETING me | me report introducer 11-11; me thank target 11-05",
    ),
    row(
        "a time proposed for next month is a time",
        MADE,
        REPLY,
        "11-04 target > me : proposes_times, defers @11-16",
        on="11-04",
        then="SCHEDULING me | me schedule target 11-06",
    ),
    row(
        "after the meeting it puts off nothing",
        MADE,
        REPLY,
        "11-06 me > target : thanks/after_meeting",
        "11-09 target > me : defers @11-16",
        on="11-09",
        then="MET me | me report introducer 11-10",
    ),
]

PROMISED = [
    row(
        "they will come back to me: it stays with them",
        MADE,
        REPLY,
        "11-04 target > me : promises_something @11-06",
        on="11-04",
        then="REPLIED them target | target promise me 11-09",
    ),
    row(
        "without a day, five",
        MADE,
        REPLY,
        "11-04 target > me : promises_something",
        on="11-04",
        then="REPLIED them target | target promise me 11-11",
    ),
    row(
        "their next mail keeps it",
        MADE,
        REPLY,
        "11-04 target > me : promises_something @11-06",
        "11-06 target > me :",
        on="11-06",
        then="REPLIED me | me answer target 11-10",
    ),
    row(
        "a promise with a time is a time",
        MADE,
        REPLY,
        "11-04 target > me : promises_something, proposes_times",
        on="11-04",
        then="SCHEDULING me | me schedule target 11-06",
    ),
    row(
        "a promise nobody waited for is theirs",
        MADE,
        "11-02 introducer > me : promises_something",
        on="11-02",
        then="MADE me | me reply target 11-03",
    ),
    row(
        "I promise the target something",
        MADE,
        REPLY + ", promises_something @11-06",
        on="11-03",
        then="REPLIED them target | me promise target 11-06; target reply me 11-12",
    ),
    row(
        "what I promise the introducer is the report",
        MADE,
        REPLY,
        "11-04 me > introducer : promises_something",
        on="11-04",
        then="REPLIED them target | target reply me 11-12",
    ),
    row(
        "after the outcome promises count no more",
        MADE,
        REPLY,
        "11-05 target > me : reports_outcome/outcome",
        "11-05 me > target : promises_something",
        on="11-05",
        then="OUTCOME me | me report introducer 11-09",
    ),
]

WORD = [
    row(
        "met, by my word: the clocks run from the day agreed on",
        MADE,
        REPLY,
        "11-04 target > me : confirms_meeting ~ days 11-06",
        "11-09 ! met",
        on="11-09",
        then="MET me | me report introducer 11-10; me thank target 11-09 urgent",
    ),
    row(
        "met on the day I name",
        MADE,
        REPLY,
        "11-09 ! met 11-05",
        on="11-09",
        then="MET me | me report introducer 11-09; me thank target 11-06 overdue urgent",
    ),
    row(
        "met: today where nothing shows the day",
        MADE,
        REPLY,
        "11-09 ! met",
        on="11-09",
        then="MET me | me report introducer 11-11; me thank target 11-10",
    ),
    row(
        "a day to come is not the day we met",
        MADE,
        REPLY + " ~ days 11-20",
        "11-09 ! met",
        on="11-09",
        then="MET me | me report introducer 11-11; me thank target 11-10",
    ),
    row(
        "met says nothing of a favour",
        ASK,
        "11-09 ! met",
        on="11-09",
        then="ASKED them introducer | introducer answer me 11-09",
    ),
    row(
        "moved to another day",
        MADE,
        REPLY,
        "11-09 ! moved 11-12",
        on="11-09",
        then="SCHEDULED nobody until 11-12",
    ),
    row(
        "moved to I know not when",
        MADE,
        REPLY,
        "11-09 ! moved",
        on="11-09",
        then="SCHEDULING me | me schedule target 11-11",
    ),
    row(
        "it came to nothing",
        MADE,
        REPLY,
        "11-09 ! no-meeting",
        on="11-09",
        then="NO_MEETING me | me report introducer 11-16",
    ),
    row(
        "not an introduction: dismissed for good",
        MADE,
        "11-02 ! not-intro",
        "11-04 target > me : proposes_times",
        on="11-04",
        then="CLOSED closed =dismissed",
    ),
    row("muted", MADE, "11-02 ! mute", on="11-04", then="CLOSED closed =dismissed"),
    row(
        "one duty done, the other stays",
        MADE,
        "11-03 me > target :",
        "11-03 ! done thank",
        on="11-03",
        then="REPLIED them target | target reply me 11-12",
    ),
    row(
        "all mine done: closed",
        MADE,
        REPLY,
        "11-06 me > target : thanks/after_meeting",
        "11-06 ! done",
        on="11-06",
        then="CLOSED closed =done",
    ),
    row(
        "the report done, the thanks stay",
        MADE,
        REPLY,
        "11-09 ! met",
        "11-09 ! done report",
        on="11-09",
        then="MET me | me thank target 11-10",
    ),
    row("the last duty named closes it", MADE, "11-02 ! done reply", on="11-02", then="CLOSED closed =done"),
    row("let it rest", MADE, REPLY, "11-13 ! done", on="11-13", then="CLOSED closed =done"),
    row(
        "let it rest, and then they answer",
        MADE,
        REPLY,
        "11-13 ! done",
        "11-16 target > me : proposes_times",
        on="11-16",
        then="SCHEDULING me | me schedule target 11-18",
    ),
    row(
        "let it rest, and the introducer says something",
        MADE,
        REPLY,
        "11-13 ! done",
        "11-16 introducer > me :",
        on="11-16",
        then="CLOSED closed =done",
    ),
    row("put off: nobody's turn", MADE, "11-02 ! snooze 11-09", on="11-05", then="MADE nobody until 11-09"),
    row(
        "and back on the day after",
        MADE,
        "11-02 ! snooze 11-09",
        on="11-10",
        then="MADE me | me reply target 11-09 overdue",
    ),
    row(
        "put off while I wait: then I wait again",
        MADE,
        REPLY,
        "11-04 ! snooze 11-09",
        on="11-10",
        then="REPLIED them target | target reply me 11-12",
    ),
    row("to no day: nothing", MADE, "11-02 ! snooze", on="11-02", then="MADE me | me reply target 11-03"),
    row("a note changes nothing", MADE, "11-02 ! note", on="11-02", then="MADE me | me reply target 11-03"),
    row(
        "nothing can be decided before it begins",
        "11-01 ! not-intro",
        MADE,
        on="11-02",
        then="MADE me | me reply target 11-03",
    ),
]

DORMANT = [
    row("thirty days after the newest date it rests", MADE, on="12-16", then="MADE closed =dormant"),
    row("not before", MADE, on="12-15", then="MADE me | me reply target 11-03 overdue"),
    row(
        "a date to come keeps it awake",
        MADE,
        "11-02 ! snooze 2027-03-01",
        on="2027-02-01",
        then="MADE nobody until 03-01",
    ),
    row(
        "what is closed stays as it closed", MADE, "11-02 ! done", on="2027-03-01", then="CLOSED closed =done"
    ),
    row(
        "mail long after wakes it",
        MADE,
        "2027-02-01 target > me :",
        on="2027-02-01",
        then="TARGET_WROTE me | me reply target 02-02",
    ),
]


@pytest.mark.parametrize(
    "told", [*AWAY, *FAILED, *LATER, *PROMISED, *WORD, *DORMANT], ids=lambda told: told.name
)
def test_what_holds_in_every_kind(told: Row) -> None:
    kind = Kind.ASKED_BY_ME if told.events[0] == ASK else Kind.MADE_FOR_ME
    assert found(kind, told) == told.expected


def test_an_introduction_of_mine_that_came_back_is_mine_again() -> None:
    told = row(
        "",
        "11-02 me > requester target : introduces",
        "11-02 bystander > me : failed target",
        on="11-02",
        then="",
    )
    assert found(Kind.MADE_BY_ME, told) == "UNDELIVERED me | me introduce target 11-03"


def test_the_owners_own_number_outranks_a_correspondents_habit() -> None:
    owner = replace(OWNER, clocks={"k1.asked": 2})
    told = row("", ASK, on="11-02", then="", answers={"ines": 9})
    assert found(Kind.ASKED_BY_ME, told, owner) == "ASKED them introducer | introducer answer me 11-04"


def test_what_has_not_been_written_yet_is_not_known() -> None:
    told = row("", MADE, "11-05 target > me :", on="11-03", then="")
    assert found(Kind.MADE_FOR_ME, told) == "MADE me | me reply target 11-03 urgent"


def test_roles_nobody_has_are_named_as_such() -> None:
    told = row("", ASK, on="11-02", then="")
    case = played(Kind.ASKED_BY_ME, told, roles=(Role.INTRODUCER,))
    assert case is not None
    assert (case.targets, case.requester, case.turn) == ((), None, Turn.THEM)


def test_every_date_says_why_it_is_that_date() -> None:
    told = row("", MADE, REPLY, on="11-05", then="", answers={"tomas": 4})
    case = played(Kind.MADE_FOR_ME, told)
    assert case is not None
    assert [duty.why for duty in case.duties] == [
        "Due Monday 9 November: 4 business days after your mail on Tuesday 3 November. "
        "They usually answer within that time."
    ]


def test_every_step_tells_its_day_and_its_evidence() -> None:
    told = row("", MADE, REPLY, on="11-27", then="")
    case = played(Kind.MADE_FOR_ME, told)
    assert case is not None
    assert [(step.state, step.at.date()) for step in case.steps] == [
        ("MADE", date(2026, 11, 2)),
        ("REPLIED", date(2026, 11, 3)),
        ("NO_MEETING", date(2026, 11, 26)),
    ]
    assert [step.evidence.message_id for step in case.steps] == ["<0@x>", "<1@x>", "<1@x>"]
