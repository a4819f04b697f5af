"""The report: who introduced whom, and how it went, on one page."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise

import pytest

from rules.model import Address, Case, Outcome, Review, Turn
from tests.pages import elements, faults
from tests.worker.digest.builders import GRACE, INES, closed, coverage, owner, person, review
from tests.worker.report.worlds import ASKED, MADE, PROMISED, a_crowd, a_year, opened
from worker.digest.render import columns
from worker.report import report
from worker.report.figures import funnel_by_me, funnel_for_me, times
from worker.report.introductions import Stage, by_me, for_me, names, stage
from worker.report.tree import PEOPLE, Drawing, Node, draw

CALENDAR = owner().calendar


def page(what: Review) -> str:
    return report(what, owner=owner(), coverage=coverage())


def drawn(what: Review) -> Drawing:
    known = names(what.people, owner())
    return draw(for_me(what.cases, known, CALENDAR), chained=True)


def nodes(drawing: Drawing) -> dict[str, Node]:
    return {node.label: node for sheet in drawing.sheets for node in sheet.nodes}


def text(html: str) -> str:
    """What a reader sees of a page."""
    body = re.sub(r"<(style|title)>.*?</\1>", "", html, flags=re.DOTALL)
    return " ".join(re.sub(r"<[^>]*>", " ", body).split())


# ── The drawing ─────────────────────────────────────────────────────────────────────────────


def test_whoever_was_introduced_stands_right_of_whoever_introduced_them() -> None:
    at = nodes(drawn(a_year()))
    assert at["Shawn Price"].x < at["Ines Carvalho"].x < at["Tomas Ruud"].x < at["Pavel Novák"].x
    assert at["Ines Carvalho"].x < at["Noor Haddad"].x
    assert at["Shawn Price"].y == at["Ines Carvalho"].y == at["Noor Haddad"].y < at["Tomas Ruud"].y
    assert at["Shawn Price"].stage is None
    assert at["Tomas Ruud"].stage is Stage.MET


def test_the_newest_introduction_stands_on_top() -> None:
    at = nodes(drawn(a_year()))
    assert at["Grace Wanjiru"].y < at["Dana Okoye"].y < at["Shawn Price"].y


def test_nobody_is_drawn_over_somebody_else() -> None:
    drawing = drawn(a_crowd(60))
    places = [(node.x, node.y) for sheet in drawing.sheets for node in sheet.nodes]
    assert len(set(places)) == len(places)
    assert all(columns(node.label) <= 28 for node in nodes(drawing).values())
    assert drawing.width > max(x for x, _ in places) + 28 * 7


def test_two_hundred_people_are_drawn_and_the_page_says_how_many_are_not() -> None:
    crowd = a_crowd(240)
    drawing = drawn(crowd)
    people = {node.whole.split(",")[0] for sheet in drawing.sheets for node in sheet.nodes}
    assert PEOPLE - 1 <= len(people) <= PEOPLE
    assert drawing.left_out == 240 - sum(node.stage is not None for s in drawing.sheets for node in s.nodes)
    assert f"{drawing.left_out} more are in the table alone." in text(page(crowd))
    assert page(crowd).count("target239@example.net") == 1


def test_a_long_drawing_falls_into_sheets_that_a_page_can_hold_and_that_join() -> None:
    sheets = drawn(a_crowd(120)).sheets
    assert len(sheets) > 2
    assert all(sheet.height < 37 * 26 for sheet in sheets)
    assert [sheet.top for sheet in sheets[1:]] == [sheet.top + sheet.height for sheet in sheets[:-1]]
    assert [bool(sheet.spine) for sheet in sheets] == [True] * (len(sheets) - 1) + [False]


def test_the_same_facts_give_the_same_page_in_any_order() -> None:
    year = a_year()
    assert page(replace(year, cases=tuple(reversed(year.cases)))) == page(year)


def test_people_who_introduce_one_another_in_a_circle_are_drawn_too() -> None:
    a, b = Address("a@example.org", "A"), Address("b@example.org", "B")
    states = ((3.0, MADE, "MADE"),)
    ring = review(
        cases=(opened("1", a, b, *states), opened("2", b, a, *states), opened("3", a, a, *states)),
        people=(person(a), person(b)),
    )
    labels = [node.label for sheet in drawn(ring).sheets for node in sheet.nodes]
    assert (set(labels), len(labels)) == ({"A", "B"}, 3)


def test_a_chain_longer_than_the_page_is_wide_begins_anew() -> None:
    chain = [Address(f"p{n}@example.org", f"P{n}") for n in range(8)]
    links = [
        opened(f"{n}", one, other, (20 - n, MADE, "MADE")) for n, (one, other) in enumerate(pairwise(chain))
    ]
    drawing = drawn(review(cases=tuple(links), people=tuple(map(person, chain))))
    assert len({node.x for sheet in drawing.sheets for node in sheet.nodes}) == 4


def test_somebody_known_by_name_alone_is_one_person_however_the_name_is_written() -> None:
    one = opened("1", INES, GRACE, (3, MADE, "MADE"))
    bare = (
        replace(one, targets=("Ann Ito",)),
        replace(one, id="2", targets=("ANN ITO", "me", "x@example.org")),
    )
    found = for_me(bare, names((), owner()), CALENDAR)
    assert [(i.first.shown, i.second.key) for i in found] == [
        ("ines@example.org", "ann ito"),
        ("ines@example.org", "ann ito"),
        ("ines@example.org", "x@example.org"),
    ]


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
    assert "Nobody introduced you to anybody yet." in text(page(review(cases=(gone,))))


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
    assert figure.sentence == "3 loops have closed, half of them within 5, the longest after 6 business days."


# ── The page ────────────────────────────────────────────────────────────────────────────────


def test_everything_drawn_stands_in_a_table_too() -> None:
    told = re.sub(r" &lt;\S+&gt;", "", text(page(a_year())))
    assert "Ines Carvalho &lt;ines@example.org&gt;" in page(a_year())
    for row in (
        "Saturday 7 November Ines Carvalho Noor Haddad introduced",
        "Tuesday 27 October Grace Wanjiru Marit Kolstad asked for or promised",
        "Friday 6 November Léo Fontaine Grace Wanjiru introduced",
        "Thursday 17 September: introduced you to Tomas Ruud",
        "not now You still owe them a report on Tomas Ruud. Saturday 28 November 2 asks",
        "Delta Works Worth knowing: You applied there on 3 November",
        "yes works there, as their address says Ask for a conversation. 4 of 6",
        "Read: INBOX, Sent, Archive. Last sync on Monday 16 November at 07:52.",
    ):
        assert row in told


def test_it_says_what_there_is_in_a_sentence() -> None:
    year = replace(
        a_year(), cases=(*a_year().cases, opened("z", INES, GRACE, (1, MADE, "MADE"), turn=Turn.THEM))
    )
    assert "7 doors opened for you, 2 by you. 6 loops are open, 5 of them waiting for you." in text(
        page(year)
    )
    assert "1 door opened for you, none by you. 1 loop is open" in text(
        page(review(cases=(opened("z", INES, GRACE, (1, MADE, "MADE")),)))
    )


def test_where_there_is_nothing_yet_the_page_says_so_and_what_to_do() -> None:
    told = text(page(review()))
    for line in (
        "Nobody introduced you to anybody yet.",
        "You have not introduced anybody yet.",
        "No introductions for you yet.",
        "No loop has closed yet.",
        "No help either way was found in your mail yet.",
        "You asked nobody for anything in the last twelve months.",
        "[owner] targets in the configuration names them.",
    ):
        assert line in told


def test_a_company_that_nobody_leads_to_is_named_all_the_same() -> None:
    year = a_year()
    lone = replace(year.advice.paths[0], found=(), applied=None)
    told = text(page(replace(year, advice=replace(year.advice, paths=(lone,)))))
    assert "Delta Works Nobody in your mail or your address books leads there yet." in told


def test_long_tables_are_cut_and_counted() -> None:
    year = a_year()
    many = tuple(replace(year.advice.people[0], name=f"Helper {n}") for n in range(70))
    told = text(page(replace(year, advice=replace(year.advice, people=many))))
    assert told.count("And 10 more.") == 2


@pytest.mark.parametrize("what", [review(), a_year(), a_crowd(240)], ids=["nothing yet", "a year", "a crowd"])
def test_it_is_well_formed_and_usable_by_everybody(what: Review) -> None:
    assert faults(page(what)) == []


def test_it_is_used_by_keyboard_alone() -> None:
    found = list(elements(page(a_year())))
    ids = {str(attributes["id"]) for _, attributes in found if "id" in attributes}
    links = [str(attributes["href"]) for name, attributes in found if name == "a"]
    assert len(links) == 8
    assert all(link[1:] in ids for link in links)
    scrolled = [attributes for _, attributes in found if "tabindex" in attributes]
    assert scrolled
    assert all(a["tabindex"] == "0" and a["role"] == "region" and a["aria-label"] for a in scrolled)


def test_nothing_on_it_is_fetched_and_nothing_leads_away() -> None:
    html = page(a_year())
    assert "default-src 'none'" in html
    assert not re.search(
        r"https?:|//[a-z]|url\(|@import|\bsrc=|<img|<script|<link|<iframe", html, re.IGNORECASE
    )
    assert all(str(a["href"]).startswith("#") for name, a in elements(html) if name == "a")


def test_a_printed_page_is_white_and_keeps_rows_and_drawings_whole() -> None:
    printed = page(a_year()).partition("@media print")[2]
    assert "--sheet: #ffffff" in printed
    assert "break-inside: avoid" in printed
    assert "content-visibility: visible" in printed
