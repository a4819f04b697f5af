"""The report: who introduced whom, and how it went, on one page."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from rules.model import Review, Turn
from tests.pages import contrast, elements, faults
from tests.worker.digest.builders import GRACE, INES, review
from tests.worker.report.worlds import MADE, a_crowd, a_year, opened, page, read


def test_everything_drawn_stands_in_a_table_too() -> None:
    told = re.sub(r" \S+@\S+", "", read(a_year()))
    assert "Saturday 7 November Ines Carvalho ines@example.org Noor Haddad" in read(a_year())
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
    new = opened("z", INES, GRACE, (1, MADE, "MADE"))
    year = a_year()
    more = replace(year, cases=(*year.cases, replace(new, turn=Turn.THEM)))
    said = "5 doors opened for you, 2 by you. 6 loops are open, 5 of them waiting for you."
    assert said in read(more)
    assert "1 door opened for you, none by you. 1 loop is open" in read(review(cases=(new,)))


def test_where_there_is_nothing_yet_the_page_says_so_and_what_to_do() -> None:
    told = read(review())
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
    told = read(replace(year, advice=replace(year.advice, paths=(lone,))))
    assert "Delta Works Nobody in your mail or your address books leads there yet." in told


def test_long_tables_are_cut_and_counted() -> None:
    year = a_year()
    many = tuple(replace(year.advice.people[0], name=f"Helper {n}") for n in range(70))
    told = read(replace(year, advice=replace(year.advice, people=many)))
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
    assert all(a["tabindex"] == "0" and a["role"] == "region" for a in scrolled)
    assert len({a["aria-label"] for a in scrolled}) == len(scrolled)  # each is told by its name


def test_nothing_on_it_is_fetched_and_nothing_leads_away() -> None:
    html = page(a_year())
    assert "default-src 'none'" in html
    assert not re.search(
        r"https?:|//[a-z]|url\(|@import|\bsrc=|<img|<script|<link|<iframe", html, re.IGNORECASE
    )
    assert all(str(a["href"]).startswith("#") for name, a in elements(html) if name == "a")


@pytest.mark.parametrize("light", range(3), ids=["by day", "by night", "in print"])
def test_every_text_stands_out_from_its_ground(light: int) -> None:
    root = re.findall(r":root {(.*?)}", page(review()), re.DOTALL)[light]
    colour = dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6});", root))
    for text_, ground in [
        ("ink", "sheet"),
        ("soft", "sheet"),
        ("mark", "sheet"),
        ("go", "sheet"),
        ("on-go", "go"),
    ]:
        assert contrast(colour[text_], colour[ground]) >= 4.5, (text_, ground)
    assert contrast(colour["line"], colour["sheet"]) >= 3  # WCAG 2.2, 1.4.11: a drawing


def test_a_printed_page_is_white_and_keeps_rows_and_drawings_whole() -> None:
    printed = page(a_year()).partition("@media print")[2]
    assert "--sheet: #ffffff" in printed
    assert "break-inside: avoid" in printed
    assert "content-visibility: visible" in printed
