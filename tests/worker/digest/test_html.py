"""The HTML half: a letter for every mail program, readable by everybody."""

from __future__ import annotations

import re
from dataclasses import replace
from html.parser import HTMLParser
from itertools import pairwise

import pytest

from tests.pages import contrast
from tests.worker.digest.builders import a_week, coverage, issue, report_to_ines, review, said
from worker.digest import compose

TAGS = frozenset(
    {"html", "head", "meta", "title", "style", "body", "div", "table", "tr", "td", "th", "h1", "h2", "h3"}
    | {"p", "span", "b", "br", "a", "code", "ul", "li"}
)
ATTRIBUTES = frozenset(
    {"lang", "charset", "name", "content", "class", "style", "role", "width", "cellspacing", "cellpadding"}
    | {"align", "bgcolor", "dir", "href", "aria-hidden", "scope"}
)


class Letter(HTMLParser):
    """Every tag with its attributes, and the order of headings."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in ("meta", "br"):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag, f"</{tag}> closes something else"


@pytest.fixture(scope="module", params=[True, False], ids=["answers are read", "answers are not read"])
def html(request: pytest.FixtureRequest) -> str:
    digest = compose(a_week(), issue=issue(number=1, answers=request.param), coverage=coverage())
    assert digest is not None
    return digest.html


def test_every_tag_is_known_and_closed(html: str) -> None:
    letter = Letter(html)
    assert letter.open == []
    assert {tag for tag, _ in letter.tags} <= TAGS
    assert {name for _, attributes in letter.tags for name in attributes} <= ATTRIBUTES


def test_nothing_is_fetched_and_every_link_writes_a_mail(html: str) -> None:
    assert not re.search(r"https?:|//[a-z]|url\(|@import|\bsrc=|<img|<script", html, re.IGNORECASE)
    links = [attributes["href"] for tag, attributes in Letter(html).tags if tag == "a"]
    assert links
    assert all(link and link.startswith("mailto:") for link in links)


def test_headings_form_a_table_of_contents(html: str) -> None:
    levels = [int(tag[1]) for tag, _ in Letter(html).tags if tag in ("h1", "h2", "h3")]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


def test_it_says_its_language_and_that_it_can_be_dark(html: str) -> None:
    assert '<html lang="en">' in html
    assert "@media (prefers-color-scheme: dark)" in html
    assert '<meta name="color-scheme" content="light dark">' in html


def test_layout_tables_are_called_so_and_the_figure_has_row_headings(html: str) -> None:
    roles = [attributes.get("role") for tag, attributes in Letter(html).tags if tag == "table"]
    assert roles.count(None) == 1
    assert html.count('scope="row"') == 4


def test_it_stays_far_below_what_mail_programs_cut(html: str) -> None:
    assert len(html.encode()) < 45_000


# ── Contrast (WCAG 2.2, 1.4.3: at least 4.5 to 1) ───────────────────────────────────────────


def by_day(html: str, name: str, what: str) -> str:
    """The one colour of a class in the inline styles."""
    styles = re.findall(rf'class="[^"]*\b{name}\b[^"]*"[^>]*?style="([^"]*)"', html)
    colours: set[str] = {c for s in styles for c in re.findall(rf"(?:^|;){what}:(#[0-9a-f]{{6}})", s)}
    assert len(colours) == 1, (name, what, colours)
    return colours.pop()


def by_night(html: str, name: str, what: str) -> str:
    """The colour of a class in the dark style sheet."""
    found = re.search(rf"\.{name} {{[^}}]*?\b(?<!-){what}: (#[0-9a-f]{{6}})", html)
    assert found, (name, what)
    return str(found[1])


PAIRS = [
    ("ink", "sheet"),
    ("soft", "sheet"),
    ("soft", "draft"),
    ("mark", "sheet"),
    ("link", "sheet"),
    ("quote", "sheet"),
    ("draft", "draft"),
    ("go", "go"),
]


@pytest.mark.parametrize(("text", "ground"), PAIRS)
@pytest.mark.parametrize("colour_of", [by_day, by_night])
def test_every_text_stands_out_from_its_ground_by_day_and_by_night(
    html: str, text: str, ground: str, colour_of: object
) -> None:
    assert callable(colour_of)
    assert contrast(colour_of(html, text, "color"), colour_of(html, ground, "background")) >= 4.5


@pytest.mark.parametrize("name", ["opened", "closed"])
@pytest.mark.parametrize("colour_of", [by_day, by_night])
def test_every_bar_stands_out_from_the_sheet(html: str, name: str, colour_of: object) -> None:
    assert callable(colour_of)  # WCAG 2.2, 1.4.11: at least 3 to 1
    assert contrast(colour_of(html, name, "background"), colour_of(html, "sheet", "background")) >= 3


def test_what_is_quoted_and_what_is_drafted_say_their_language() -> None:
    one = report_to_ines()
    german = replace(one.drafts[0], language="de")
    shown = replace(one, evidence=replace(one.evidence, rule="fr.thanks.meeting"), drafts=(german,))
    page = said(review(shown)).html
    assert '<span lang="fr">“Great talking today' in page
    assert re.search(r'<div lang="de">\s*<p[^>]*>Hi Ines,', page)


def test_a_rule_of_no_language_leaves_the_quote_that_of_the_answer() -> None:
    one = report_to_ines()
    german = replace(one.drafts[0], language="de")
    bounced = replace(one, evidence=replace(one.evidence, rule="bounce"), drafts=(german,))
    assert '<span lang="de">“Great talking' in said(review(bounced)).html
    assert "<span>“Great talking" in said(review(replace(bounced, drafts=()))).html
