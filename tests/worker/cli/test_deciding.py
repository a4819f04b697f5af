"""The owner's word on the command line, and that it counts at once."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import time_machine

from tests.worker.cli.conftest import NOW, Introloop

CaseOf = Callable[[Path, str], str]


@pytest.fixture(autouse=True)
def that_day() -> Iterator[None]:
    """Decisions are made now: it is the day of the story."""
    moment = datetime.fromisoformat(NOW).replace(tzinfo=ZoneInfo("Europe/Amsterdam"))
    with time_machine.travel(moment, tick=False):
        yield


def case(introloop: Introloop, state: Path, name: str) -> dict[str, object]:
    cases = introloop("loops", "--json", "--all", "--state", state).json["cases"]
    return next(one for one in cases if one["id"] == name)


def test_done_closes_a_case_and_undo_opens_it_again(
    introloop: Introloop, state: Path, case_of: CaseOf
) -> None:
    name = case_of(state, "sofia")

    said = introloop("done", name, "--state", state)
    closed = case(introloop, state, name)
    undone = introloop("undo", "--state", state)

    assert said.out.startswith("Tom Reyes introduced you to Sofia Petrakis")
    assert closed["turn"] == "closed"
    assert undone.out == f"Taken back: done, of {name[:4]} Tom Reyes introduced you to Sofia Petrakis.\n"
    assert case(introloop, state, name)["turn"] == "me"


@pytest.mark.parametrize(
    "line",
    [
        ("done", "{}"),
        ("met", "{}"),
        ("moved", "{}", "2026-12-03"),
        ("no-meeting", "{}"),
        ("snooze", "{}", "2w"),
        ("not-intro", "{}"),
        ("mute", "{}"),
        ("note", "{}", "she prefers the phone"),
        ("show", "{}"),
        ("explain", "{}"),
    ],
)
def test_the_number_of_an_item_in_a_digest_closes_no_other_case(
    introloop: Introloop, state: Path, case_of: CaseOf, line: tuple[str, ...]
) -> None:
    number = case_of(state, "sofia")[:1]

    said = introloop(*(word.format(number) for word in line), "--state", state)

    assert (said.code, said.out) == (1, "")
    assert said.err.startswith(f"{number} is no id of a case\n")
    assert f"introloop --state {state} loops lists them" in said.err
    assert "The numbers in a digest are for replies" in said.err
    assert introloop("decisions", "--state", state).out == "You have said nothing yet.\n"


def test_undo_takes_back_nothing_by_a_number(introloop: Introloop, state: Path, case_of: CaseOf) -> None:
    introloop("done", case_of(state, "sofia"), "--state", state)
    name = introloop("decisions", "--state", state).out.splitlines()[1].split()[0]

    said = introloop("undo", name[:1], "--state", state)

    assert (said.code, said.out) == (1, "")
    assert f"{name[:1]} is no id of what you said" in said.err
    assert introloop("undo", name[:4], "--state", state).code == 0


def test_done_says_every_duty_it_closes(introloop: Introloop, state: Path, case_of: CaseOf) -> None:
    name = case_of(state, "karin")

    one = introloop("done", name, "check", "--state", state).out
    introloop("undo", "--state", state)
    both = introloop("done", name, "--state", state).out

    assert [one.count("  No longer owed: "), both.count("  No longer owed: ")] == [1, 2]


def test_a_way_without_a_sentence_shows_no_empty_quotation(
    introloop: Introloop, state: Path, case_of: CaseOf
) -> None:
    name = case_of(state, "sofia")
    introloop("moved", name, "2026-12-03", "--state", state)
    assert "“”" not in introloop("show", name, "--state", state).out


def test_one_duty_can_be_done_alone(introloop: Introloop, state: Path, case_of: CaseOf) -> None:
    name = case_of(state, "amara")

    introloop("done", name, "report", "--state", state)

    duties = case(introloop, state, name)["duties"]
    assert "report" not in str(duties)


def test_a_duty_that_is_none_is_named_beside_those_there_are(
    introloop: Introloop, state: Path, case_of: CaseOf
) -> None:
    said = introloop("done", case_of(state, "amara"), "repotr", "--state", state)

    assert said.code == 2
    assert "repotr is no duty; one of reply, thank, report" in said.err


@pytest.mark.parametrize("words", ["today", "yesterday", "2020-01-01"])
def test_a_case_does_not_rest_until_a_day_that_is_past(
    introloop: Introloop, state: Path, case_of: CaseOf, words: str
) -> None:
    said = introloop("snooze", case_of(state, "sofia"), words, "--state", state)
    assert (said.code, f"“{words}” is no day to come" in said.err) == (2, True)


def test_snooze_echoes_the_day_it_understood(introloop: Introloop, state: Path, case_of: CaseOf) -> None:
    name = case_of(state, "sofia")
    said = introloop("snooze", name, "2w", "--state", state)

    assert "snooze Thursday 2026-12-03." in said.out
    assert f"introloop --state {state} undo takes it back." in said.out
    assert case(introloop, state, name)["turn"] == "nobody"


@pytest.mark.parametrize(
    ("line", "why"),
    [
        (["snooze", "2026-13-45"], "“2026-13-45” names no day. Write a date (2026-12-03), a span"),
        (["moved", "later"], "“later” names no day. Write a date (2026-12-03), a span"),
        (["met", "--day", "foo"], "“foo” names no day. Write a date (2026-11-12), today, yesterday"),
        (["met", "--day", "tomorrow"], "“tomorrow” is a day to come. Say the day on which it was."),
    ],
)
def test_words_that_are_no_day_are_wrong_usage_and_those_that_are_one_are_named(
    introloop: Introloop, state: Path, case_of: CaseOf, line: list[str], why: str
) -> None:
    said = introloop(line[0], case_of(state, "nadia"), *line[1:], "--state", state)

    assert said.code == 2
    assert why in said.err
    assert "yesterday" not in said.err or line[0] == "met"


def test_what_is_no_introduction_is_dismissed(introloop: Introloop, state: Path, case_of: CaseOf) -> None:
    name = case_of(state, "sofia")
    introloop("not-intro", name, "--state", state)

    assert case(introloop, state, name)["outcome"] == "dismissed"


def test_met_opens_thanks_and_the_report(introloop: Introloop, state: Path, case_of: CaseOf) -> None:
    name = case_of(state, "nadia")
    said = introloop("met", name, "--state", state)

    assert case(introloop, state, name)["state"] == "MET"
    assert "Tell Helen Marsh how it went" in said.out


@pytest.mark.parametrize(
    "line",
    [
        ["met", "--day", "2026-11-17"],
        ["moved", "2026-12-03"],
        ["no-meeting"],
        ["mute"],
        ["note", "She", "prefers", "the", "phone"],
    ],
)
def test_every_word_is_kept_and_shown_with_its_case(
    introloop: Introloop, state: Path, case_of: CaseOf, line: list[str]
) -> None:
    name = case_of(state, "nadia")
    said = introloop(line[0], name, *line[1:], "--state", state)

    assert (said.code, said.err) == (0, "")
    shown = introloop("show", name, "--state", state).out
    assert "What you said" in shown
    assert line[-1] in shown


@pytest.mark.parametrize(
    ("line", "why"),
    [
        (["done", "grace", "reply"], "no reply is owed, but thank."),
        (["done", "Pieter", "thank"], "nothing is owed now."),
        (["met", "grace"], "is about no meeting"),
        (["no-meeting", "karin"], "is about no meeting"),
        (["moved", "nadia", "2020-01-01"], "“2020-01-01” is past. If you met then: introloop --state "),
        (["note", "nadia", ""], "A note without words says nothing"),
        (["note", "nadia", " ", ""], "A note without words says nothing"),
    ],
)
def test_a_word_that_would_change_nothing_is_refused_with_the_reason_and_not_kept(
    introloop: Introloop, state: Path, case_of: CaseOf, line: list[str], why: str
) -> None:
    verb, who, *rest = line
    said = introloop(verb, case_of(state, who), *rest, "--state", state)

    assert (said.code, said.out) == (2, "")
    assert why in said.err
    assert introloop("decisions", "--state", state).out == "You have said nothing yet.\n"


def test_with_nothing_said_there_is_nothing_to_take_back(introloop: Introloop, state: Path) -> None:
    assert introloop("undo", "--state", state).out == "There is nothing to take back.\n"


# ── Corrections ─────────────────────────────────────────────────────────────────────────────


def test_a_correction_of_a_sender_is_told_listed_and_taken_back_by_its_id(
    introloop: Introloop, state: Path, case_of: CaseOf
) -> None:
    name = case_of(state, "sofia")
    said = introloop("not-intro", name, "--sender", "--state", state)
    introloop("note", case_of(state, "nadia"), "She", "prefers", "the", "phone", "--state", state)
    listed = introloop("decisions", "--state", state).out
    row = next(line for line in listed.splitlines() if "not-intro" in line)

    assert "not-intro, nor is what tom.reyes@postbox.example writes from now on." in said.out
    assert case(introloop, state, name)["outcome"] == "dismissed"
    assert f"{name[:4]} Tom Reyes introduced you to Sofia Petrakis" in row
    undone = introloop("undo", row.split()[0], "--state", state).out
    assert undone.startswith(
        "Taken back: not-intro, nor is what tom.reyes@postbox.example writes from now on, of "
    )
    assert case(introloop, state, name)["turn"] == "me"
    assert "prefers the phone" in introloop("decisions", "--state", state).out


def test_a_correction_that_cannot_reach_so_far_says_what_can(
    introloop: Introloop, state: Path, case_of: CaseOf
) -> None:
    said = introloop("not-intro", case_of(state, "sofia"), "--list", "--state", state)
    assert (said.code, said.err.splitlines()[0]) == (1, "the mail that began this case came by no list")


def test_a_case_that_is_none_can_be_named_by_its_message(introloop: Introloop, state: Path) -> None:
    said = introloop("not-intro", "tom-sofia.20261119@demo.introloop.invalid", "--state", state)
    assert said.out.startswith("Tom Reyes introduced you to Sofia Petrakis: not-intro.")


def test_with_nothing_said_nothing_is_listed(introloop: Introloop, state: Path) -> None:
    assert introloop("decisions", "--state", state).out == "You have said nothing yet.\n"
    assert introloop("undo", "abcdef", "--state", state).code == 1
