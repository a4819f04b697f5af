"""A review of what is around a message says of its people what the review of the whole mailbox says."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence, Set
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings

from rules.model import Case, Decision, Owner, PersonNote, Reading, Review
from rules.review import review
from rules.surroundings import Find, boxes, keys, surroundings
from tests.builders import when
from tests.rules.cases.mails import OWNER, mail
from tests.rules.mailboxes import mailboxes
from tests.scenario import Story, tell

STORIES = [tell(path) for path in sorted((Path(__file__).parents[1] / "scenarios").glob("*.toml"))]
NOW = datetime(2026, 12, 15, 20, tzinfo=UTC)


def finder(readings: Iterable[Reading], owner: Owner) -> Find:
    held: dict[str, list[Reading]] = defaultdict(list)
    for reading in readings:
        for key in keys(reading, boxes(owner)):
            held[key].append(reading)

    def find(asked: Collection[str]) -> Iterable[Reading]:
        return {r.header.message_id: r for key in asked for r in held.get(key, ())}.values()

    return find


def around(
    new: Reading,
    readings: Sequence[Reading],
    *,
    owner: Owner,
    now: datetime,
    notes: Sequence[PersonNote] = (),
    decisions: Sequence[Decision] = (),
) -> Review:
    find = finder(readings, owner)
    near = surroundings([new], find=find, owner=owner, now=now, notes=notes, decisions=decisions)
    return review(near, owner=owner, notes=notes, decisions=decisions, now=now)


def said_of(message: Reading, near: Review, whole: Review, owner: Owner = OWNER) -> Sequence[object]:
    """The cases that hold a message, or somebody on it, and what is suggested in them: near and in the whole.

    Whom a case knows by a first name alone may be anybody on any mail: those are left to the whole.
    """
    header = message.header
    people = {who.email for who in (header.sender, *header.to, *header.cc)} - owner.addresses
    vague = {c.id for c in (*near.cases, *whole.cases) if not all(map(_is_told, _parties(c)))}
    return [_about(header.message_id, people, said, vague) for said in (near, whole)]


def _about(message_id: str, people: Set[str], said: Review, but: Set[str]) -> object:
    held = {c.id: c for c in said.cases if message_id in c.messages or people & _parties(c)}
    cases = {name: case for name, case in held.items() if name not in but}
    return cases, [one for one in said.suggestions if one.case.id in cases]


def _is_told(who: str) -> bool:
    return "@" in who or " " in who


def _parties(case: Case) -> set[str]:
    return {who for who in (case.introducer, case.requester, case.helper, *case.targets) if who}


@pytest.mark.parametrize("story", STORIES, ids=lambda story: story.name)
def test_every_message_of_a_story_shows_its_cases_as_the_whole_story_does(story: Story) -> None:
    for now in {when(then["on"], story.zone) for then in story.thens}:
        whole, mails = story.review(now), story.readings(now)
        said = [decision for decision in story.decisions if decision.at <= now]
        for message in mails:
            near = around(message, mails, owner=story.owner, now=now, notes=story.notes, decisions=said)
            around_it, in_all = said_of(message, near, whole, story.owner)
            assert around_it == in_all


@settings(max_examples=40, deadline=None)
@given(mails=mailboxes())
def test_every_message_of_any_mailbox_shows_its_cases_as_the_whole_mailbox_does(mails: list[Reading]) -> None:
    whole = review(mails, owner=OWNER, now=NOW)
    for message in mails:
        around_it, in_all = said_of(message, around(message, mails, owner=OWNER, now=NOW), whole)
        assert around_it == in_all


def test_mail_of_others_is_left_where_it_is() -> None:
    tea, weather = mail("11-02 ines > me :", subject="Tea"), mail("11-03 loes > me :", subject="Weather")
    near = surroundings([tea], find=finder([tea, weather], OWNER), owner=OWNER, now=NOW)
    assert near == (tea,)


def test_whom_a_case_only_calls_by_name_is_found_when_they_write() -> None:
    asked = mail("11-02 me > ines : asks_for_introduction {Tomas Ruud}", subject="A favour")
    wrote = mail("11-05 tomas > me : replies_to_introduction/outreach {Ines Carvalho}", subject="Hello")
    near = around(wrote, [asked, wrote], owner=OWNER, now=NOW)
    assert near.cases == review([asked, wrote], owner=OWNER, now=NOW).cases
    assert near.cases


def test_a_thread_is_found_by_what_its_mail_names_and_by_the_providers_own_thread() -> None:
    tea = mail("11-02 ines > me :", subject="Tea")
    others = [mail("11-03 loes > me :", subject="Hi", hour=hour) for hour in (1, 2, 3)]
    named = (tea.header.message_id, *(f"<{number}@x>" for number in range(80)))
    long = replace(others[0], header=replace(others[0].header, references=named))
    here = replace(tea, header=replace(tea.header, thread_key="t1"))
    there = replace(others[1], header=replace(others[1].header, thread_key="t1"))

    find = finder([here, long, there, others[2]], OWNER)
    near = surroundings([here], find=find, owner=OWNER, now=NOW)
    assert {reading.header.message_id for reading in near} >= {
        reading.header.message_id for reading in (here, long, there)
    }
