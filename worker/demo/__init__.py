"""A mailbox of invented people, so that a newcomer sees the main job on a story they can follow.

The mails stand in mails.toml as texts and days relative to `now`; here they become an mbox (RFC 4155).
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from importlib.resources import files
from pathlib import Path
from typing import Any

from rules.due import add_business_days, in_words, is_business_day, local_day
from rules.model import Calendar
from worker.letter import Label, letter

IDENTITIES = ("robin@oosterwijk.example", "r.oosterwijk@tidewell.example")
NAME = "Robin Oosterwijk"
ZONE = "Europe/Amsterdam"


def write_mailbox(path: Path, *, now: datetime, calendar: Calendar) -> int:
    """Write the demo's mbox, as it would lie there at `now`; how many mails it holds."""
    mails = sorted(demo_mails(now=now, calendar=calendar), key=lambda mail: str(mail["date"]))
    with path.open("wb") as mbox:
        for mail in mails:
            mbox.write(b"From demo@introloop.invalid " + _asctime(mail["date"]) + b"\n")
            mbox.write(_quoted_from(letter(mail)) + b"\n")
    return len(mails)


def _asctime(moment: str) -> bytes:
    return datetime.fromisoformat(moment).strftime("%a %b %d %H:%M:%S %Y").encode()


def _quoted_from(content: bytes) -> bytes:
    """Lines that begin with "From " are masked, as every mbox writer does (RFC 4155 appendix A)."""
    return content.replace(b"\nFrom ", b"\n>From ")


def demo_mails(*, now: datetime, calendar: Calendar) -> Iterator[Label]:
    """The mails as letters, none later than `now`."""
    told = tomllib.loads((files("worker.demo") / "mails.toml").read_text("utf-8"))
    days = _Days(local_day(now, calendar), calendar)
    written: dict[str, dict[str, Any]] = {}
    for mail in told["mail"]:
        written[mail["id"]] = _mail(mail, people=told["people"], days=days, written=written)
    yield from (mail for mail in written.values() if datetime.fromisoformat(mail["date"]) <= now)


def _mail(
    mail: Label, *, people: dict[str, str], days: _Days, written: dict[str, dict[str, Any]]
) -> dict[str, Any]:
    parent = written.get(mail.get("re", ""))
    text = days.fill(mail["text"])
    return {
        "message_id": f"<{mail['id']}.{days.today:%Y%m%d}@demo.introloop.invalid>",
        "date": days.moment(mail["at"]).isoformat(),
        "from": people[mail["from"]],
        "to": [people[who] for who in mail["to"]],
        "cc": [people[who] for who in mail.get("cc", ())],
        "bcc": [people[who] for who in mail.get("bcc", ())],
        "subject": days.fill(mail["subject"]) if parent is None else _answering(parent["subject"]),
        "in_reply_to": parent["message_id"] if parent else None,
        "references": [*parent["references"], parent["message_id"]] if parent else [],
        "body": text + _quote(parent) if parent and mail.get("quote") else text,
        "headers": mail.get("headers", {}),
    }


def _answering(subject: str) -> str:
    return subject if subject.startswith("Re: ") else f"Re: {subject}"


def _quote(parent: Label) -> str:
    """The mail answered, below the answer, as common clients put it."""
    moment = datetime.fromisoformat(parent["date"])
    lines = "\n".join(f"> {line}".rstrip() for line in parent["body"].strip().splitlines())
    return f"\nOn {moment:%a, %d %b %Y at %H:%M}, {parent['from']} wrote:\n\n{lines}\n"


@dataclass(frozen=True, slots=True)
class _By:
    """`{weekday[-3]}` in a text: what a day so many business days from today is called."""

    name: Callable[[int], str]

    def __getitem__(self, days: str) -> str:
        return self.name(int(days))


@dataclass(frozen=True, slots=True)
class _Days:
    today: date
    calendar: Calendar

    def fill(self, text: str) -> str:
        """The text with its days named."""
        return text.lstrip("\n").format(
            weekday=_By(lambda n: f"{self.day(n):%A}"),
            day=_By(lambda n: in_words(self.day(n)).partition(" ")[2]),
        )

    def moment(self, at: str) -> datetime:
        """ "-3 09:40": three business days ago at twenty to ten."""
        days, clock = at.split()
        return datetime.combine(self.day(int(days)), time.fromisoformat(clock), tzinfo=self.calendar.zone)

    def day(self, n: int) -> date:
        """The n-th business day after today, or before it where n is negative."""
        if n >= 0:
            return add_business_days(self.today, n, self.calendar)
        day = self.today
        for _ in range(-n):
            day -= timedelta(days=1)
            while not is_business_day(day, self.calendar):
                day -= timedelta(days=1)
        return day
