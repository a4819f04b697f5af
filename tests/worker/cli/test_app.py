"""The line as a whole: help, where options may stand, errors, and exit codes."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.worker.cli.conftest import Introloop
from worker.cli.commands import COMMANDS

HEAVY = ("sqlalchemy", "rich", "jinja2", "pydantic", "imapclient", "yagmail", "bs4", "worker.ports", "rules")


def test_help_lists_every_command(introloop: Introloop) -> None:
    said = introloop("--help")

    assert said.code == 0
    for name in COMMANDS:
        assert f"  {name} " in said.out
    assert "..." not in said.out.partition("Commands:")[2]  # each says in one line what it is for


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_explains_itself_with_an_example(introloop: Introloop, command: str) -> None:
    said = introloop(command, "--help")

    assert said.code == 0
    assert f"Example: introloop {command}" in said.out
    assert "--config FILE" in said.out
    assert f"\n  {COMMANDS[command][1]}" in said.out  # in the list of commands it says the same


@pytest.mark.parametrize("below", ["list", "show", "set", "merge", "split", "merges"])
def test_every_command_below_people_explains_itself(introloop: Introloop, below: str) -> None:
    assert f"Example: introloop people {below}" in introloop("people", below, "--help").out


def test_help_comes_at_once_and_imports_nothing_heavy() -> None:
    code = (
        "import sys; from worker.cli.app import run; run(['--help']);"
        f"sys.exit(' '.join(m for m in {HEAVY} if m in sys.modules) or 0)"
    )
    began = time.monotonic()
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=30)

    assert (done.returncode, done.stderr) == (0, "")
    assert time.monotonic() - began < 3  # 0.1 s on a free machine; tests share theirs


def test_python_m_worker_is_introloop() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "worker", "--version"], capture_output=True, text=True, timeout=30
    )

    assert done.returncode == 0
    assert done.stdout.startswith("introloop ")


def test_options_of_every_command_may_stand_before_its_name(introloop: Introloop, told: Path) -> None:
    assert introloop("--state", told, "status").out == introloop("status", "--state", told).out


@pytest.mark.parametrize(
    "line", [["nonsense"], ["loops", "--nonsense"], ["show"], ["loops", "--now", "soon"]]
)
def test_a_line_that_is_not_understood_leaves_with_2(introloop: Introloop, line: list[str]) -> None:
    said = introloop(*line)

    assert said.code == 2
    assert "Error:" in said.err
    assert "Traceback" not in said.err


def test_without_a_configuration_the_line_to_type_is_named(introloop: Introloop) -> None:
    said = introloop("loops")

    assert said.code == 78
    assert "there is no configuration" in said.err
    assert "introloop init" in said.err


def test_a_configuration_that_cannot_be_reached_is_a_mistake_of_the_configuration(
    introloop: Introloop, tmp_path: Path
) -> None:
    (tmp_path / "file").touch()
    said = introloop("run", "--config", tmp_path / "file" / "config.toml")

    assert said.code == 78  # systemd does not begin it again and again
    assert "config.toml cannot be read: Not a directory" in said.err


def test_all_mistakes_of_a_configuration_are_told_at_once(introloop: Introloop, tmp_path: Path) -> None:
    file = tmp_path / "config.toml"
    file.write_text('[owner]\naddresses = ["nobody"]\n\n[[account]]\nhots = "imap.example.com"\n')

    said = introloop("check", "--config", file)

    assert said.code == 78
    assert "line 2" in said.err
    assert "hots" in said.err


def test_an_unknown_error_is_one_line_and_its_places_only_where_asked_for_and_never_its_text(
    introloop: Introloop, told: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    who = "Dana Okoye"

    def broken(*_: object, **__: object) -> None:
        raise ZeroDivisionError(who) from ValueError(who)

    monkeypatch.setattr("worker.jobs.health.judged", broken)
    short = introloop("status", "--state", told)
    long = introloop("status", "--state", told, "--verbose")

    assert (short.code, long.code) == (1, 1)
    assert short.err.startswith("An error Introloop does not know: ZeroDivisionError.\n")
    assert "worker/cli/health.py" in long.err
    assert long.err.index("builtins.ValueError\n") < long.err.index("builtins.ZeroDivisionError\n")
    assert who not in (short.err + long.err).replace('who = "Dana Okoye"', "")


def test_ctrl_c_says_that_it_stopped(
    introloop: Introloop, told: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def pressed(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("worker.jobs.health.judged", pressed)
    said = introloop("status", "--state", told)

    assert (said.code, said.err.strip()) == (1, "Stopped.")


def test_a_pipe_that_closes_early_is_no_error(told: Path) -> None:
    line = f"{sys.executable} -m worker loops --json --state {told} | true; exit ${{PIPESTATUS[0]}}"
    done = subprocess.run(["bash", "-c", line], capture_output=True, text=True, timeout=30)

    assert done.stderr == ""
