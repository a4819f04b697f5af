"""Which duty a line closes, and what becomes of lines that are none."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.worker.answers.home import Home, code, reply
from worker.digest import items_of


@pytest.fixture
def home() -> Home:
    return Home()


def test_done_names_its_duty_where_a_case_has_several(home: Home) -> None:
    digest = home.digest()
    home.hears(reply(digest, "met 1"))
    home.clock.forward(days=2)
    again = home.digest("2026-W47b")
    items = [item for item in items_of(again.content) if item.what in ("thank", "report")]
    assert len({item.case_id for item in items}) == 1
    home.hears(
        reply(again, f"done {items[0].number}", at=home.clock.now(), message_id="<2@lindqvist.example>")
    )
    assert home.store.decisions()[-1].what == items[0].what


def test_done_leaves_what_the_same_case_owes_and_the_digest_had_no_room_for(home: Home) -> None:
    home.hears(reply(home.digest(), "met 1"))
    home.clock.forward(days=2)
    whole = [item.number for item in home.issue()[1].items if item.what in ("thank", "report")]
    home.owner = replace(home.owner, clocks={"digest.duties": whole[0]})
    cut = home.digest("2026-W47b")
    (item,) = (item for item in items_of(cut.content) if item.what in ("thank", "report"))
    home.hears(reply(cut, f"done {item.number}", at=home.clock.now(), message_id="<2@lindqvist.example>"))
    assert home.store.decisions()[-1].what == item.what
    (case,) = (case for case in home.ear().review(()).cases if case.id == item.case_id)
    assert {"thank", "report"} - {item.what} == {duty.what for duty in case.duties}


def test_a_word_that_is_not_known_is_told_in_the_next_digest(home: Home) -> None:
    home.hears(reply(home.digest(), "done 1\nfrobnicate 3\nnot-intro 99"))
    assert "Not done: “frobnicate 3”, because it says nothing that is understood." in home.notes()


def test_a_link_counts_whatever_stands_below_its_code(home: Home) -> None:
    digest = home.digest()
    unnamed: dict[str, str | None] = {"In-Reply-To": None, "References": None}
    home.hears(reply(digest, f"done 2\n\n{code(digest, 2, 'done')}\n\nSuite 4", headers=unnamed))
    assert home.verbs == ["done"]
