"""Every story of tests/scenarios comes out as it is written there."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from rules.review import review
from tests.builders import when
from tests.scenario import Story, expected, found, tell

STORIES = [tell(path) for path in sorted((Path(__file__).parent / "scenarios").glob("*.toml"))]
MOMENTS = [
    pytest.param(story, then, id=f"{story.name}, {then['on']}") for story in STORIES for then in story.thens
]


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
