"""The nouns of the domain, frozen: what goes into the rules and what comes out of them.

Addresses are lower case. Datetimes are aware, dates are local days in the owner's zone, clocks
count business days (BD). "me" stands for the owner wherever a duty names who owes it to whom.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, tzinfo
from enum import StrEnum

ME = "me"


# ── Mail ────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Address:
    """One mailbox of a header line (RFC 5322 section 3.4): a display name, maybe empty, and an address."""

    email: str
    name: str = ""


class Mark(StrEnum):
    """What a header says about a message that no human wrote to the owner alone (DOMAIN.md rule 1)."""

    AUTO_REPLY = "auto_reply"  # Auto-Submitted: auto-replied, X-Autoreply, Precedence: auto_reply
    AUTO_GENERATED = "auto_generated"  # any other Auto-Submitted but "no"
    LIST = "list"  # List-Id or another list header (RFC 2369, 2919)
    BULK = "bulk"  # Precedence: bulk or junk, List-Unsubscribe, feedback ids
    REPORT = "report"  # multipart/report, MAILER-DAEMON (RFC 6522)
    CALENDAR = "calendar"  # sent by a calendar, not typed
    NO_REPLY = "no_reply"  # the sender's local part says it reads no answers
    APPLICATION = "application"  # an applicant-tracking system
    OWN_DIGEST = "own_digest"  # written by Introloop itself


@dataclass(frozen=True, slots=True)
class Header:
    """What the store keeps of a message's header: enough for threads, people and roles."""

    message_id: str  # "<left@right>"; made from a hash of the message where it is missing
    date: datetime  # Date, or the day of arrival where Date is missing or absurd
    sender: Address
    to: tuple[Address, ...] = ()
    cc: tuple[Address, ...] = ()
    bcc: tuple[Address, ...] = ()
    reply_to: tuple[Address, ...] = ()
    delivered_to: tuple[str, ...] = ()  # addresses; shows a Bcc to the owner
    subject: str = ""
    in_reply_to: tuple[str, ...] = ()
    references: tuple[str, ...] = ()
    thread_key: str = ""  # the provider's own thread id, "" where there is none
    list_id: str = ""
    marks: frozenset[Mark] = frozenset()


class SpanKind(StrEnum):
    """What a stretch of a body is."""

    NEW = "new"  # typed by the sender for this message
    SIGNATURE = "signature"
    ATTRIBUTION = "attribution"  # "On … wrote:", a forwarded header block
    QUOTE = "quote"  # somebody's earlier words


@dataclass(frozen=True, slots=True)
class Span:
    """`body.text[start:end]`, what it is, and for a quote whose words and of when, where that is known."""

    kind: SpanKind
    start: int
    end: int
    writer: Address | None = None
    date: datetime | None = None


@dataclass(frozen=True, slots=True)
class Body:
    """A message's text and the spans that divide it without a gap: nothing is dropped silently."""

    text: str = ""
    spans: tuple[Span, ...] = ()

    def of(self, kind: SpanKind) -> str:
        """The text of all spans of one kind, joined by line breaks."""
        return "\n".join(self.text[s.start : s.end] for s in self.spans if s.kind is kind)


class InvitationMethod(StrEnum):
    """METHOD of a calendar part (RFC 5546)."""

    REQUEST = "request"
    REPLY = "reply"
    CANCEL = "cancel"
    COUNTER = "counter"
    PUBLISH = "publish"


@dataclass(frozen=True, slots=True)
class Invitation:
    """One event of a calendar part (RFC 5545 VEVENT)."""

    uid: str
    method: InvitationMethod
    start: datetime | None
    end: datetime | None
    organizer: str  # address
    attendees: tuple[tuple[str, str], ...] = ()  # (address, PARTSTAT in lower case)
    sequence: int = 0


@dataclass(frozen=True, slots=True)
class Message:
    """One mail as the rules read it. Lives only while it is read: bodies are never stored."""

    header: Header
    body: Body = field(default_factory=Body)
    invitation: Invitation | None = None
    failed: tuple[str, ...] = ()  # addresses a delivery report names with a final failure (5.x.x)


# ── Signals ─────────────────────────────────────────────────────────────────────────────────


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


# ── What the owner says ─────────────────────────────────────────────────────────────────────


class ContactType(StrEnum):
    """The four kinds of contact of DOMAIN.md section 1."""

    FRIEND = "friend"
    SOCIAL = "social"
    REFERENCE = "reference"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class PersonNote:
    """What the owner, or their address book, says about one human."""

    addresses: tuple[str, ...]
    name: str = ""
    organisation: str = ""
    contact_type: ContactType | None = None
    note: str = ""


class Verb(StrEnum):
    """What the owner can decide about a case."""

    DONE = "done"
    MET = "met"
    MOVED = "moved"
    NO_MEETING = "no-meeting"
    SNOOZE = "snooze"
    NOT_INTRO = "not-intro"
    MUTE = "mute"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Decision:
    """The owner's word about the case that holds a message. It outranks every rule.

    `who` (an address or name) tells apart several cases of one message; `what` names the one duty
    meant, "" all of them; `day` is the new day of a moved meeting or the end of a snooze.
    """

    at: datetime
    verb: Verb
    message_id: str
    who: str = ""
    what: str = ""
    day: date | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Calendar:
    """What a business day is for the owner. Monday is 0."""

    zone: tzinfo
    weekend: frozenset[int] = frozenset({5, 6})
    holidays: frozenset[date] = frozenset()


@dataclass(frozen=True, slots=True)
class Owner:
    """Whose mailbox it is, and what they have told us about themselves."""

    addresses: frozenset[str]
    calendar: Calendar
    name: str = ""
    searching: bool = False
    landed: date | None = None
    targets: tuple[str, ...] = ()  # companies
    clocks: Mapping[str, int] = field(default_factory=dict)  # overrides of rules.due.CLOCKS, by name


# ── What the rules say ──────────────────────────────────────────────────────────────────────


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


@dataclass(frozen=True, slots=True)
class Thread:
    """Messages tied by References, the provider's id or a guarded subject, in order of date."""

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


@dataclass(frozen=True, slots=True)
class Review:
    """Everything Introloop has to say at one moment. Cases of every turn, in order of their ids."""

    now: datetime
    cases: tuple[Case, ...]
    suggestions: tuple[Suggestion, ...]  # in the digest's order, uncut
    people: tuple[Person, ...]
