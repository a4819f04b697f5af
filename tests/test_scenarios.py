"""Every story of tests/scenarios comes out as it is written there."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from rules.model import Outcome
from rules.review import review
from tests.builders import when
from tests.scenario import Story, expected, found, tell

STORIES = [tell(path) for path in sorted((Path(__file__).parent / "scenarios").glob("*.toml"))]
MOMENTS = [
    pytest.param(story, then, id=f"{story.name}, {then['on']}") for story in STORIES for then in story.thens
]
STATES = {
    "asked_by_me": "ASKED DECLINED REDIRECTED LAPSED UNDELIVERED CLOSED",
    "promised_to_me": "PROMISED OPT_IN_PENDING DECLINED LAPSED CLOSED",
    "made_for_me": "MADE TARGET_WROTE REPLIED SCHEDULING SCHEDULED MET? MET INTERIM OUTCOME NO_MEETING"
    " UNDELIVERED CLOSED",
    "made_by_me": "MADE HANDED_OFF REPORTED NO_NEWS CLOSED",
    "asked_of_me": "ASKED_OF_ME BLURB_AWAITED OPT_IN_ASKED OPTED_IN OPTED_OUT OPT_IN_OF_ME"
    " UNDELIVERED CLOSED",
    "favour": "RECEIVED ASKED_BY_ME ASKED_OF_ME GIVEN DECLINED UNDELIVERED CLOSED",
    "update": "OPEN",
    "reconnect": "OPEN",
    "my_promise": "OPEN CLOSED",
}
"""The states of each kind, as the tables of the domain have them (section 5)."""


@pytest.mark.parametrize(("story", "then"), MOMENTS)
def test_on_that_day_this_is_owed(story: Story, then: dict[str, Any]) -> None:
    assert found(story, then) == expected(then)


@pytest.mark.parametrize("story", STORIES, ids=lambda story: story.name)
def test_the_order_in_which_mail_is_found_changes_nothing(story: Story) -> None:
    now = when(story.thens[-1]["on"], story.zone)
    backwards = review(
        story.readings(now)[::-1],
        owner=story.owner,
        notes=story.notes[::-1],
        decisions=story.decisions[::-1],
        now=max([now, *(decision.at for decision in story.decisions)]),
    )
    assert backwards == story.review(backwards.now)


def test_every_state_of_every_kind_has_its_story() -> None:
    moments = [(story, when(then["on"], story.zone)) for story in STORIES for then in story.thens]
    shown = {(c.kind.value, c.state) for story, now in moments for c in story.review(now).cases}
    named = {(kind, state) for kind, states in STATES.items() for state in states.split()}
    assert shown == named


def test_every_way_a_case_can_end_has_its_story() -> None:
    ends = {then["outcome"] for story in STORIES for then in story.thens if "outcome" in then}
    assert ends == {outcome.value for outcome in Outcome}
