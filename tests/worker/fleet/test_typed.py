"""`introloop fleet` as typed: members in and out, and how they are."""

from __future__ import annotations

import json
import os
import signal
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from threading import Thread

import pytest

from rules.model import PersonNote
from tests.doubles.clock import SetClock
from tests.servers.account import ImapServer
from tests.worker.fleet.members import filled, member
from worker.cli.app import run
from worker.ports.fleet import Outcome, Turn
from worker.wiring.fleet import Fleets


@dataclass(frozen=True, slots=True)
class Said:
    code: int
    out: str
    err: str


Typed = Callable[..., Said]


@pytest.fixture
def typed(url: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Typed:
    """Type a line after `introloop fleet`, with the database in the environment."""
    monkeypatch.setenv("INTROLOOP_DATABASE", url)

    def type_it(*line: str | Path) -> Said:
        capsys.readouterr()
        code = run(["fleet", *map(str, line)])
        said = capsys.readouterr()
        return Said(code, said.out, said.err)

    return type_it


def written(place: Path, *names: str) -> list[Path]:
    files = [place / f"{name}.toml" for name in names]
    for name, file in zip(names, files, strict=True):
        file.write_text(member(name).config)
    return files


def test_members_come_in_by_their_files_and_are_listed(typed: Typed, tmp_path: Path) -> None:
    said = typed("add", *written(tmp_path, "mara", "ines"))
    assert (said.code, said.out) == (0, "2 new members, 0 with the settings of now.\n")
    assert typed("add", tmp_path / "mara.toml").out == "0 new members, 1 with the settings of now.\n"
    (tmp_path / "third.toml").write_text(member("x").config + '\n[store]\nowner = "other"\n')
    assert typed("add", tmp_path / "third.toml").out.startswith("1 new member,")
    listed = typed("list").out.splitlines()
    assert [line.split("  ")[:2] for line in listed] == [
        ["ines", "scan home"],
        ["mara", "scan home"],
        ["other", "scan home"],
    ]
    assert "never done, due" in listed[0]


def test_a_mistake_in_any_file_keeps_all_of_them_out(typed: Typed, tmp_path: Path) -> None:
    (good,) = written(tmp_path, "mara")
    (tmp_path / "bad.toml").write_text("[owner]\naddresses = 7\n")
    said = typed("add", good, tmp_path / "bad.toml")
    assert said.code == 78
    assert "bad.toml" in said.err
    assert typed("list").out == ""


@pytest.mark.parametrize("line", [("--name", "x y"), ("--name", "one", "other.toml")])
def test_a_name_that_cannot_be_is_refused(typed: Typed, tmp_path: Path, line: tuple[str, ...]) -> None:
    written(tmp_path, "mara")
    assert typed("add", tmp_path / "mara.toml", *line).code == 2


def test_the_state_of_a_fleet_is_said_in_a_line_and_by_the_exit_code(
    typed: Typed,
    tmp_path: Path,
    fleets: Fleets,
    clock: SetClock,
    url: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    typed("add", *written(tmp_path, "mara", "ines"))
    said = typed("status")
    assert (said.code, said.out.split(",")[0]) == (0, "2 members")
    assert "0 in trouble" in said.out
    fail_one(fleets, clock)
    failing = typed("status")
    assert (failing.code, "introloop fleet list --trouble names them." in failing.out) == (1, True)
    monkeypatch.delenv("INTROLOOP_DATABASE")
    assert "the same --database" in typed("status", "--database", url).out
    monkeypatch.setenv("INTROLOOP_DATABASE", url)
    assert json.loads(typed("status", "--json").out)["in_trouble"] == 1
    (line,) = typed("list", "--trouble").out.splitlines()
    assert "AuthenticationRefused: Check the password." in line
    (row,) = [json.loads(line) for line in typed("list", "--trouble", "--json").out.splitlines()]
    assert (row["job"], row["trouble"]) == ("scan home", "AuthenticationRefused")


def test_a_member_is_heard_in_every_other_command_by_their_own_file(
    typed: Typed, tmp_path: Path, fleets: Fleets, url: str, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("mara", "ines"):
        fleets.stores.of(name).note(PersonNote((f"friend.of.{name}@example.com",), f"Friend of {name}"))
    file = tmp_path / "mara.toml"
    file.write_text(member("mara").config + f'\n[store]\nurl = "{url}"\nowner = "mara"\n')
    assert run(["people", "list", "--config", str(file)]) == 0
    said = capsys.readouterr().out
    assert "Friend of mara" in said
    assert "ines" not in said


def fail_one(fleets: Fleets, clock: SetClock) -> None:
    turns: list[Turn] = []
    clock.forward(days=3650)  # after the machine's own clock, by which they were added
    fleets.roster.hand_out(lambda some, _: turns.extend(some), now=clock.at, per_host=1, most=1)
    task = fleets.roster.task(turns[0])
    assert task
    refused = Outcome(clock.at, 1, 1, "AuthenticationRefused", "Check the password.")
    fleets.roster.end(task, refused, lambda *_: None, now=clock.at, per_host=0)


def test_members_go_by_name_after_a_question(typed: Typed, tmp_path: Path) -> None:
    typed("add", *written(tmp_path, "mara", "ines"))
    assert typed("remove", "mara").code == 1  # nobody answers the question
    said = typed("remove", "nobody", "mara", "--yes")
    assert said.out == "nobody: there is no such member.\nmara: removed, 1 row deleted.\n"
    assert said.code == 1  # a name was mistyped
    assert [line.split("  ")[0] for line in typed("list").out.splitlines()] == ["ines"]


def test_who_is_at_work_is_not_removed(
    typed: Typed, tmp_path: Path, fleets: Fleets, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("worker.cli.fleet.PATIENCE", 0.1)
    typed("add", *written(tmp_path, "mara"))
    from worker.wiring import SystemClock

    fleets.roster.hand_out(lambda *_: None, now=SystemClock().now(), per_host=1, most=1)
    said = typed("remove", "mara", "--yes")
    assert (said.code, "still has them in hand" in said.out) == (1, True)
    assert "at work" in typed("list").out


def test_a_worker_works_until_it_is_told_to_stop(
    typed: Typed, fleets: Fleets, imap: ImapServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("worker.daemon.start_logging", lambda level: None)
    monkeypatch.setattr("worker.cli.fleet.GRACE", 60.0)
    fleets.add(member("mara", filled(imap.fresh_user(), to="mara")))

    def tell() -> None:
        while not next(fleets.standings()).done:
            time.sleep(0.05)
        for _ in range(2):  # once more changes nothing
            os.kill(os.getpid(), signal.SIGTERM)

    teller = Thread(target=tell)
    teller.start()
    assert typed("work", "--at-once", "2").code == 0
    teller.join()
    assert len(list(fleets.stores.of("mara").readings())) == 2


def test_without_a_database_the_line_says_where_to_name_it(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert run(["fleet", "status"]) == 2
    assert "INTROLOOP_DATABASE" in capsys.readouterr().err
