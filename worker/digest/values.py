"""What goes into a digest beside the review, and what comes out."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from rules.due import local_day
from rules.model import Owner


class MailProgram(StrEnum):
    """What the owner reads mail with, where that decides how a thread is opened."""

    GMAIL = "gmail"
    APPLE = "apple"
    OTHER = "other"  # knows no link to a thread: the digest says what to search for


@dataclass(frozen=True, slots=True)
class Issue:
    """One issue of the digest: which, for whom, and as of when. Nothing here comes from mail.

    `kind` is "urgent" for the short mail about what breaks today; every other kind says everything.
    `period` names the issue in its kind, like "2026-W47". `answers` says whether mail in reply is
    read: only then does the digest offer links that write one. `where` goes before every command it prints.
    """

    number: int  # 1 explains itself
    kind: str
    period: str
    now: datetime
    owner: Owner
    sender: str  # address; the owner's account
    to: str  # address of the owner
    message_id: str
    language: str = "en"
    since: datetime | None = None  # the previous digest's instant
    caught_up: datetime | None = None  # when it was due, where it comes late
    last_all_closed: datetime | None = None  # when it last said that all is closed
    notes: tuple[str, ...] = ()  # what the owner must know of earlier mails, a sentence each
    answers: bool = False
    key: bytes = field(default=b"", repr=False)  # of the install: makes the codes of the links that answer
    program: MailProgram = MailProgram.OTHER
    where: str = ""  # " --state DIR", where one was named on the line (worker.places.as_named)
    account: str = ""  # the owner's login there, which tells several accounts of one browser apart
    gone: frozenset[str] = frozenset()  # messages of the review that lie in no folder any more
    strange: int = 0  # messages held, where none of them is from or to the owner

    @property
    def today(self) -> date:
        """The owner's day."""
        return local_day(self.now, self.owner.calendar)


@dataclass(frozen=True, slots=True)
class Item:
    """What a number of the digest stands for, so that an answer can name it."""

    number: int
    case_id: str
    message_id: str
    who: str
    what: str = ""  # the duty's name; "contact_type" where it asks about a person; else ""


@dataclass(frozen=True, slots=True)
class Digest:
    """A finished issue. `all_closed` says that it is the one a month of which nothing is owed."""

    subject: str
    text: str
    html: str
    items: tuple[Item, ...] = ()
    all_closed: bool = False
