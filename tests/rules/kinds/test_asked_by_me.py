"""K1 and K2 as their tables have them: an introduction I asked for, and one that was promised to me."""

from __future__ import annotations

import pytest

from rules.model import Kind
from tests.rules.kinds.tables import Row, found, row

ASK = "11-02 me > introducer : asks_for_introduction"

K1 = [
    row(
        "asked: they owe an answer in five business days",
        ASK,
        on="11-06",
        then="ASKED them introducer | introducer answer me 11-09",
    ),
    row(
        "the answer is overdue, and the date stays",
        ASK,
        on="11-10",
        then="ASKED them introducer | introducer answer me 11-09 overdue",
    ),
    row(
        "no rush lengthens the first clock by half",
        ASK + ", defers/no_rush",
        on="11-06",
        then="ASKED them introducer | introducer answer me 11-12",
    ),
    row(
        "a known correspondent has a clock of their own",
        ASK,
        on="11-06",
        then="ASKED them introducer | introducer answer me 11-05 overdue",
        answers={"ines": 3},
    ),
    row(
        "after the one nudge they are left in peace until the lapse",
        ASK,
        "11-10 me > introducer : nudges",
        on="11-24",
        then="ASKED them introducer until 11-24 | introducer answer me 11-09 overdue",
    ),
    row(
        "lapsed ten business days after the nudge",
        ASK,
        "11-10 me > introducer : nudges",
        on="11-25",
        then="LAPSED nobody",
    ),
    row("never nudged: lapsed ten after the day it was due", ASK, on="11-24", then="LAPSED nobody"),
    row(
        "on the tenth day it has not lapsed",
        ASK,
        on="11-23",
        then="ASKED them introducer | introducer answer me 11-09 overdue",
    ),
    row(
        "a word of mine on the same day is no nudge",
        ASK,
        "11-02 me > introducer : nudges",
        on="11-03",
        then="ASKED them introducer | introducer answer me 11-09",
    ),
    row("a lapse is let go by rule 8", ASK, on="2027-01-20", then="LAPSED closed =lapsed"),
    row(
        "a no: I thank them, and never nudge",
        ASK,
        "11-03 introducer > me : declines",
        on="11-03",
        then="DECLINED me | me thank introducer 11-04",
    ),
    row(
        "the surest of two answers counts",
        ASK,
        "11-03 introducer > me : declines 0.9, promises_introduction 0.7",
        on="11-03",
        then="DECLINED me | me thank introducer 11-04",
    ),
    row(
        "thanked for considering it: closed",
        ASK,
        "11-03 introducer > me : declines",
        "11-04 me > introducer : thanks",
        on="11-05",
        then="CLOSED closed =declined",
    ),
    row(
        "write to her, mention my name",
        ASK,
        "11-03 introducer > me : redirects",
        on="11-03",
        then="REDIRECTED me | me reply target 11-04; me thank introducer 11-04",
    ),
    row(
        "the same words, read as a hand-off as well",
        ASK,
        "11-03 introducer > me : introduces/hand_off, redirects 0.6",
        on="11-03",
        then="REDIRECTED me | me reply target 11-04; me thank introducer 11-04",
    ),
    row(
        "redirected and thanked, I still owe the mail to the target",
        ASK,
        "11-03 introducer > me : redirects",
        "11-04 me > introducer : thanks",
        on="11-04",
        then="REDIRECTED me | me reply target 11-04 urgent",
    ),
    row(
        "my mail to the target makes it K3, and the introducer hears of it",
        ASK,
        "11-03 introducer > me : redirects",
        "11-04 me > target :",
        on="11-04",
        then="REPLIED them target | me thank introducer 11-05; target reply me 11-13",
    ),
    row(
        "thanked before, no second thanks are owed",
        ASK,
        "11-03 introducer > me : redirects",
        "11-03 me > introducer : thanks",
        "11-04 me > target :",
        on="11-04",
        then="REPLIED them target | target reply me 11-13",
    ),
    row(
        "a promise takes it to K2",
        ASK,
        "11-03 introducer > me : promises_introduction",
        on="11-03",
        then="PROMISED them introducer | introducer introduce me 11-10",
    ),
    row(
        "the introduction takes it to K3",
        ASK,
        "11-03 introducer > me target : introduces/two_sided",
        on="11-03",
        then="MADE me | me reply target 11-04",
    ),
    row(
        "the target writes first",
        ASK,
        "11-03 target > me : replies_to_introduction",
        on="11-03",
        then="TARGET_WROTE me | me reply target 11-04",
    ),
    row(
        "they ask me something first",
        ASK,
        "11-03 introducer > me : asks_for_blurb",
        on="11-03",
        then="ASKED me | introducer answer me 11-09; me answer introducer 11-05",
    ),
    row(
        "answered, it is their turn again",
        ASK,
        "11-03 introducer > me : asks_question",
        "11-04 me > introducer :",
        on="11-04",
        then="ASKED them introducer | introducer answer me 11-09",
    ),
    row(
        "while I owe an answer nothing lapses",
        ASK,
        "11-03 introducer > me : asks_question",
        on="11-25",
        then="ASKED me | introducer answer me 11-09 overdue; me answer introducer 11-05 overdue",
    ),
    row(
        "small talk changes nothing",
        ASK,
        "11-03 introducer > me : ",
        "11-03 bystander > me : declines",
        "11-03 me > bystander : nudges",
        on="11-03",
        then="ASKED them introducer | introducer answer me 11-09",
    ),
    row(
        "my thanks after a lapse change nothing",
        ASK,
        "11-25 me > introducer : thanks",
        on="11-25",
        then="LAPSED nobody",
    ),
    row(
        "a late promise wakes a lapsed ask",
        ASK,
        "11-26 introducer > me : promises_introduction",
        on="11-26",
        then="PROMISED them introducer | introducer introduce me 12-03",
    ),
]

PROMISE = "11-02 introducer > me : promises_introduction"

K2 = [
    row(
        "promised without a date",
        PROMISE,
        on="11-02",
        then="PROMISED them introducer | introducer introduce me 11-09",
    ),
    row(
        "promised for Friday: that date and one more day",
        PROMISE + " @11-06",
        on="11-02",
        then="PROMISED them introducer | introducer introduce me 11-09",
    ),
    row(
        "a date that has passed is none",
        PROMISE + " @10-30",
        on="11-02",
        then="PROMISED them introducer | introducer introduce me 11-09",
    ),
    row(
        "they ask the target first",
        "11-02 introducer > me : promises_introduction/opt_in",
        on="11-02",
        then="OPT_IN_PENDING them introducer | introducer answer me 11-11",
    ),
    row("a silent promise lapses", PROMISE, on="11-24", then="LAPSED nobody"),
    row(
        "a silent question lapses later",
        "11-02 introducer > me : promises_introduction/opt_in",
        on="11-26",
        then="LAPSED nobody",
    ),
    row(
        "unasked, the same words are a hand-off",
        PROMISE,
        "11-03 introducer > me : redirects",
        on="11-03",
        then="MADE me | me reply target 11-04",
    ),
    row(
        "asked her, she said no",
        PROMISE,
        "11-05 introducer > me : declines",
        on="11-05",
        then="DECLINED me | me thank introducer 11-06",
    ),
    row(
        "said yes before the introduction: opted in",
        "11-02 introducer > me : promises_introduction/said_yes",
        "11-03 introducer > me target : introduces/two_sided",
        "11-03 me > target introducer : replies_to_introduction",
        on="11-03",
        then="REPLIED them target | target reply me 11-10",
    ),
    row(
        "my promise to them is a duty of the case",
        PROMISE,
        "11-03 me > introducer : promises_something @11-05",
        on="11-03",
        then="PROMISED them introducer | introducer introduce me 11-09; me promise introducer 11-05",
    ),
    row(
        "and kept by my next mail",
        PROMISE,
        "11-03 me > introducer : promises_something @11-05",
        "11-04 me > introducer :",
        on="11-04",
        then="PROMISED them introducer | introducer introduce me 11-09",
    ),
]


@pytest.mark.parametrize("told", K1, ids=lambda told: told.name)
def test_an_introduction_i_asked_for(told: Row) -> None:
    assert found(Kind.ASKED_BY_ME, told) == told.expected


@pytest.mark.parametrize("told", K2, ids=lambda told: told.name)
def test_an_introduction_promised_to_me(told: Row) -> None:
    assert found(Kind.PROMISED_TO_ME, told) == told.expected
