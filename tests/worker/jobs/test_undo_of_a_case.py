"""A letter's "undo 1" takes back what was said of that case, and of no other that holds the same mail."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from rules.model import Case, Decision, Kind, Review, Turn, Verb
from worker.answers.grammar import Command
from worker.answers.vocabulary import Word
from worker.digest.values import Item
from worker.jobs.commands import NOTHING_SAID, Hearing
from worker.jobs.decide import worded

NOW = datetime(2026, 11, 16, 9, tzinfo=UTC)
ASKED = Case(
    id="6a0b",
    kind=Kind.ASKED_OF_ME,
    state="ASKED_OF_ME",
    turn=Turn.ME,
    awaiting=None,
    introducer="mara@lindqvist.example",
    requester="bram@teunissen.example",
    helper=None,
    targets=("tomas.ruud@nordvik.example",),
    outcome=None,
    organisation=None,
    purpose="",
    messages=("<ask@teunissen.example>", "<made@harbour.example>"),
    duties=(),
    steps=(),
)
MADE = replace(
    ASKED,
    id="6d35",
    kind=Kind.MADE_FOR_ME,
    introducer="ines@harbour.example",
    requester=None,
    messages=("<made@harbour.example>",),
)
REVIEW = Review(NOW, (ASKED, MADE), (), ())
ITEMS = [
    Item(1, MADE.id, MADE.messages[0], "ines@harbour.example", what="report"),
    Item(2, ASKED.id, ASKED.messages[0], "bram@teunissen.example", what="answer"),
]


def said(case: Case, minutes: int) -> Decision:
    return worded(case, Verb.SNOOZE, review=REVIEW, at=NOW + timedelta(minutes=minutes))


def undone(*standing: Decision, item: int) -> tuple[str, list[Decision]]:
    """Why nothing was taken back, and what was."""
    hearing = Hearing(ITEMS, REVIEW, NOW + timedelta(hours=1), standing=list(standing))
    line = hearing.carry_out(Command(Word.UNDO, item))
    return line.why, hearing.undone


def test_what_was_said_last_of_another_case_with_the_same_mail_stays() -> None:
    of_made, of_asked = said(MADE, 1), said(ASKED, 2)

    assert undone(of_made, of_asked, item=1) == ("", [of_made])
    assert undone(of_made, of_asked, item=2) == ("", [of_asked])


def test_what_was_said_of_the_other_case_alone_is_nothing_to_take_back() -> None:
    assert undone(said(MADE, 1), item=2) == (NOTHING_SAID, [])
