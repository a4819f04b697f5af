"""Help beside an introduction, and what a company lets me know of it (DOMAIN.md section 5, K6)."""

from __future__ import annotations

import pytest

from rules.model import Reading
from tests.rules.cases.mails import INTRODUCTION, cases, decision, mail, reviewed

MADE = mail(INTRODUCTION)
OPEN = "made_for_me MADE: ines > tomas (2)"
PASSED_ON = mail("11-02 loes > me : gives_favour {Nordvik AG}")
OFFER = "11-05 hr > me : reports_outcome/outcome"

BESIDE = [
    ("on the same matter, it is help in it", "gives_favour {Tomas Ruud}", [OPEN]),
    ("or at the same company", "gives_favour {Nordvik}", [OPEN]),
    ("or on nothing in particular", "gives_favour", [OPEN]),
    (
        "on something else, it has thanks of its own",
        "gives_favour {Dana Okoye}",
        ["favour RECEIVED: ines >  (1)", OPEN],
    ),
    (
        "that she names herself makes it no part of it",
        "gives_favour {Ines|Dana Okoye}",
        ["favour RECEIVED: ines >  (1)", OPEN],
    ),
    ("a promise beside it is a duty of the case", "promises_something {Dana Okoye}", [OPEN]),
]


@pytest.mark.parametrize(("said", "expected"), [pytest.param(said, e, id=name) for name, said, e in BESIDE])
def test_a_favour_told_beside_an_introduction(said: str, expected: list[str]) -> None:
    assert cases(MADE, mail(f"11-03 ines > me : {said}", re=MADE), on="11-04") == expected


@pytest.mark.parametrize(("about", "owed"), [(None, ["thank"]), (PASSED_ON, ["report"])])
def test_only_an_answer_to_a_favour_is_thanks_however_it_is_put(
    about: Reading | None, owed: list[str]
) -> None:
    wrote = mail("11-03 me > loes :", re=about, subject="Maps")
    (case,) = reviewed(PASSED_ON, wrote, on="12-15").cases
    assert (len(case.messages), [duty.what for duty in case.duties]) == (2, owed)


def test_a_favour_told_beside_another_favour_is_help_in_it() -> None:
    first = mail("11-02 ines > me : gives_favour {Dana Okoye}")
    second = mail("11-03 ines > me : gives_favour {Loes Hartman}", re=first)
    assert cases(first, second, on="11-04") == ["favour RECEIVED: ines >  (2)"]


OUTCOMES = [
    ("the company tells what came of it", [PASSED_ON, mail(OFFER)], 2),
    ("however it is put", [PASSED_ON, mail("11-05 hr > me : reports_outcome")], 2),
    ("that somebody met is no outcome", [PASSED_ON, mail("11-05 hr > me : reports_outcome/met")], 1),
    ("a circular of theirs tells nothing", [PASSED_ON, mail("11-05 hr > me :")], 1),
    ("another company tells of another matter", [PASSED_ON, mail("11-05 bram > me : reports_outcome")], 1),
    ("where no company was named, none can tell", [mail("11-02 loes > me : gives_favour"), mail(OFFER)], 1),
]  # fmt: skip


@pytest.mark.parametrize(("mails", "held"), [pytest.param(m, n, id=name) for name, m, n in OUTCOMES])
def test_what_came_of_a_favour_is_known_by_the_company_it_names(mails: list[Reading], held: int) -> None:
    (case,) = reviewed(*mails, on="11-06").cases
    assert len(case.messages) == held


def test_an_ask_at_a_company_hears_nothing_by_its_name_alone() -> None:
    asked = mail("11-02 me > ines : asks_for_introduction {Nordvik AG}")
    assert cases(asked, mail(OFFER), on="11-06") == cases(asked, on="11-06")


# ── A decision on a message of several cases ────────────────────────────────────────────────

BESIDES = mail("11-03 ines > me : gives_favour {Dana Okoye}", re=MADE)


def test_a_decision_is_about_what_its_message_began() -> None:
    said = reviewed(MADE, BESIDES, decisions=[decision("11-03", "not-intro", BESIDES)], on="11-04")
    assert {case.kind.value: case.turn.value for case in said.cases} == {
        "made_for_me": "me",
        "favour": "closed",
    }


def test_where_it_began_none_a_decision_is_about_all_that_hold_it() -> None:
    reply = mail("11-03 me > tomas : replies_to_introduction", re=MADE, cc="ines")
    said = reviewed(MADE, reply, decisions=[decision("11-04", "not-intro", reply)], on="11-04")
    assert [case.turn.value for case in said.cases] == ["closed"]
