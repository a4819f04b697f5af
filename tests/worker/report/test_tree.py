"""The drawing: who introduced whom, as a tree that reads like a sentence."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

from rules.model import Address, Review
from tests.worker.digest.builders import GRACE, INES, owner, person, review
from tests.worker.report.worlds import MADE, a_crowd, a_year, opened, page, read
from worker.digest.render import columns
from worker.report.introductions import Stage, for_me, names
from worker.report.tree import PEOPLE, Drawing, Node, draw

CALENDAR = owner().calendar


def drawn(what: Review) -> Drawing:
    known = names(what.people, owner())
    return draw(for_me(what.cases, known, CALENDAR), chained=True)


def nodes(drawing: Drawing) -> dict[str, Node]:
    return {node.label: node for sheet in drawing.sheets for node in sheet.nodes}


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
    assert f"{drawing.left_out} more are in the table alone." in read(crowd)
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
