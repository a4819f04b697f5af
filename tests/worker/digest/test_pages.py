"""Every issue there can be is a page that is well formed and usable by everybody, and never too long."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from rules.model import Address, Review, Section, Turn
from tests.pages import NO_SITE, faults
from tests.worker.digest.builders import (
    GRACE,
    LEO,
    TODAY,
    a_week,
    answer_noor,
    case,
    closed,
    coverage,
    did_you_meet_dana,
    draft,
    issue,
    owner,
    review,
    said,
    suggestion,
    three_ways_for_leo,
    write_to_aoife,
)
from tests.worker.digest.test_beside import advised, question, remark
from worker.digest import URGENT, Digest, MailProgram

NO_PAGE = NO_SITE | {"font-size-px-only"}  # a mail program zooms by itself, and some know no other unit
LONG = "Wolfeschlegelsteinhausenbergerdorff the elder of Llanfairpwllgwyngyll and his successors"


def the_fullest() -> Review:
    """As many items as there is room for, each as long as it can be, in letters of three bytes."""
    who = Address(f"{'a' * 60}@{'b' * 60}.example", LONG)
    letters = tuple(draft(who, "語り継ぐ " * 800, subject="件名" * 100, bcc=(GRACE,)) for _ in range(3))
    big: dict[str, Any] = {"who": who, "title": f"Answer {LONG}", "reason": "理由" * 150, "drafts": letters}
    items = [
        *(replace(three_ways_for_leo(), case=case(f"d{n}"), **big) for n in range(9)),
        *(replace(did_you_meet_dana(), case=case(f"q{n}"), **big) for n in range(4)),
        *(replace(write_to_aoife(), case=case(f"c{n}"), **big) for n in range(4)),
    ]
    quiet = (
        case(f"w{n}", turn=Turn.NOBODY, targets=(who.email,), until=TODAY.replace(day=28)) for n in range(9)
    )
    ended = (closed(f"e{n}", who, 2) for n in range(9))
    what = review(*items, cases=(*quiet, *ended))
    gift = suggestion(Section.GIVE_BACK, LEO, "Something for Léo Fontaine")
    told = tuple(remark(f"d{n}", "言" * 300) for n in range(9) for _ in range(2))
    return advised(what, remarks=told, questions=(question(),), give_back=(gift,))


ISSUES = {
    "a first one": said(a_week(), when=issue(number=1)),
    "answers are read": said(a_week(), when=issue(answers=True)),
    "threads open": said(a_week(), when=issue(answers=True, program=MailProgram.GMAIL)),
    "an urgent one": said(review(answer_noor()), when=issue(kind=URGENT)),
    "nothing to say": said(review(), read=coverage(quarantined=3)),
    "the fullest": said(the_fullest(), when=issue(number=1, answers=True, program=MailProgram.APPLE)),
}


@pytest.fixture(params=list(ISSUES.values()), ids=list(ISSUES))
def digest(request: pytest.FixtureRequest) -> Digest:
    one = request.param
    assert isinstance(one, Digest)
    return one


def test_its_page_is_well_formed_and_usable_by_everybody(digest: Digest) -> None:
    assert faults(digest.html, apart_from=NO_PAGE) == []


def test_it_stays_below_what_mail_programs_cut(digest: Digest) -> None:
    assert len(digest.html.encode()) < 90_000


def test_an_issue_that_even_so_would_be_too_long_shows_fewer_items_and_counts_the_others() -> None:
    names = Address("\u8a9e@example.org", "\u8a9e" * 300)
    week = [
        replace(three_ways_for_leo(), case=case(f"d{n}"), who=names, title="\u8a9e" * 300) for n in range(60)
    ]
    questions = [replace(did_you_meet_dana(), case=case(f"q{n}"), who=names) for n in range(3)]
    wide = issue(owner=owner(clocks={"digest.duties": 60}), answers=True, key=b"k")
    digest = said(review(*week, *questions), when=wide)
    assert len(digest.html.encode()) < 90_000
    assert 2 <= len(digest.items) < 60
    left = 60 - len(digest.items)
    assert f"And {left + 3} more, {left} of them yours:" in digest.text


def test_the_fullest_issue_has_every_item_there_is_room_for() -> None:
    assert len(ISSUES["the fullest"].items) == 7 + 3 + 3 + 1


BROKEN = """<!doctype html><html><head><title></title></head><body>
<h1>A</h1><h4>too deep</h4><img src="x.png"><a href="mailto:a@example.org"></a><p>open<div></p></div>
<table><tr><td>1</td></tr></table><p style="color:#999999;background:#ffffff">pale</p></body></html>"""


@pytest.mark.parametrize(
    "fault",
    ["unexpected-end-tag", "lang", "<title>", "heading", "alt", "header cells", "contrast"],
)
def test_a_page_that_is_not_is_refused(fault: str) -> None:
    assert any(fault.lower() in one.lower() for one in faults(BROKEN, apart_from=NO_PAGE)), faults(BROKEN)
