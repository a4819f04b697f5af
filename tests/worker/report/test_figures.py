"""How far introductions came, and how long loops took to close."""

from __future__ import annotations

import pytest

from rules.model import Case, Outcome, Turn
from tests.worker.digest.builders import GRACE, INES, closed, owner, review
from tests.worker.report.worlds import ASKED, MADE, PROMISED, a_year, opened, read
from worker.report.figures import funnel_by_me, funnel_for_me, times
from worker.report.introductions import Stage, by_me, names, stage

CALENDAR = owner().calendar


# ── How it stands ───────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("case", "came"),
    [
        (opened("a", INES, GRACE, (9, ASKED, "ASKED")), Stage.ASKED),
        (opened("a", INES, GRACE, (9, PROMISED, "OPT_IN_PENDING")), Stage.ASKED),
        (opened("a", INES, GRACE, (9, MADE, "MADE"), (8, MADE, "REPLIED")), Stage.MADE),
        (opened("a", INES, GRACE, (9, MADE, "MET"), (2, MADE, "NO_MEETING")), Stage.MET),
        (opened("a", INES, GRACE, (9, ASKED, "ASKED"), (2, ASKED, "DECLINED")), Stage.NOTHING),
        (opened("a", INES, GRACE, (9, MADE, "MADE"), outcome=Outcome.LAPSED), Stage.NOTHING),
    ],
)
def test_an_introduction_stands_where_its_mail_left_it(case: Case, came: Stage) -> None:
    assert stage(case) is came


def test_what_the_owner_put_away_is_not_on_the_page() -> None:
    gone = opened("a", INES, GRACE, (9, MADE, "MADE"), outcome=Outcome.DISMISSED, turn=Turn.CLOSED)
    assert "Nobody introduced you to anybody yet." in read(review(cases=(gone,)))


def test_introductions_of_the_owners_name_both_whom_they_brought_together() -> None:
    year = a_year()
    pairs = by_me(year.cases, names(year.people, owner()), CALENDAR)
    assert [(one.first.name, one.second.name, one.stage) for one in pairs] == [
        ("Léo Fontaine", "Grace Wanjiru", Stage.MADE),
        ("Léo Fontaine", "Marit Kolstad", Stage.MET),
    ]


# ── The figures ─────────────────────────────────────────────────────────────────────────────


def test_the_funnel_counts_what_was_asked_made_met_and_closed() -> None:
    cases = a_year().cases
    mine, others = funnel_by_me(cases), funnel_for_me(cases)
    assert [(bar.label, bar.number, bar.width) for bar in others.bars] == [
        ("asked for or promised", 3, 75),
        ("made", 4, 100),
        ("met, or in touch", 2, 50),
        ("closed", 2, 50),
    ]
    assert others.sentence == "Of 3 asked for or promised, 1 came to be made."
    assert [bar.number for bar in mine.bars] == [1, 2, 1, 0]
    assert funnel_for_me(()).bars == ()
    assert funnel_for_me((opened("a", INES, GRACE, (9, MADE, "MADE")),)).sentence == ""


def test_times_to_close_are_counted_in_business_days() -> None:
    figure = times(tuple(closed(f"c{n}", GRACE, n) for n in (1, 2, 40)), CALENDAR)
    assert {bar.label: bar.number for bar in figure.bars} == {
        "up to 2": 0,
        "3 to 5": 2,
        "6 to 10": 1,
        "11 to 20": 0,
        "more than 20": 0,
    }
    assert times((closed("c", GRACE, 2),), CALENDAR).sentence == "One loop has closed, after 5 business days."
    assert figure.sentence == "3 loops have closed, half of them within 5, the longest after 6 business days."
