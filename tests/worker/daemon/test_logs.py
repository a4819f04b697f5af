"""Nothing of a message, no person and no secret gets into the log, whoever writes it."""

from __future__ import annotations

import ast
import io
import json
import logging
import os
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.deploy.readme import README
from worker.daemon.logs import OURS, is_the_journal, start_logging, where
from worker.settings import state_directory

WORKER = Path(__file__).resolve().parents[3] / "worker"
CANARY = "canary-4711"
METHODS = {"debug", "info", "warning", "error", "exception", "critical", "log"}


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    """A log at its most talkative; the ordinary loggers are back afterwards."""
    root, ours = logging.getLogger(), logging.getLogger(OURS)
    before = (root.handlers[:], root.level, ours.level, logging.raiseExceptions)
    stream = io.StringIO()
    start_logging("debug", stream)
    yield stream
    root.handlers[:], logging.raiseExceptions = before[0], before[3]
    root.setLevel(before[1])
    ours.setLevel(before[2])


def lines(stream: io.StringIO) -> list[dict[str, Any]]:
    return [json.loads(line) for line in stream.getvalue().splitlines()]


def test_counts_error_classes_hosts_and_folders_are_written(log: io.StringIO) -> None:
    logging.getLogger(OURS).info(
        "done", extra={"job": "scan home", "folder": "Sent", "new": 3, "seconds": 0.5}
    )
    (line,) = lines(log)
    assert line.pop("at").endswith("+00:00")
    names = {"level": "info", "event": "done", "job": "scan home", "folder": "Sent"}
    assert line == names | {"new": 3, "seconds": 0.5}


def test_a_record_of_ours_loses_whatever_could_come_from_a_message(log: io.StringIO) -> None:
    ours = logging.getLogger(f"{OURS}.scan")
    ours.warning("failed on %s", CANARY)
    ours.warning("failed", extra={"subject": CANARY, "uid": 7, "job": [CANARY], "sender": {"a": CANARY}})
    ours.warning(ValueError(CANARY))
    try:
        raise ValueError(CANARY)
    except ValueError:
        ours.exception("failed", stack_info=True)
    assert CANARY not in log.getvalue()
    told = lines(log)
    assert [line["event"] for line in told] == ["failed on %s", "failed", "?", "failed"]
    assert told[1]["uid"] == 7
    assert told[3]["error"] == "ValueError"


def test_of_a_library_only_that_it_warned_is_written(log: io.StringIO) -> None:
    logging.getLogger("library.imap").debug("> LOGIN me %s", CANARY)
    logging.getLogger("library.imap").warning(f"cannot parse {CANARY}")
    (line,) = lines(log)
    assert (line["library"], line["event"]) == ("library", "a library reported something")
    assert CANARY not in log.getvalue()


def test_a_line_break_cannot_forge_a_line(log: io.StringIO) -> None:
    logging.getLogger(OURS).info("done", extra={"folder": 'Sent\n{"event": "forged"}'})
    assert len(lines(log)) == 1


def test_a_record_that_cannot_be_written_is_not_dumped(
    log: io.StringIO, capsys: pytest.CaptureFixture[str]
) -> None:
    log.close()
    logging.getLogger(OURS).info("done", extra={"job": "scan home"})
    assert capsys.readouterr().err == ""


def test_a_level_keeps_quieter_records_away(log: io.StringIO) -> None:
    start_logging("warning", log)
    logging.getLogger(OURS).info("done")
    assert log.getvalue() == ""


def test_in_the_journal_each_line_has_its_priority(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, log: io.StringIO
) -> None:
    with (tmp_path / "journal").open("w+") as stream:
        file = os.fstat(stream.fileno())
        monkeypatch.setenv("JOURNAL_STREAM", f"{file.st_dev}:{file.st_ino}")
        assert is_the_journal(stream)
        assert not is_the_journal(log)
        monkeypatch.setattr(sys, "stderr", stream)
        start_logging("info")
        logging.getLogger(OURS).info("done")
        logging.getLogger(OURS).warning("failed")
        stream.seek(0)
        priorities = [line[:3] for line in stream]
    assert priorities == ["<6>", "<4>"]


def test_the_place_of_an_error_is_the_last_in_our_own_source() -> None:
    with pytest.raises(AttributeError) as caught:
        state_directory({"STATE_DIRECTORY": 7})  # type: ignore[dict-item]  # to have an error come from there
    assert where(caught.tb).startswith("worker.places:")
    assert where(None) == ""


def events() -> Iterator[tuple[str, ast.expr]]:
    """What is logged anywhere in the source, and where."""
    for path in sorted(WORKER.rglob("*.py")):
        for call in ast.walk(ast.parse(path.read_text("utf-8"))):
            if (
                isinstance(call, ast.Call)
                and isinstance(call.func, ast.Attribute)
                and call.func.attr in METHODS
                and isinstance(call.func.value, ast.Name)
                and call.func.value.id in ("log", "logger", "logging")
            ):
                event = call.args[1 if call.func.attr == "log" else 0]
                for text in [event.body, event.orelse] if isinstance(event, ast.IfExp) else [event]:
                    yield f"{path}:{call.lineno}", text


def test_every_event_in_the_source_is_a_constant_text() -> None:
    found = list(events())
    assert len(found) >= 5
    assert [place for place, event in found if not isinstance(event, ast.Constant)] == []


def test_every_event_is_explained_to_whoever_runs_it() -> None:
    _, _, table = README.read_text("utf-8").partition("| event |")
    told = {name for row in table.split("\n\n")[0].splitlines() for name in re.findall("`([^`]+)`", row)}
    assert {event.value for _, event in events() if isinstance(event, ast.Constant)} <= told
