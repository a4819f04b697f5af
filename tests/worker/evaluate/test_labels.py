"""Labels are read as the owner, the notes and the decisions they describe; a wrong line is named."""

from __future__ import annotations

import json
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from rules.model import ContactType, Verb
from worker.evaluate.labels import LabelsUnreadable, decisions_of, notes_of, owner_of, read_labels

SAID: dict[str, Any] = {"at": "2026-11-16T09:00:00+01:00", "about": "<1@harbour.example>"}

LINE = json.dumps(
    {
        "id": "lone",
        "owner": {"addresses": ["mara@lindqvist.example"]},
        "message": {
            "message_id": "<1@h.example>",
            "date": "2026-11-02T09:00:00+01:00",
            "from": "i@h.example",
        },
    }
)


def owner(**more: Any) -> Any:
    return owner_of({"owner": {"addresses": ["Mara@Lindqvist.example"], **more}})


def test_an_owner_with_addresses_only_lives_in_utc_with_a_free_weekend() -> None:
    one = owner()

    assert one.addresses == {"mara@lindqvist.example"}
    assert str(one.calendar.zone) == "UTC"
    assert (one.calendar.weekend, one.searching, one.landed) == ({5, 6}, False, None)


def test_an_owner_may_have_another_weekend_holidays_and_a_search() -> None:
    one = owner(
        timezone="Asia/Dubai",
        weekend=["Friday", "sat"],
        holidays=["2026-12-02"],
        search={"active": True, "landed": "2026-12-01", "targets": ["Nordvik"]},
    )

    assert (one.calendar.weekend, one.calendar.holidays) == ({4, 5}, {date(2026, 12, 2)})
    assert (one.searching, one.landed, one.targets) == (True, date(2026, 12, 1), ("Nordvik",))
    assert owner(weekend=[4, 5]).calendar.weekend == {4, 5}


def test_contact_types_become_notes() -> None:
    (note,) = notes_of({"people": [{"addresses": ["Ines@harbour.example"], "contact_type": "reference"}]})

    assert (note.addresses, note.contact_type) == (("ines@harbour.example",), ContactType.REFERENCE)
    assert notes_of({}) == ()


@pytest.mark.parametrize(
    ("said", "day"),
    [
        ({"decision": "met", "note": "by phone"}, None),
        ({"decision": "moved", "day": "2026-11-20"}, date(2026, 11, 20)),
        ({"decision": "moved", "note": "to 2026-11-20, she is ill"}, date(2026, 11, 20)),
    ],
)
def test_a_decision_finds_its_day_where_it_has_one(said: dict[str, str], day: date | None) -> None:
    (one,) = decisions_of({"decisions": [{**SAID, **said}]})

    assert (one.verb, one.day) == (Verb(said["decision"]), day)
    assert (one.at, one.message_id) == (datetime.fromisoformat(SAID["at"]), "<1@harbour.example>")


def test_an_underscore_in_a_decision_is_a_hyphen() -> None:
    assert decisions_of({"decisions": [{**SAID, "decision": "not_intro"}]})[0].verb is Verb.NOT_INTRO


def test_blank_lines_are_left_out(tmp_path: Path) -> None:
    file = tmp_path / "labels.jsonl"
    file.write_text(f"{LINE}\n\n{LINE.replace('lone', 'other')}\n")

    assert [label["id"] for label in read_labels(file)] == ["lone", "other"]


@pytest.mark.parametrize(
    ("line", "why"), [("{", "is not JSON"), ('{"id": "1"}', "is not a label"), ("[]", "not a label")]
)
def test_a_wrong_line_is_named(tmp_path: Path, line: str, why: str) -> None:
    file = tmp_path / "labels.jsonl"
    file.write_text(f"{LINE}\n{line}\n")

    with pytest.raises(LabelsUnreadable, match=f"line 2 .*{why}"):
        list(read_labels(file))


def test_a_file_that_is_no_text_is_named(tmp_path: Path) -> None:
    file = tmp_path / "labels.jsonl"
    file.write_bytes(b"\xff\xfe\xff")

    with pytest.raises(LabelsUnreadable, match="cannot be read"):
        list(read_labels(file))
