"""Introloop as typed: one line in, and out come what it says, what it complains of, and how it leaves."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import dns.resolver
import pytest

from worker.cli.app import run
from worker.discovery import Records

NOW = "2026-11-19T10:00"
"""The moment the demo's story is told at."""


@dataclass(frozen=True, slots=True)
class Said:
    """What one command said."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


Introloop = Callable[..., Said]


@pytest.fixture
def introloop(capsys: pytest.CaptureFixture[str]) -> Introloop:
    """Type a line."""

    def typed(*line: str | Path) -> Said:
        capsys.readouterr()
        code = run([str(word) for word in line])
        said = capsys.readouterr()
        return Said(code, said.out, said.err)

    return typed


@pytest.fixture(autouse=True)
def no_name_server(monkeypatch: pytest.MonkeyPatch) -> None:
    """DNS says nothing, unless a test has a name server of its own."""
    nobody = dns.resolver.Resolver(configure=False)
    monkeypatch.setattr("worker.discovery.Records", partial(Records, nobody))


@pytest.fixture(scope="session")
def told(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The state of a demo that was told once; to be looked at and not changed."""
    state = tmp_path_factory.mktemp("demo")
    assert run(["demo", "--state", str(state), "--now", NOW]) == 0
    return state


@pytest.fixture
def state(told: Path, tmp_path: Path) -> Path:
    """A demo of the test's own."""
    return Path(shutil.copytree(told, tmp_path / "state"))


@pytest.fixture
def case_of(introloop: Introloop) -> Callable[[Path, str], str]:
    """The id of the case that a person is the target of, or the helper."""

    def found(state: Path, who: str) -> str:
        cases = introloop("loops", "--json", "--all", "--state", state, "--now", NOW).json["cases"]
        return str(next(case["id"] for case in cases if any(who in str(role) for role in _roles(case))))

    return found


def _roles(case: Any) -> list[Any]:
    return [*case["targets"], case["helper"], case["awaiting"]]


class Person:
    """Somebody at a terminal: what they say, in the order they are asked, and what they were asked."""

    def __init__(self, said: list[str], passwords: list[str]) -> None:
        self.said, self.passwords, self.asked = said, passwords, list[str]()

    def answer(self, question: str) -> str:
        self.asked.append(question)
        return self.said.pop(0)

    def whisper(self, question: str) -> str:
        self.asked.append(question)
        return self.passwords.pop(0)


@pytest.fixture
def person(monkeypatch: pytest.MonkeyPatch) -> Iterator[Person]:
    """Nobody speaks beyond what a test has them say, and everything said was asked for."""
    someone = Person([], [])
    monkeypatch.setattr("sys.stdin.isatty", lambda: True)
    monkeypatch.setattr("click.termui.visible_prompt_func", someone.answer)
    monkeypatch.setattr("click.termui.hidden_prompt_func", someone.whisper)
    yield someone
    assert (someone.said, someone.passwords) == ([], [])
