"""Which duties and questions become a line of the digest, in which section and order."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from rules.model import Calendar, Kind, Outcome, Owner, Section, Turn, What
from rules.suggest import suggest
from tests.builders import STOCKHOLM
from tests.rules.suggest.desks import INES, TODAY, TOMAS, case, desk, duty, one, told

YESTERDAY = TODAY - timedelta(days=1)


@pytest.mark.parametrize(
    ("what", "section"),
    [
        (What.THANK, Section.THANKS_AND_REPORTS),
        (What.REPORT, Section.THANKS_AND_REPORTS),
        (What.CONFIRM, Section.QUESTIONS),
        (What.UPDATE, Section.UPDATES),
        (What.ANSWER, Section.ANSWERS),
        (What.REPLY, Section.ANSWERS),
        (What.PROMISE, Section.ANSWERS),
    ],
)
def test_what_i_owe_stands_in_the_section_of_its_kind(what: What, section: Section) -> None:
    suggestion = one(case("MET", duty(what)))
    assert suggestion.section is section
    assert suggestion.reason == "Due on Friday."
    assert suggestion.who.email == TOMAS


def test_what_is_urgent_comes_first_whatever_it_is() -> None:
    urgent = case("MADE", duty(What.REPLY, urgent=True))
    thank = case("MET", duty(What.THANK, due=YESTERDAY))
    found = suggest([thank, urgent], desk())
    assert [s.section for s in found] == [Section.URGENT, Section.THANKS_AND_REPORTS]


def test_within_a_section_what_is_due_first_comes_first() -> None:
    early = case("MET", duty(What.THANK, due=YESTERDAY))
    late = case("OUTCOME", duty(What.REPORT, due=TODAY))
    never = case("INTERIM", duty(What.REPORT, due=None))
    found = suggest([never, late, early], desk())
    assert [s.case.state for s in found] == ["MET", "OUTCOME", "INTERIM"]
    assert found == suggest([early, late, never], desk())


def test_a_closed_case_owes_nothing() -> None:
    assert suggest([told(case("MET", duty(What.THANK)), outcome=Outcome.DONE)], desk()) == ()
    assert suggest([case("MET", duty(What.THANK), turn=Turn.CLOSED)], desk()) == ()


def test_a_check_waits_until_it_is_my_turn() -> None:
    check = duty(What.CHECK, INES)
    assert suggest([case("HANDED_OFF", check, kind=Kind.MADE_BY_ME, turn=Turn.THEM)], desk()) == ()
    assert one(case("HANDED_OFF", check, kind=Kind.MADE_BY_ME)).section is Section.ANSWERS


# ── Nudges ──────────────────────────────────────────────────────────────────────────────────


def test_a_nudge_is_worth_it_once_their_clock_has_run_out() -> None:
    waiting = case("REPLIED", duty(What.REPLY, "me", by=TOMAS, due=YESTERDAY), turn=Turn.THEM)
    nudge = one(waiting)
    assert (nudge.section, nudge.who.email) == (Section.NUDGES, TOMAS)
    assert suggest([case("REPLIED", duty(What.REPLY, "me", by=TOMAS, due=TODAY))], desk()) == ()
    assert suggest([case("REPLIED", duty(What.REPLY, "me", by=TOMAS, due=None))], desk()) == ()


@pytest.mark.parametrize("state", ["DECLINED", "NO_NEWS", "GIVEN", "BLURB_AWAITED"])
def test_some_are_never_nudged(state: str) -> None:
    assert suggest([case(state, duty(What.ANSWER, "me", by=TOMAS, due=YESTERDAY))], desk()) == ()


def test_nobody_is_nudged_on_the_last_day_before_a_holiday_block() -> None:
    monday, tuesday = date(2026, 11, 23), date(2026, 11, 24)
    away = Owner(
        frozenset({"mara@lindqvist.example"}), Calendar(STOCKHOLM, holidays=frozenset({monday, tuesday}))
    )
    waiting = case("REPLIED", duty(What.REPLY, "me", by=TOMAS, due=YESTERDAY))
    assert suggest([waiting], desk(by=away)) == ()
    assert suggest([waiting], desk(by=away, today=YESTERDAY + timedelta(days=6))) != ()


# ── Questions, lapses, reconnects ───────────────────────────────────────────────────────────


def test_weak_evidence_becomes_a_question_about_the_case() -> None:
    asked = told(case("REPLIED", turn=Turn.THEM), question="Did you meet Tomas Keller?")
    suggestion = one(asked)
    assert (suggestion.section, suggestion.title) == (Section.QUESTIONS, "Did you meet Tomas Keller?")
    assert (suggestion.who.email, suggestion.duty, suggestion.drafts) == (TOMAS, None, ())
    about_nobody = replace(asked, targets=(), introducer=None)
    assert one(about_nobody).who.email == ""


def test_a_question_that_is_a_duty_is_asked_once() -> None:
    asked = told(case("MET?", duty(What.CONFIRM)), question="Did you meet Tomas Keller?")
    assert one(asked).duty is not None


def test_what_has_lapsed_may_rest() -> None:
    lapsed = one(case("LAPSED", turn=Turn.NOBODY))
    assert (lapsed.section, lapsed.title) == (Section.LAPSES, "Let it rest: Ines Duarte and Tomas Keller")
    assert lapsed.duty is None
    favour = told(
        case("LAPSED", turn=Turn.NOBODY, kind=Kind.FAVOUR), introducer=None, helper=INES, targets=()
    )
    assert one(favour).title == "Let it rest: Ines Duarte"
    bare = told(case("LAPSED", turn=Turn.NOBODY), introducer=None)
    assert one(bare).title == "Let it rest: Tomas Keller"
    nobody = told(bare, targets=(), organisation="Nordvik")
    assert one(nobody).title == "Let it rest: Nordvik"


def test_a_long_silence_is_a_reason_to_write_and_no_duty() -> None:
    again = one(told(case("OPEN", kind=Kind.RECONNECT, turn=Turn.NOBODY), purpose="last mail 3 May"))
    assert (again.section, again.title) == (Section.RECONNECTS, "Tomas Keller: last mail 3 May")
    assert again.duty is None
    assert "made me think of you" in again.drafts[0].text


def test_a_question_has_the_name_of_whom_it_asks_about() -> None:
    owed = replace(case("MET", duty(What.REPORT, INES)), question=f"Have you told {INES} how it went?")
    (asked,) = (s for s in suggest([owed], desk()) if s.section is Section.QUESTIONS)
    assert asked.title == "Have you told Ines Duarte how it went?"
