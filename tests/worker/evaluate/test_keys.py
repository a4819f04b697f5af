"""What a label lacks is named, and so is what nobody reads in it."""

from __future__ import annotations

import json
import re
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest

from worker.evaluate.keys import fault, unread
from worker.evaluate.score import score

ROOT = Path(__file__).parents[3]
OWNER = {"addresses": ["mara@lindqvist.example"]}
MAIL = {
    "message_id": "<1@harbour.example>",
    "date": "2026-11-02T09:00:00+01:00",
    "from": "Ines Carvalho <ines@harbour.example>",
    "to": ["mara@lindqvist.example"],
}
SINGLE = {"id": "lone", "owner": OWNER, "message": MAIL, "acts": ["introduces"]}
STORY = {
    "id": "told",
    "owner": OWNER,
    "now": "2026-11-03T09:00:00+01:00",
    "messages": [MAIL],
    "people": [{"addresses": ["ines@harbour.example"]}],
    "decisions": [{"at": "2026-11-03T08:00:00+01:00", "about": "<1@harbour.example>", "decision": "met"}],
    "expect": {
        "cases": [{"kind": "made_for_me", "state": "MADE", "turn": "me", "duties": [{"what": "reply"}]}]
    },
}


def but(label: dict[str, Any], *path: str | int, be: Any = None) -> dict[str, Any]:
    """The same label with one value another, or gone."""
    changed = deepcopy(label)
    at: Any = changed
    for step in path[:-1]:
        at = at[step]
    if be is None:
        del at[path[-1]]
    else:
        at[path[-1]] = be
    return changed


def test_a_whole_label_has_no_fault_and_nothing_in_it_is_unread() -> None:
    assert [fault(label) for label in (SINGLE, STORY)] == ["", ""]
    assert not list(unread([SINGLE, STORY]))


@pytest.mark.parametrize(
    ("label", "why"),
    [
        (but(SINGLE, "owner"), "it has no “owner”"),
        (but(SINGLE, "message", "message_id"), "its message has no “message_id”"),
        (but(SINGLE, "message", "from", be=""), "its message has no “from”"),
        (but(SINGLE, "message", "date", be="last week"), "“date” of its message is no moment"),
        (but(SINGLE, "message", be="Hello"), "its message is no object"),
        (but(SINGLE, "acts", be="introduces"), "“acts” of its label is no list"),
        (but(SINGLE, "owner", "addresses", be=[]), "“addresses” of its owner is no list with something"),
        (but(STORY, "now"), "it has no “now”"),
        (but(STORY, "now", be="2026-11-03T09:00:00"), "“now” of its story is no moment"),
        (but(STORY, "messages", be="none"), "its message is no object"),
        (but(STORY, "decisions", 0, "about"), "its decision has no “about”"),
        (but(STORY, "expect", "cases", 0, "turn"), "its case has no “turn”"),
        (but(STORY, "expect", "cases", 0, "duties", 0, "what"), "its duty has no “what”"),
    ],
)
def test_what_a_label_lacks_is_named_with_where_it_belongs(label: dict[str, Any], why: str) -> None:
    assert fault(label).startswith(why)


def test_a_mistyped_key_is_told_once_with_what_was_meant() -> None:
    mistyped = but(but(SINGLE, "acts"), "act", be=["introduces"])

    assert list(unread([mistyped, mistyped | {"id": "other"}])) == [
        "nobody reads “act” of a label: did you mean “acts”? (label lone and 1 more)"
    ]
    assert score([mistyped], []).acts == ()


def test_an_act_that_there_is_not_is_told() -> None:
    assert list(
        unread([but(STORY, "messages", 0, "acts", be=["introduced", "xyzzy", "favour", "none"])])
    ) == [
        "there is no act “introduced”: did you mean “introduces”? (label told)",
        "there is no act “xyzzy” (label told)",
    ]


def test_remarks_for_the_reader_of_the_file_are_passed_over() -> None:
    remarks = {"language": "en", "note": "hard", "title": "Tomas", "tags": ["k3"]}

    assert not list(unread([SINGLE | remarks, STORY | remarks]))


def test_the_examples_of_the_rules_can_be_measured() -> None:
    section = (ROOT / "rules/README.md").read_text("utf-8").split("### Measure it")[1]
    labels = [json.loads(text) for text in re.findall(r"```json\n(.*?)```", section, re.DOTALL)]

    assert [("message" in label, "messages" in label) for label in labels] == [(True, False), (False, True)]
    assert [fault(label) for label in labels] == ["", ""]
    assert not list(unread(labels))
