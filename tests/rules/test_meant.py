"""A word about one case is heard by that case alone, whatever other case holds the same mail."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from rules.meant import said_of
from rules.model import Case, Decision, Kind, Reading, Scope, Verb
from tests.rules.cases.mails import decision, mail, reviewed

ASKED = mail("11-02 bram > me : asks_for_introduction {Tomas Ruud|Nordvik}")
MADE = mail("11-10 ines > me tomas : introduces/two_sided {Tomas|Mara}", says=["Bram"])
MAILS = (ASKED, MADE)
FOR_ME, OF_ME = Kind.MADE_FOR_ME, Kind.ASKED_OF_ME


def of(kind: Kind, *mails: Reading) -> Case:
    """The one case of that kind."""
    (found,) = (case for case in reviewed(*mails).cases if case.kind is kind)
    return found


def outcomes(said: Decision) -> dict[Kind, str | None]:
    """How each case stands after a word."""
    return {case.kind: case.outcome for case in reviewed(*MAILS, decisions=[said]).cases}


def about(said: Decision) -> list[Kind]:
    """The kinds of the cases that a word is shown with."""
    return sorted(case.kind for case in said_of(said, reviewed(*MAILS).cases))


def a_word(message: Reading, *, who: str = "", other: str = "", scope: Scope = Scope.CASE) -> Decision:
    return replace(decision("11-20", Verb.DONE, message, who=who), other=other, scope=scope)


def test_a_mail_may_stand_in_two_cases_about_the_same_person() -> None:
    for_me, of_me = of(FOR_ME, *MAILS), of(OF_ME, *MAILS)

    assert for_me.targets == of_me.targets
    assert MADE.header.message_id in (set(for_me.messages) & set(of_me.messages))


@pytest.mark.parametrize(
    ("meant", "spared", "message"),
    [(FOR_ME, OF_ME, MADE), (OF_ME, FOR_ME, ASKED), (OF_ME, FOR_ME, MADE)],
)
def test_a_word_of_one_case_reaches_it_alone_whichever_of_its_mail_it_hangs_on(
    meant: Kind, spared: Kind, message: Reading
) -> None:
    case = of(meant, *MAILS)
    said = a_word(message, who=case.targets[0], other=case.id)

    assert outcomes(said) == {meant: "done", spared: None}
    assert about(said) == [meant]


WITHOUT_THE_ID: Sequence[tuple[str, Decision, list[Kind]]] = [
    ("whom it names", a_word(MADE, who="ines@harbour.example"), [FOR_ME]),
    ("all that have whom it names", a_word(MADE, who="tomas.ruud@nordvik.example"), [OF_ME, FOR_ME]),
    ("what the message began, where it names nobody", a_word(MADE), [FOR_ME]),
    ("what the message began, of its sender", a_word(MADE, who="x", scope=Scope.SENDER), [FOR_ME]),
    (
        "whom it names, once the id has changed",
        a_word(MADE, who="bram@teunissen.example", other="0"),
        [OF_ME],
    ),
    ("what the message began, once the id has changed", a_word(MADE, other="0"), [FOR_ME]),
    ("nobody, where it names none of them", a_word(MADE, who="dana@lantern.example"), []),
]


@pytest.mark.parametrize(
    ("said", "meant"), [row[1:] for row in WITHOUT_THE_ID], ids=[row[0] for row in WITHOUT_THE_ID]
)
def test_a_word_that_names_no_case_that_is_there_means(said: Decision, meant: list[Kind]) -> None:
    done = {kind for kind, outcome in outcomes(said).items() if outcome}

    assert (done, about(said)) == (set(meant), sorted(meant))


def test_a_word_on_mail_that_began_no_case_is_of_all_that_hold_it() -> None:
    later = mail("11-11 me > tomas :", re=MADE, says=["Bram"])
    cases = reviewed(*MAILS, later).cases

    assert {case.kind for case in said_of(a_word(later), cases)} == {FOR_ME, OF_ME}


def test_a_word_of_somebody_is_shown_with_them_and_not_with_the_case_of_their_last_mail() -> None:
    case = of(FOR_ME, *MAILS)
    person = replace(case, id="77", kind=Kind.UPDATE)
    said = Decision(datetime(2026, 11, 20, tzinfo=UTC), Verb.MUTE, "77")

    assert said_of(said, [case, person]) == [person]
    assert said_of(a_word(MADE), [case, person]) == [case]
