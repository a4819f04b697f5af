"""Mail to an address of the owner's with a tag: me+intro@… opens a case, me+2w@… dates a follow-up.

The tag stands between the plus and the at (RFC 5233). Any other tag is the owner's own affair.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date

from rules.model import Header
from worker.answers.days import day_in

INTRO = "intro"


@dataclass(frozen=True, slots=True)
class Capture:
    """What is asked for: a case, or where there is a `day`, to come back to it then."""

    tag: str
    day: date | None = None


def captures_in(header: Header, mine: Collection[str], *, said_on: date) -> tuple[Capture, ...]:
    """What the recipients of a mail ask for; a Bcc is seen in the own copy, or by where it was delivered."""
    tags = dict.fromkeys(tag for email in _recipients(header) if (tag := tag_of(email, mine)))
    return tuple(found for tag in tags if (found := _capture(tag, said_on)))


def tag_of(email: str, mine: Collection[str]) -> str:
    """The tag of an address, where without it the address is the owner's."""
    local, _, domain = email.rpartition("@")
    bare, plus, tag = local.partition("+")
    return tag if plus and f"{bare}@{domain}" in mine else ""


def _recipients(header: Header) -> Iterator[str]:
    yield from (address.email for address in (*header.to, *header.cc, *header.bcc))
    yield from header.delivered_to


def _capture(tag: str, said_on: date) -> Capture | None:
    if tag == INTRO:
        return Capture(tag)
    day = day_in(tag, said_on=said_on, language="en")
    return Capture(tag, day) if day else None
