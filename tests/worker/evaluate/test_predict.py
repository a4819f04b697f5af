"""What is predicted of labelled mail, in the shape DOMAIN.md section 8 asks for."""

from __future__ import annotations

from typing import Any

import pytest

from tests.builders import MARA
from worker.evaluate.labels import LabelsUnreadable
from worker.evaluate.predict import predict
from worker.wiring import reader

OWNER = {"addresses": ["mara@lindqvist.example"], "name": "Mara Lindqvist", "timezone": "Europe/Stockholm"}
INES, TOMAS = "Ines Carvalho <ines@harbour.example>", "Tomas Ruud <tomas.ruud@nordvik.example>"


def mail(name: str, sender: str, to: list[str], body: str, **more: Any) -> dict[str, Any]:
    return {
        "message_id": f"<{name}@harbour.example>",
        "date": "2026-11-02T09:00:00+01:00",
        "from": sender,
        "to": to,
        "subject": "Mara, meet Tomas",
        "body": body,
        **more,
    }


INTRODUCTION = mail(
    "1",
    INES,
    [MARA, TOMAS],
    "Mara, Tomas, I'd like to introduce you two. Tomas runs the timetables at Nordvik.",
)
CIRCULAR = mail("2", "News <n@news.example>", [MARA], "Meet us!", headers={"List-Id": "<n.news.example>"})
LATER = mail("3", MARA, [TOMAS], "Tomas, shall we speak?", date="2026-11-09T09:00:00+01:00")


def story(*messages: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"id": "s", "owner": OWNER, "now": "2026-11-03T09:00:00+01:00", "messages": list(messages), **more}


def test_a_single_message_is_read_alone() -> None:
    said = predict({"id": "a", "owner": OWNER, "message": INTRODUCTION}, read=reader())

    assert said["id"] == "a"
    assert "introduces" in said["acts"]
    assert said["introducer"] == "ines@harbour.example"
    assert "tomas.ruud@nordvik.example" in said["introduced"]


def test_an_owner_with_two_addresses_is_named_by_the_first() -> None:
    owner = {**OWNER, "addresses": ["mara@lindqvist.example", "mara@work.example"]}
    letter = {**INTRODUCTION, "to": ["Mara <mara@work.example>", TOMAS]}

    said = predict({"id": "a", "owner": owner, "message": letter}, read=reader())

    assert "mara@lindqvist.example" in said["introduced"]
    assert "mara@work.example" not in said["introduced"]


def test_mail_that_does_nothing_is_none() -> None:
    calm = mail("4", INES, [MARA], "The boats were out again.")

    assert predict({"id": "a", "owner": OWNER, "message": calm}, read=reader())["acts"] == ["none"]


def test_a_story_is_reviewed_as_it_stood_at_its_now() -> None:
    said = predict(story(INTRODUCTION, CIRCULAR, LATER), read=reader())

    (case,) = said["review"]["cases"]
    assert (case["kind"], case["state"], case["turn"]) == ("made_for_me", "MADE", "me")
    assert case["messages"] == ["<1@harbour.example>"]
    assert said["acts"].keys() == {"<1@harbour.example>", "<2@harbour.example>", "<3@harbour.example>"}
    assert said["acts"]["<2@harbour.example>"] == ["list_or_bulk"]


def test_a_storys_decisions_count_from_the_moment_they_were_said() -> None:
    dismissed = {"about": "<1@harbour.example>", "decision": "not-intro", "note": ""}
    before = predict(
        story(INTRODUCTION, decisions=[{**dismissed, "at": "2026-11-02T10:00:00+01:00"}]), read=reader()
    )
    after = predict(
        story(INTRODUCTION, decisions=[{**dismissed, "at": "2026-11-04T10:00:00+01:00"}]), read=reader()
    )

    assert [case["turn"] for case in after["review"]["cases"]] == ["me"]
    assert all(case["turn"] == "closed" for case in before["review"]["cases"])


@pytest.mark.parametrize(
    "wrong",
    [{"owner": {}}, {"now": "soon"}, {"decisions": [{"about": "<1@x>", "decision": "??", "at": "x"}]}],
)
def test_a_label_that_lacks_something_is_named(wrong: dict[str, Any]) -> None:
    with pytest.raises(LabelsUnreadable, match="label s cannot be read"):
        predict({**story(INTRODUCTION), **wrong}, read=reader())
