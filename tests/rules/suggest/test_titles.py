"""Titles: who, and what to do, as one would say it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from rules.model import Duty, Kind, What
from tests.rules.suggest.desks import INES, TOMAS, VERA, case, duty, one, told


@pytest.mark.parametrize(
    ("state", "what", "to", "title"),
    [
        ("MADE", What.REPLY, TOMAS, "Answer Tomas Keller, whom Ines Duarte introduced"),
        ("UNDELIVERED", What.REPLY, TOMAS, "Reach Tomas Keller, whom Ines Duarte introduced, another way"),
        ("REDIRECTED", What.REPLY, TOMAS, "Write to Tomas Keller and mention Ines Duarte"),
        ("REPLIED", What.THANK, INES, "Thank Ines Duarte for the introduction to Tomas Keller"),
        ("MET", What.THANK, TOMAS, "Thank Tomas Keller for the meeting"),
        ("DECLINED", What.THANK, INES, "Thank Ines Duarte for answering"),
        ("RECEIVED", What.THANK, INES, "Thank Ines Duarte for their help"),
        ("MET", What.REPORT, INES, "Tell Ines Duarte how it went with Tomas Keller"),
        ("ASKED_OF_ME", What.ANSWER, VERA, "Answer Vera Moreau about Tomas Keller"),
        ("TARGET_WROTE", What.ANSWER, TOMAS, "Answer Tomas Keller"),
        ("OPTED_IN", What.INTRODUCE, VERA, "Introduce Vera Moreau to Tomas Keller"),
        ("MET", What.PROMISE, TOMAS, "Keep your promise to Tomas Keller"),
        ("SCHEDULING", What.SCHEDULE, TOMAS, "Settle a time with Tomas Keller"),
        ("MET?", What.CONFIRM, TOMAS, "Did you meet Tomas Keller?"),
        ("HANDED_OFF", What.CHECK, VERA, "Ask Vera Moreau whether it helped"),
        ("OPTED_OUT", What.TELL, VERA, "Tell Vera Moreau that it is not possible"),
        ("OPEN", What.UPDATE, INES, "Send Ines Duarte a short update"),
    ],
)
def test_a_title_says_who_and_what_to_do(state: str, what: What, to: str, title: str) -> None:
    assert one(case(state, duty(what, to))).title == title


@pytest.mark.parametrize(
    ("state", "what", "title"),
    [
        ("MADE", What.REPLY, "Answer Ines Duarte"),
        ("REDIRECTED", What.REPLY, "Write to Ines Duarte"),
        ("REPLIED", What.THANK, "Thank Ines Duarte for the introduction"),
        ("MET", What.REPORT, "Tell Ines Duarte how it went"),
        ("OPTED_IN", What.INTRODUCE, "Introduce Ines Duarte"),
        ("ASKED_OF_ME", What.ANSWER, "Answer Ines Duarte"),
    ],
)
def test_where_nobody_else_is_known_a_title_gets_shorter(state: str, what: What, title: str) -> None:
    bare = told(case(state, duty(what, INES)), introducer=None, targets=())
    assert one(bare).title == title


def test_a_case_is_about_its_target_else_its_company_and_never_about_me() -> None:
    mine = told(case("ASKED_OF_ME", duty(What.ANSWER, VERA)), targets=("mara@lindqvist.example",))
    assert one(mine).title == "Answer Vera Moreau"
    assert one(told(mine, organisation="Nordvik")).title == "Answer Vera Moreau about Nordvik"
    unknown = told(mine, targets=("new@nordvik.example",))
    assert one(unknown).title == "Answer Vera Moreau about new@nordvik.example"


@pytest.mark.parametrize(
    ("state", "title"),
    [
        ("ASKED", "Vera Moreau has had your question for 5 business days"),
        ("PROMISED", "Vera Moreau offered to introduce you to Tomas Keller 5 business days ago"),
        ("OPT_IN_PENDING", "Vera Moreau has been asking Tomas Keller first for 5 business days"),
        ("OPT_IN_ASKED", "Vera Moreau has had your question for 5 business days"),
        ("REPLIED", "Vera Moreau has had your note for 5 business days"),
        ("SCHEDULING", "Vera Moreau has had the question of a time for 5 business days"),
        ("ASKED_BY_ME", "Vera Moreau has had your request for 5 business days"),
    ],
)
def test_a_nudge_says_who_has_what_and_for_how_long(state: str, title: str) -> None:
    waiting = duty(What.REPLY, "me", by=VERA, due=date(2026, 11, 19))
    since = told(case(state), duties=(_since(waiting, date(2026, 11, 13)),))
    assert one(since).title == title


def test_a_day_is_one_day_and_an_introduction_of_mine_is_one() -> None:
    waiting = _since(duty(What.REPLY, "me", by=VERA, due=date(2026, 11, 19)), date(2026, 11, 19))
    made = told(case("MADE", kind=Kind.MADE_BY_ME), duties=(waiting,))
    assert one(made).title == "Vera Moreau has had your introduction for a business day"
    alone = told(case("PROMISED"), duties=(waiting,), targets=())
    assert one(alone).title == "Vera Moreau offered to introduce you to somebody a business day ago"


def _since(waiting: Duty, day: date) -> Duty:
    return replace(waiting, since=day)
