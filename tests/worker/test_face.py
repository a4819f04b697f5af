"""The machine-readable face holds exactly what DOMAIN.md section 8 names."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime

from rules.model import ME, Case, Duty, Evidence, Kind, Outcome, Review, Turn, What
from worker.face import review_json
from worker.ports import Coverage, FolderCoverage, FolderRole

NOW = datetime(2026, 11, 16, 9, tzinfo=UTC)
EVIDENCE = Evidence("<1@harbour.example>", "Mara, meet Tomas.", "en.introduces.meet")
DUTY = Duty(
    What.REPLY,
    ME,
    "tomas@nordvik.example",
    date(2026, 11, 13),
    date(2026, 11, 16),
    False,
    True,
    EVIDENCE,
    "why",
)
OPEN = Case(
    id="3f2a",
    kind=Kind.MADE_FOR_ME,
    state="MADE",
    turn=Turn.ME,
    awaiting=None,
    introducer="ines@harbour.example",
    requester=None,
    helper=None,
    targets=("tomas@nordvik.example",),
    outcome=None,
    organisation="Nordvik",
    purpose="timetables",
    messages=("<1@harbour.example>",),
    duties=(DUTY,),
    steps=(),
)
CLOSED = Case(
    id="b01c",
    kind=Kind.FAVOUR,
    state="CLOSED",
    turn=Turn.CLOSED,
    awaiting=None,
    introducer=None,
    requester=None,
    helper="grace@windmere.example",
    targets=(),
    outcome=Outcome.DONE,
    organisation=None,
    purpose="",
    messages=(),
    duties=(),
    steps=(),
)
COVERAGE = Coverage(
    NOW,
    (FolderCoverage("home", "INBOX", FolderRole.INBOX, None, 3, "it is gone"),),
    1,
    ("INBOX: it is gone",),
)


def test_a_case_and_its_duties_have_the_names_of_the_domain_and_no_other() -> None:
    said = review_json(Review(NOW, (OPEN, CLOSED), (), ()), COVERAGE)

    assert said.keys() == {"now", "coverage", "cases"}
    assert said["now"] == "2026-11-16T09:00:00+00:00"
    assert said["cases"] == [
        {
            "id": "3f2a",
            "kind": "made_for_me",
            "state": "MADE",
            "turn": "me",
            "awaiting": None,
            "introducer": "ines@harbour.example",
            "requester": None,
            "helper": None,
            "targets": ["tomas@nordvik.example"],
            "outcome": None,
            "organisation": "Nordvik",
            "messages": ["<1@harbour.example>"],
            "duties": [
                {
                    "what": "reply",
                    "owner": "me",
                    "to": "tomas@nordvik.example",
                    "since": "2026-11-13",
                    "due": "2026-11-16",
                    "overdue": False,
                    "urgent": True,
                    "evidence": {
                        "message_id": "<1@harbour.example>",
                        "sentence": "Mara, meet Tomas.",
                        "rule": "en.introduces.meet",
                    },
                }
            ],
        }
    ]


def test_closed_cases_are_told_only_when_all_are_asked_for() -> None:
    said = review_json(Review(NOW, (OPEN, CLOSED), (), ()), COVERAGE, everything=True)

    assert [(case["id"], case["outcome"]) for case in said["cases"]] == [("3f2a", None), ("b01c", "done")]


def test_what_could_not_be_read_is_told_too() -> None:
    said = review_json(Review(NOW, (), (), ()), COVERAGE)["coverage"]

    assert said["last_complete"] == "2026-11-16T09:00:00+00:00"
    assert said["folders"][0]["problem"] == "it is gone"
    assert (said["quarantined"], said["problems"]) == (1, ["INBOX: it is gone"])
    json.dumps(said)
