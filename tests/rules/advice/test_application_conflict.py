"""An application where a conversation is under way: the owner is told before the ask or the meeting."""

from __future__ import annotations

from dataclasses import replace

import pytest

from rules.model import Address, Answer, Mark, Reading, Topic
from tests.rules.advice.told import acquainted, advised, asked, says, texts
from tests.rules.cases.mails import INTRODUCTION, mail

KNOWN = acquainted("ines")
MADE = mail(INTRODUCTION)  # to somebody at Nordvik
WARNING = (
    "You applied at Nordvik, acknowledged on Sunday 1 November: "
    "say so yourself before you ask for advice there."
)


def acknowledged(
    by: str = "people@nordvik.example",
    *,
    on: str = "11-01",
    title: str = "",
    name: str = "",
    sure: float = 0.9,
) -> Reading:
    """Thanks for an application."""
    read = says(mail(f"{on} hr > me : application_ack {sure}"), "Thank you for applying.")
    return replace(read, header=replace(read.header, sender=Address(by, name), subject=title))


def warnings(*mails: Reading, on: str = "11-03") -> list[str]:
    return texts(advised(*KNOWN, *mails, on=on).remarks)


def test_an_application_at_the_targets_company_is_told_with_its_sentence() -> None:
    (remark,) = advised(acknowledged(), MADE, on="11-03").remarks
    assert (remark.topic, remark.answer, remark.text) == (Topic.APPLICATION_CONFLICT, Answer.YES, WARNING)
    assert remark.evidence.sentence == "Thank you for applying."
    assert remark.case_id


@pytest.mark.parametrize(
    "mailed",
    [
        acknowledged("no-reply@hiring.example", name="Nordvik Careers"),
        acknowledged("no-reply@hiring.example", title="Your application to Nordvik"),
        acknowledged("jobs@nordvik-group.example"),
    ],
)
def test_a_service_that_writes_for_a_company_names_it(mailed: Reading) -> None:
    marked = replace(mailed, header=replace(mailed.header, marks=frozenset({Mark.APPLICATION})))
    named = marked if "hiring" in mailed.header.sender.email else mailed
    assert warnings(named, MADE) == [WARNING]


@pytest.mark.parametrize(
    "mailed",
    [
        acknowledged("people@lantern.example"),
        acknowledged("no-reply@hiring.example", title="Your application to Nordviken"),
        acknowledged("no-reply@hiring.example"),
        acknowledged(sure=0.4),
        acknowledged(on="2026-07-01"),
        mail("11-01 me > hr : application_ack"),
    ],
)
def test_other_places_weak_words_and_old_ones_warn_of_nothing(mailed: Reading) -> None:
    assert warnings(mailed, MADE) == []


def test_it_is_told_before_the_ask_is_answered_too() -> None:
    ask = asked("11-02 me > ines : asks_for_introduction {Nordvik}")
    assert warnings(acknowledged(), ask) == [WARNING]


def test_after_the_meeting_it_is_too_late_to_warn() -> None:
    reply = mail("11-03 me > tomas : replies_to_introduction", re=MADE, cc="ines")
    met = mail("11-06 me > tomas : thanks/after_meeting", re=reply)
    assert warnings(acknowledged(), MADE, reply, on="11-04") == [WARNING]
    assert warnings(acknowledged(), MADE, reply, met, on="11-09") == []


def test_what_somebody_else_asks_of_me_is_no_conflict() -> None:
    request = mail("11-02 ines > me : asks_for_introduction {Tomas Ruud}")
    assert warnings(acknowledged(), request) == []


def test_a_target_known_by_a_bare_name_may_be_the_company() -> None:
    made = mail("11-02 ines > me : introduces/hand_off {Dana Okoye}")
    assert warnings(acknowledged("people@dana-okoye.example"), made) == [
        WARNING.replace("Nordvik", "Dana Okoye")
    ]


def test_so_may_the_company_that_an_ask_names() -> None:
    ask = asked("11-02 me > ines : asks_for_introduction {Vera Moreau|Nordvik Energy}")
    (warning,) = warnings(acknowledged("people@nordvik-energy.example"), ask)
    assert warning.startswith("You applied at Nordvik Energy")


def test_an_introduction_of_mine_to_somebody_there_is_no_conflict() -> None:
    mine = mail("11-02 me > ines tomas : introduces/two_sided {Ines|Tomas}")
    assert warnings(acknowledged(), mine) == []


@pytest.mark.parametrize(("on", "n"), [("2026-08-11", 1), ("2026-08-10", 0)])
def test_sixty_business_days_back_is_the_last_that_counts(on: str, n: int) -> None:
    assert len(warnings(acknowledged(on=on), MADE)) == n


def test_of_several_applications_the_newest_is_told() -> None:
    assert warnings(acknowledged(on="10-05"), acknowledged(), MADE) == [WARNING]
