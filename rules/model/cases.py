"""What the rules say: people, threads, cases, duties and suggestions."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from rules.model.mail import Address
from rules.model.owner import ContactType


class Reason(StrEnum):
    """What makes two addresses one human."""

    SAID = "said"  # the owner's word
    NOTED = "noted"  # a note or an address book has both
    MAILBOX = "mailbox"  # two spellings of one mailbox
    NAMED = "named"  # mail shows one full name on both


@dataclass(frozen=True, slots=True)
class Tie:
    """Why two addresses are one human. `name` is the one they share, where that is the reason."""

    one: str
    other: str
    reason: Reason
    name: str = ""


@dataclass(frozen=True, slots=True)
class Person:
    """One human, any number of addresses."""

    id: str  # the address seen first, or the name where no address is known
    addresses: tuple[str, ...]
    name: str = ""
    organisation: str = ""
    contact_type: ContactType | None = None
    received: int = 0  # mails from them to the owner
    sent: int = 0  # mails from the owner to them
    first_seen: datetime | None = None
    last_seen: datetime | None = None
    ties: tuple[Tie, ...] = field(default=(), compare=False)  # evidence, not part of who they are


@dataclass(frozen=True, slots=True)
class Thread:
    """Messages tied by References, the provider's id, what they quote or a guarded subject, by date."""

    id: str  # the first message's id
    message_ids: tuple[str, ...]


class Kind(StrEnum):
    """Kinds of case, K1 to K9."""

    ASKED_BY_ME = "asked_by_me"
    PROMISED_TO_ME = "promised_to_me"
    MADE_FOR_ME = "made_for_me"
    MADE_BY_ME = "made_by_me"
    ASKED_OF_ME = "asked_of_me"
    FAVOUR = "favour"
    UPDATE = "update"
    RECONNECT = "reconnect"
    MY_PROMISE = "my_promise"


class Turn(StrEnum):
    """Who can act next."""

    ME = "me"
    THEM = "them"
    NOBODY = "nobody"
    CLOSED = "closed"


class What(StrEnum):
    """The names of duties (DOMAIN.md section 2)."""

    REPLY = "reply"
    THANK = "thank"
    REPORT = "report"
    ANSWER = "answer"
    INTRODUCE = "introduce"
    PROMISE = "promise"
    SCHEDULE = "schedule"
    CONFIRM = "confirm"
    CHECK = "check"
    TELL = "tell"
    UPDATE = "update"


class Outcome(StrEnum):
    """How a case closed."""

    DONE = "done"
    DECLINED = "declined"
    LAPSED = "lapsed"
    UNDELIVERED = "undelivered"
    DORMANT = "dormant"
    DISMISSED = "dismissed"


@dataclass(frozen=True, slots=True)
class Evidence:
    """Why we say so: the message, the sentence in it, and the rule that read it."""

    message_id: str
    sentence: str
    rule: str


@dataclass(frozen=True, slots=True)
class Duty:
    """One small promise hanging on a case. `owner` and `to` are ME, an address, or a bare name."""

    what: What
    owner: str
    to: str
    since: date
    due: date | None
    overdue: bool
    urgent: bool
    evidence: Evidence
    why: str  # why this date, in words: "Due Friday: 2 business days after the meeting of 11 Nov."


@dataclass(frozen=True, slots=True)
class Step:
    """One move of a case: the state it entered, when, and on what evidence."""

    at: datetime
    kind: Kind
    state: str
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class Case:
    """One introduction, ask or favour, as it stands at `now` (DOMAIN.md section 8)."""

    id: str
    kind: Kind
    state: str
    turn: Turn
    awaiting: str | None
    introducer: str | None
    requester: str | None
    helper: str | None
    targets: tuple[str, ...]
    outcome: Outcome | None
    organisation: str | None
    purpose: str
    messages: tuple[str, ...]
    duties: tuple[Duty, ...]
    steps: tuple[Step, ...]
    until: date | None = None  # quiet until that day
    question: str = ""  # weak evidence asks: "Did you meet Dana Okoye?"


@dataclass(frozen=True, slots=True)
class Draft:
    """A mail ready to send, by the owner's hand only."""

    to: tuple[Address, ...]
    cc: tuple[Address, ...]
    bcc: tuple[Address, ...]
    subject: str
    text: str
    language: str
    in_reply_to: str = ""
    references: tuple[str, ...] = ()


class Section(StrEnum):
    """Where in the digest a suggestion stands, in the digest's order (DOMAIN.md section 7)."""

    URGENT = "urgent"
    THANKS_AND_REPORTS = "thanks_and_reports"
    ANSWERS = "answers"
    NUDGES = "nudges"
    QUESTIONS = "questions"
    UPDATES = "updates"
    LAPSES = "lapses"
    GIVE_BACK = "give_back"
    RECONNECTS = "reconnects"


@dataclass(frozen=True, slots=True)
class Suggestion:
    """The next step for one duty or question of a case: what to do, why now, and the drafts for it."""

    case: Case
    section: Section
    duty: Duty | None
    who: Address  # the person it is about; email "" where only a name is known
    title: str  # "Tell Ines Carvalho how it went with Tomas Ruud"
    reason: str  # "You met on Wednesday; …" and why this date
    evidence: Evidence
    drafts: tuple[Draft, ...] = ()  # the best first; several where DOMAIN.md asks for variants
    about_person: bool = False  # it asks what `who` is to the owner; the case only makes it worth knowing
