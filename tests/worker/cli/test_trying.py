"""What a newcomer sees first: the demo, then its loops, one case, and why."""

from __future__ import annotations

import re
import shutil
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from tests.worker.cli.conftest import NOW, Introloop
from worker.cli.showing import show_case
from worker.cli.terminal import Screen
from worker.wiring import wire

ROOT = Path(__file__).resolve().parents[3]


def test_the_demo_prints_a_digest_writes_its_page_and_says_what_to_type_next(
    introloop: Introloop, tmp_path: Path
) -> None:
    began = time.monotonic()
    said = introloop("demo", "--state", tmp_path / "demo", "--now", NOW)

    assert (said.code, said.err) == (0, "")
    assert time.monotonic() - began < 10
    assert "Sofia Petrakis" in said.out
    assert "It writes to you alone" in said.out
    assert f"introloop --state {tmp_path / 'demo'} loops --now 2026-11-19T10:00:00" in said.out
    page = (tmp_path / "demo" / "digest.html").read_text("utf-8")
    assert str(tmp_path / "demo" / "digest.html") in said.out
    assert "Sofia Petrakis" in page


def test_what_the_demo_says_to_type_next_runs_as_it_stands(
    introloop: Introloop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mine = tmp_path / "my programs" / "introloop"
    mine.parent.mkdir()
    mine.write_text(f'#!/bin/sh\nexec {sys.executable} -m worker "$@"\n')
    mine.chmod(0o700)
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    monkeypatch.setattr("shutil.which", lambda _: None)
    monkeypatch.setattr("sys.argv", [str(mine)])
    said = introloop("demo", "--state", tmp_path / "my demo", "--now", NOW).out

    (line,) = (line for line in said.splitlines() if line.endswith("by whose turn it is"))
    typed = line.partition("    lists")[0]
    ran = subprocess.run(["/bin/sh", "-c", typed], capture_output=True, text=True, timeout=60, check=True)
    assert "Tom Reyes introduced you to Sofia Petrakis" in ran.stdout


def test_check_speaks_of_the_mailbox_that_it_was_asked_about(introloop: Introloop, told: Path) -> None:
    out = " ".join(introloop("check", "--state", told).out.split())

    assert f"no [smtp] is set: introloop --state {told} digest prints, and nothing is sent" in out


def test_the_demo_needs_no_words_at_all(
    introloop: Introloop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    said = introloop("demo")

    assert said.code == 0
    assert len(list(tmp_path.glob("introloop-demo-*/digest.html"))) == 1


def test_the_same_moment_tells_the_same_story(introloop: Introloop, tmp_path: Path) -> None:
    tales = [introloop("demo", "--state", tmp_path / name, "--now", NOW).out for name in ("one", "two")]

    assert tales[0].replace("/one", "/two") == tales[1]


def test_before_anything_was_written_the_demo_has_nothing_to_ask(
    introloop: Introloop, tmp_path: Path
) -> None:
    said = introloop("demo", "--state", tmp_path, "--now", "1990-01-01T00:00")

    assert said.code == 0


def test_loops_are_grouped_by_whose_turn_it_is(introloop: Introloop, told: Path) -> None:
    out = introloop("loops", "--state", told, "--now", NOW).out

    mine, theirs = out.index("Your turn"), out.index("Their turn")
    assert mine < out.index("Tom Reyes introduced you to Sofia Petrakis") < theirs
    assert "Reply to Sofia Petrakis, due today" in out
    assert theirs < out.index("Marcus Vale introduced you to Bilal Aydin")
    assert "\x1b" not in out  # no colours in a pipe


def test_of_a_meeting_is_asked_once_and_by_name(introloop: Introloop, told: Path) -> None:
    out = introloop("loops", "--state", told, "--now", NOW).out

    assert out.count("Did you meet Nadia Ferreira?") == 1
    assert "Did it happen with Nadia Ferreira?" not in out


def test_closed_loops_are_shown_only_when_all_are_asked_for(introloop: Introloop, told: Path) -> None:
    few, every = (introloop("loops", *more, "--state", told, "--now", NOW).out for more in ([], ["--all"]))

    assert "Closed" not in few
    assert "Closed (" in every


def test_on_an_empty_store_loops_says_so(introloop: Introloop, told: Path) -> None:
    said = introloop("loops", "--state", told, "--now", "1990-01-01")

    assert said.out == f"No open loop. introloop --state {told} loops --all shows the closed ones.\n"


def test_loops_for_programs_follow_the_domain(introloop: Introloop, told: Path) -> None:
    said = introloop("loops", "--json", "--all", "--state", told, "--now", NOW).json

    assert said.keys() == {"now", "coverage", "cases"}
    assert said["now"] == "2026-11-19T10:00:00+01:00"
    assert {case["turn"] for case in said["cases"]} >= {"me", "them", "closed"}
    assert all(duty["evidence"]["sentence"] for case in said["cases"] for duty in case["duties"])


def test_one_case_is_shown_with_its_way_so_far(
    introloop: Introloop, told: Path, case_of: Callable[[Path, str], str]
) -> None:
    case = case_of(told, "amara.diallo")
    out = introloop("show", case[:6], "--state", told, "--now", NOW).out

    assert out.lstrip().startswith("Jonas Brandt introduced you to Amara Diallo")
    assert "introducer: Jonas Brandt <jonas.brandt@norrlandgrid.example>" in out
    assert "Tell Jonas Brandt how it went" in out
    way = out[out.index("The way so far") :]
    assert "To: jonas.brandt@norrlandgrid.example" in out
    steps = ("asked, and not answered yet", "the introduction is made", "you wrote to", "you met")
    assert sorted(steps, key=way.index) == list(steps)


def test_a_case_says_which_of_its_mail_can_no_longer_be_opened(
    introloop: Introloop, state: Path, case_of: Callable[[Path, str], str]
) -> None:
    case = case_of(state, "amara.diallo")
    whole = introloop("show", case, "--state", state, "--now", NOW).out
    with closing(sqlite3.connect(state / "introloop.db")) as database:
        database.execute("DELETE FROM location")
        database.commit()
    out = introloop("show", case, "--state", state, "--now", NOW).out

    assert "lie in no folder" not in whole
    assert "messages lie in no folder that is read: they were deleted, or moved to Trash" in out
    assert "What they say still counts." in " ".join(out.split())


@pytest.mark.parametrize(
    ("gone", "of", "said"),
    [
        (1, 1, "Its message lies in no folder that is read: it was deleted"),
        (1, 3, "1 of its 3 messages lies in no folder that is read: it was deleted"),
        (2, 3, "2 of its 3 messages lie in no folder that is read: they were deleted"),
        (3, 3, "All of its 3 messages lie in no folder that is read: they were deleted"),
    ],
)
def test_it_is_said_as_one_says_it_of_one_of_some_and_of_all(
    told: Path, capsys: pytest.CaptureFixture[str], gone: int, of: int, said: str
) -> None:
    with closing(wire(state=told).store()) as store:
        review = wire(state=told).review(store)
    case = replace(review.cases[0], messages=review.cases[0].messages[:1] * of)
    show_case(Screen(), case, review=review, decisions=(), gone=gone)
    assert said in " ".join(capsys.readouterr().out.split())


def test_a_closed_case_is_called_closed_once_with_how(
    introloop: Introloop, state: Path, case_of: Callable[[Path, str], str]
) -> None:
    case = case_of(state, "amara.diallo")
    introloop("done", case, "--state", state)
    out = introloop("show", case, "--state", state).out
    assert "  Closed: done.\n" in out


def test_a_question_ends_with_its_own_mark(
    introloop: Introloop, told: Path, case_of: Callable[[Path, str], str]
) -> None:
    out = introloop("show", case_of(told, "nadia"), "--state", told, "--now", NOW).out
    assert "did it happen? Your turn." in out


def test_every_command_that_is_hinted_at_names_the_same_state(
    introloop: Introloop, state: Path, tmp_path: Path, case_of: Callable[[Path, str], str]
) -> None:
    named = Path(shutil.copytree(state, tmp_path / f"a mailbox {'x' * 90}"))
    case = case_of(named, "amara.diallo")
    lines = (["loops"], ["show", case], ["explain", case], ["done", case], ["decisions"], ["scan"])
    for line in lines:
        out = introloop(*line, "--state", named).out
        hinted = re.findall(r"introloop (?=\w|--).*", out)
        assert hinted
        assert all(one.startswith(f"introloop --state '{named}' ") for one in hinted), hinted


def test_a_wrong_id_is_one_line_with_the_near_ones(
    introloop: Introloop, told: Path, case_of: Callable[[Path, str], str]
) -> None:
    case = case_of(told, "amara.diallo")
    wrong = case[:-1] + ("0" if case[-1] != "0" else "1")
    said = introloop("show", wrong, "--state", told, "--now", NOW)

    assert said.code == 1
    assert said.err == f"no case has the id {wrong}\nDid you mean {case}?\n"


def test_a_case_is_explained_by_rule_and_sentence(
    introloop: Introloop, told: Path, case_of: Callable[[Path, str], str]
) -> None:
    case = case_of(told, "sofia")
    out = introloop("explain", case, "--state", told, "--now", NOW).out

    assert f"Case {case[:4]}: Tom Reyes introduced you to Sofia Petrakis" in out
    assert "the introduction is made (MADE)" in out
    assert "read: it introduces people" in out
    assert "(en.introduces." in out
    assert f"introloop --state {told} not-intro {case[:4]} --sender" in out


def test_a_message_is_explained_whether_a_case_holds_it_or_not(introloop: Introloop, told: Path) -> None:
    calm = introloop(
        "explain", "<noise-dentist.20261119@demo.introloop.invalid>", "--state", told, "--now", NOW
    )
    asking = introloop("explain", "wei-ask.20261119@demo.introloop.invalid", "--state", told, "--now", NOW)
    unknown = introloop("explain", "nobody@nowhere.example", "--state", told, "--now", NOW)

    assert "No case holds this message." in calm.out
    assert "read: it asks for an introduction" in asking.out
    assert "Case " in asking.out
    assert (unknown.code, unknown.err.splitlines()[0]) == (1, "no message <nobody@nowhere.example> is held")


COLD = """\
From brad@pipelineboost.example Mon Nov  2 10:00:00 2026
From: Brad Colton <brad@pipelineboost.example>
To: Mara Lindqvist <mara@lindqvist.example>
Subject: Your timetables
Date: Mon, 2 Nov 2026 10:00:00 +0100
Message-ID: <cold@pipelineboost.example>

I came across your company. Could you introduce me to whoever decides about software?

"""


def test_a_message_that_opened_no_case_says_why(introloop: Introloop, tmp_path: Path) -> None:
    (tmp_path / "mail.mbox").write_text(COLD)
    state = ["--state", tmp_path / "state"]
    scanned = introloop(
        "scan", "--mailbox", tmp_path / "mail.mbox", "--identity", "mara@lindqvist.example", *state
    )
    out = introloop("explain", "cold@pipelineboost.example", *state, "--now", NOW).out

    assert scanned.code == 0
    assert "opened no case, although it asks for an introduction: a stranger sells something" in out


AWAY = """\
From tomas@nordvik.example Mon Nov  2 10:00:00 2026
From: Ines Carvalho <ines@harbour.example>
To: Mara Lindqvist <mara@lindqvist.example>, Tomas Ruud <tomas@nordvik.example>
Subject: Mara, meet Tomas
Date: Mon, 2 Nov 2026 10:00:00 +0100
Message-ID: <made@harbour.example>

Mara, meet Tomas, who runs the timetables at Nordvik. Over to you two!

From tomas@nordvik.example Mon Nov  2 10:05:00 2026
From: Tomas Ruud <tomas@nordvik.example>
To: Mara Lindqvist <mara@lindqvist.example>
Subject: Re: Mara, meet Tomas
In-Reply-To: <made@harbour.example>
Date: Mon, 2 Nov 2026 10:05:00 +0100
Message-ID: <away@nordvik.example>
Auto-Submitted: auto-replied
List-Id: <timetables.nordvik.example>

"""


def test_marks_of_the_header_are_told_and_a_list_can_be_silenced(
    introloop: Introloop, tmp_path: Path
) -> None:
    (tmp_path / "mail.mbox").write_text(AWAY)
    state = ["--state", tmp_path / "state"]
    me = ["--identity", "mara@lindqvist.example"]
    assert introloop("scan", "--mailbox", tmp_path / "mail.mbox", *me, *state).code == 0
    out = introloop("explain", "made@harbour.example", *state, "--now", NOW).out
    (case,) = introloop("loops", "--json", "--all", *state, "--now", NOW).json["cases"]
    whole = introloop("explain", case["id"], *state, "--now", NOW).out

    assert "--list" not in out
    assert "marks of the header: auto_reply, list" in whole
    assert f" not-intro {case['id'][:4]} --list" in whole


def test_an_id_that_explains_nothing_says_that_a_message_id_works_too(
    introloop: Introloop, told: Path
) -> None:
    assert "A Message-ID works too." in introloop("explain", "zzzz", "--state", told).err


@pytest.mark.parametrize(
    "day", ["2026-11-16T07:30", "2026-11-20T16:00", "2026-11-21T10:00", "2026-12-28T09:00"]
)
def test_on_whatever_day_the_demo_shows_all_that_a_letter_can_say(
    introloop: Introloop, tmp_path: Path, day: str
) -> None:
    out = introloop("demo", "--state", tmp_path, "--now", day).out

    for title in (
        "Tell Jonas Brandt how it went with Amara Diallo",
        "Thank Grace Kimani",
        "Answer Sofia Petrakis, whom Tom Reyes introduced",
        "Answer Wei Chen about Helen Marsh",
        "Bilal Aydin has had your note for",
        "Did you meet Nadia Ferreira?",
    ):
        assert f".  {title}" in out
    assert "QUIET UNTIL THEIR DAY\n\n  - Elif Sahin" in out
    assert "CLOSED IN THE LAST WEEK\n\n  - Pieter Claes, declined" in out
