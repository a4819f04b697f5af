"""`evaluate` on the command line."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.worker.cli.conftest import Introloop

MESSAGE: dict[str, Any] = {
    "id": "a",
    "owner": {"addresses": ["mara@lindqvist.example"]},
    "acts": ["introduces"],
    "message": {
        "message_id": "<1@harbour.example>",
        "date": "2026-11-02T09:00:00+01:00",
        "from": "Ines Carvalho <ines@harbour.example>",
        "to": ["Tomas Ruud <tomas@nordvik.example>", "mara@lindqvist.example"],
        "subject": "Mara, meet Tomas",
        "body": "Mara, Tomas, I'd like to introduce you two. Tomas runs the timetables at Nordvik.",
    },
}
STORY: dict[str, Any] = {
    "id": "s",
    "owner": MESSAGE["owner"],
    "now": "2026-11-03T09:00:00+01:00",
    "messages": [MESSAGE["message"]],
    "expect": {
        "cases": [
            {"kind": "asked_by_me", "state": "ASKED", "turn": "them", "targets": ["tomas@nordvik.example"]}
        ]
    },
}


@pytest.fixture
def labels(tmp_path: Path) -> Path:
    file = tmp_path / "labels.jsonl"
    file.write_text("".join(json.dumps(line) + "\n" for line in (MESSAGE, STORY)))
    return file


def test_precision_recall_and_confusions_are_printed(introloop: Introloop, labels: Path) -> None:
    said = introloop("evaluate", labels)

    assert (said.code, said.err) == (0, "")
    assert "What the mails do" in said.out
    assert "  introduces " in said.out
    assert "Open cases" in said.out
    assert "kind asked_by_me" in said.out
    assert "Expected, but found instead" in said.out


def test_predictions_are_written_one_a_line(introloop: Introloop, labels: Path, tmp_path: Path) -> None:
    out = tmp_path / "said.jsonl"
    said = introloop("evaluate", labels, "--predictions", out)

    assert (said.code, said.out) == (0, introloop("evaluate", labels).out)
    first, second = (json.loads(line) for line in out.read_text().splitlines())
    assert first.keys() == {"id", "acts", "introducer", "introduced"}
    assert second.keys() == {"id", "review", "acts"}


def test_a_file_that_holds_no_labels_is_one_line(introloop: Introloop, tmp_path: Path) -> None:
    (tmp_path / "labels.jsonl").write_text("{")
    said = introloop("evaluate", tmp_path / "labels.jsonl")

    assert said.code == 1
    assert "line 1 is not JSON" in said.err


def test_a_label_without_a_field_it_needs_is_named_with_what_to_do(
    introloop: Introloop, tmp_path: Path
) -> None:
    message = {key: value for key, value in STORY["messages"][0].items() if key != "message_id"}
    (tmp_path / "labels.jsonl").write_text(json.dumps({**MESSAGE, "message": message}))
    said = introloop("evaluate", tmp_path / "labels.jsonl")

    assert said.code == 1
    assert "line 1, label a: its message has no “message_id”" in said.err
    assert "introloop evaluate --help" in said.err


def test_a_key_that_nobody_reads_is_told_and_the_rest_is_measured(introloop: Introloop, labels: Path) -> None:
    labels.write_text(json.dumps({**MESSAGE, "act": ["introduces"]}))
    said = introloop("evaluate", labels)

    assert (said.code, "  introduces " in said.out) == (0, True)
    assert said.err == "Not read: nobody reads “act” of a label: did you mean “acts”? (label a).\n"


def test_the_help_shows_a_label_that_can_be_measured(introloop: Introloop, labels: Path) -> None:
    shown = introloop("evaluate", "--help").out.partition("A message (on one line of the file):")[2]
    labels.write_text(shown.partition("What a label says nothing of")[0].replace("\n", " "))
    said = introloop("evaluate", labels)

    assert (said.code, said.err) == (0, "")
    assert "promises_introduction" in said.out


def test_of_no_label_at_all_nothing_is_printed(introloop: Introloop, tmp_path: Path) -> None:
    (tmp_path / "labels.jsonl").write_text("\n")

    assert introloop("evaluate", tmp_path / "labels.jsonl").out == ""
