"""A correction reaches as far as the owner says: its case, its sender or its list, and no further."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from rules.model import Decision, Outcome, Reading, Scope, Verb, Why
from rules.review import refused
from tests.rules.cases.mails import INTRODUCTION, OWNER, PEOPLE, day, mail, reviewed

MADE = mail(INTRODUCTION)
LATER = mail("11-10 ines > me dana : introduces/two_sided {Dana|Mara}")
OF_ANOTHER = mail("11-10 bram > me dana : introduces/two_sided {Dana|Mara}")
LIST = "<sailors.harbour.example>"


def not_intro(scope: Scope, whose: str = "", *, on: str = "11-03", about: Reading = MADE) -> Decision:
    at = datetime.combine(day(on), datetime.min.time(), UTC)
    return Decision(at, Verb.NOT_INTRO, about.header.message_id, who=whose, scope=scope)


SENDER = not_intro(Scope.SENDER, PEOPLE["ines"].email)


def by_list(reading: Reading, list_id: str = LIST) -> Reading:
    return replace(reading, header=replace(reading.header, list_id=list_id))


def begun(*mails: Reading, said: Decision) -> dict[str, Outcome | None]:
    """Every case by its target, and how it closed."""
    review = reviewed(*mails, decisions=[said])
    return {case.targets[0].partition("@")[0]: case.outcome for case in review.cases}


def test_said_of_a_case_it_ends_that_case_alone() -> None:
    said = not_intro(Scope.CASE)
    assert begun(MADE, LATER, said=said) == {"tomas.ruud": Outcome.DISMISSED, "dana": None}


def test_said_of_a_sender_it_ends_the_case_and_keeps_later_mail_from_beginning_one() -> None:
    assert begun(MADE, LATER, said=SENDER) == {"tomas.ruud": Outcome.DISMISSED}


def test_said_of_a_sender_it_leaves_every_other_sender_alone() -> None:
    assert begun(MADE, OF_ANOTHER, said=SENDER) == {"tomas.ruud": Outcome.DISMISSED, "dana": None}


def test_said_of_a_sender_it_leaves_what_they_began_before() -> None:
    late = not_intro(Scope.SENDER, PEOPLE["ines"].email, on="11-11")
    assert begun(MADE, LATER, said=late) == {"tomas.ruud": Outcome.DISMISSED, "dana": None}


def test_said_of_a_sender_it_leaves_what_they_began_in_that_moment() -> None:
    said = replace(not_intro(Scope.SENDER, PEOPLE["ines"].email), at=LATER.header.date)
    assert begun(MADE, LATER, said=said) == {"tomas.ruud": Outcome.DISMISSED, "dana": None}


def test_all_cases_that_one_mail_of_the_sender_began_are_none() -> None:
    both = mail("11-02 ines > me tomas dana : introduces/two_sided {Tomas|Dana}")
    said = not_intro(Scope.SENDER, PEOPLE["ines"].email, about=both)
    assert begun(both, said=said) == {"tomas.ruud": Outcome.DISMISSED, "dana": Outcome.DISMISSED}


def test_a_case_that_only_holds_the_mail_is_not_ended_with_it() -> None:
    asked = mail("11-01 me > ines : asks_for_introduction {Tomas Ruud}")
    made = replace(mail(INTRODUCTION, re=asked))
    said = not_intro(Scope.SENDER, PEOPLE["ines"].email, about=made)
    assert begun(asked, made, said=said) == {"tomas.ruud": None}


def test_what_the_owner_asked_a_silenced_sender_for_goes_on() -> None:
    asked = mail("11-05 me > ines : asks_for_introduction {Dana Okoye}")
    (case,) = (
        c
        for c in reviewed(MADE, asked, LATER, decisions=[SENDER]).cases
        if c.outcome is not Outcome.DISMISSED
    )
    assert (case.kind, case.targets, len(case.messages)) == ("made_for_me", (PEOPLE["dana"].email,), 2)


def test_a_sender_is_silent_under_every_address_of_theirs() -> None:
    other = replace(PEOPLE["ines"], email="ines.carvalho@home.example")
    moved = replace(LATER, header=replace(LATER.header, sender=other))
    assert begun(MADE, moved, said=SENDER) == {"tomas.ruud": Outcome.DISMISSED}


def test_said_of_a_list_it_silences_that_list_alone() -> None:
    made, same, another = by_list(MADE), by_list(OF_ANOTHER), by_list(OF_ANOTHER, "<others.example>")
    said = not_intro(Scope.LIST, LIST.upper(), about=made)
    dismissed = {"tomas.ruud": Outcome.DISMISSED}
    assert begun(made, same, said=said) == dismissed
    assert begun(made, another, said=said) == dismissed | {"dana": None}
    assert begun(made, LATER, said=said) == dismissed | {"dana": None}, "their sender is free elsewhere"


@pytest.mark.parametrize("said", [SENDER, not_intro(Scope.LIST, LIST)])
def test_what_was_silenced_says_that_it_was_the_owners_word(said: Decision) -> None:
    now = datetime(2026, 12, 31, tzinfo=UTC)
    (one,) = refused([MADE, by_list(LATER)], owner=OWNER, now=now, decisions=[said])
    assert (one.why, one.message_id) == (Why.CORRECTED, LATER.header.message_id)


def test_taken_back_everything_is_as_it_was() -> None:
    assert len([case for case in reviewed(MADE, LATER).cases if case.outcome is None]) == 2


def test_two_corrections_of_one_sender_count_from_the_first() -> None:
    again = not_intro(Scope.SENDER, PEOPLE["ines"].email, on="11-20", about=LATER)
    cases = reviewed(MADE, LATER, decisions=[again, SENDER]).cases
    assert [case.outcome for case in cases] == [Outcome.DISMISSED]
