"""The demo's mailbox: real mail of invented people, the same for the same day, none of it from the future."""

from __future__ import annotations

import mailbox
from datetime import datetime
from email.utils import parsedate_to_datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from rules.model import Calendar
from worker.demo import IDENTITIES, ZONE, demo_mails, write_mailbox

CALENDAR = Calendar(ZoneInfo(ZONE))
RESERVED = (".example", ".invalid")


def at(day: str) -> datetime:
    return datetime.fromisoformat(f"{day}T10:00").replace(tzinfo=CALENDAR.zone)


@pytest.mark.parametrize("day", ["2026-11-16", "2026-11-21", "2027-01-01", "2028-02-29"])
def test_on_any_day_all_mail_lies_in_the_past_and_keeps_its_order(tmp_path: Path, day: str) -> None:
    path = tmp_path / "demo.mbox"
    written = write_mailbox(path, now=at(day), calendar=CALENDAR)

    dates = [parsedate_to_datetime(mail["Date"]) for mail in mailbox.mbox(path)]
    assert len(dates) == written >= 40
    assert dates == sorted(dates)
    assert dates[-1] < at(day)


def test_the_same_day_gives_the_same_mailbox(tmp_path: Path) -> None:
    for name in ("one", "two"):
        write_mailbox(tmp_path / name, now=at("2026-11-16"), calendar=CALENDAR)

    assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes()


def test_everybody_is_invented_and_lives_on_a_reserved_domain() -> None:
    for mail in demo_mails(now=at("2026-11-16"), calendar=CALENDAR):
        for who in (mail["from"], *mail["to"], *mail["cc"], *mail["bcc"], mail["message_id"]):
            assert who.rstrip(">").endswith(RESERVED)


def test_answers_belong_to_their_threads_and_name_the_days_meant() -> None:
    mails = {
        mail["message_id"].split(".")[0][1:]: mail
        for mail in demo_mails(now=at("2026-11-16"), calendar=CALENDAR)
    }

    assert mails["amara-times"]["in_reply_to"] == mails["robin-amara"]["message_id"]
    assert mails["amara-times"]["references"] == [
        mails["jonas-amara"]["message_id"],
        mails["robin-amara"]["message_id"],
    ]
    assert mails["amara-times"]["subject"] == "Re: Introduction: Robin Oosterwijk"
    assert "Tuesday 10 November at 15:00" in mails["amara-times"]["body"]
    assert "> Thank you, Jonas" in mails["amara-times"]["body"]


def test_the_owner_writes_from_their_own_addresses() -> None:
    mails = list(demo_mails(now=at("2026-11-16"), calendar=CALENDAR))
    mine = [mail for mail in mails if any(identity in mail["from"] for identity in IDENTITIES)]

    assert 10 < len(mine) < len(mails) - 10


def test_a_line_that_begins_with_from_does_not_split_a_mail(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = {
        **next(demo_mails(now=at("2026-11-16"), calendar=CALENDAR)),
        "body": "Hello\n\nFrom here on it rains.\n",
    }
    monkeypatch.setattr("worker.demo.demo_mails", lambda **_: iter([told]))
    write_mailbox(tmp_path / "demo.mbox", now=at("2026-11-16"), calendar=CALENDAR)

    assert len(mailbox.mbox(tmp_path / "demo.mbox")) == 1
