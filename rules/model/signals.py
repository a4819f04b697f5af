"""What reading a message leaves: signals, and everything else the store keeps of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from rules.model.mail import Address, Header, Invitation


class Act(StrEnum):
    """What a message's own new text does. The kinds of a signal."""

    INTRODUCES = "introduces"
    ASKS_FOR_INTRODUCTION = "asks_for_introduction"
    PROMISES_INTRODUCTION = "promises_introduction"
    OPT_IN_QUESTION = "opt_in_question"
    OPTS_IN = "opts_in"
    DECLINES = "declines"
    REDIRECTS = "redirects"
    ASKS_FOR_BLURB = "asks_for_blurb"
    REPLIES_TO_INTRODUCTION = "replies_to_introduction"
    PROPOSES_TIMES = "proposes_times"
    CONFIRMS_MEETING = "confirms_meeting"
    RESCHEDULES = "reschedules"
    THANKS = "thanks"
    REPORTS_OUTCOME = "reports_outcome"
    NUDGES = "nudges"
    ASKS_FAVOUR = "asks_favour"
    GIVES_FAVOUR = "gives_favour"
    PROMISES_SOMETHING = "promises_something"
    ASKS_QUESTION = "asks_question"
    DEFERS = "defers"
    AUTO_REPLY = "auto_reply"
    BOUNCE = "bounce"
    APPLICATION_ACK = "application_ack"
    LIST_OR_BULK = "list_or_bulk"
    COLD_SELF_INTRODUCTION = "cold_self_introduction"


@dataclass(frozen=True, slots=True)
class Signal:
    """One piece of evidence in one message: a fact about mail that never changes.

    `confidence` is between 0 and 1. `form` says which of an act's forms was read, e.g. "two_sided"
    or "hand_off" (DOMAIN.md section 4). `names` are the persons, companies and addresses named in
    the sentence, in their order. `day` is a date in words of the sentence, resolved on the sender's
    day. `writer` is set where the words are quoted (rule 13): then they are evidence about them.
    """

    act: Act
    confidence: float
    sentence: str
    rule: str
    language: str
    form: str = ""
    names: tuple[str, ...] = ()
    day: date | None = None
    writer: Address | None = None


@dataclass(frozen=True, slots=True)
class Quoted:
    """What stands above a quote of the mail it was taken from: its header, as far as it is told.

    `date` is in UTC where no zone stands there, and at midnight where no clock does.
    """

    writer: Address | None = None
    date: datetime | None = None
    subject: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """What reading one message left: everything the store keeps of it, and all the rules need of it."""

    header: Header
    signals: tuple[Signal, ...] = ()
    language: str = ""
    greeted: tuple[str, ...] = ()  # names in the salutation
    names: tuple[str, ...] = ()  # persons, companies and addresses named in the new text
    organisation: str = ""  # of the sender, from the signature
    questions: int = 0  # sentences of the new text that ask something
    days: tuple[date, ...] = ()  # days the new text names, read on the sender's day
    words: int = 0  # of the new text
    invitation: Invitation | None = None
    failed: tuple[str, ...] = ()
    quoted: tuple[Quoted, ...] = ()  # the mails it quotes, the newest first
