"""A message as the rules read it: header, body with its spans, calendar part."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


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
    thread_topic: str = ""  # the subject Outlook's conversation began under, where it is another one
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
    """`body.text[start:end]`, what it is, and for a quote whose words, of when and on what, where known."""

    kind: SpanKind
    start: int
    end: int
    writer: Address | None = None
    date: datetime | None = None
    subject: str = ""  # of the message quoted, where a header block tells it


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
