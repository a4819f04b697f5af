"""Digest -> EmailMessage: from the owner to the owner, the same bytes every time."""

from __future__ import annotations

from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.parser import BytesHeaderParser
from email.policy import SMTP, compat32
from email.utils import format_datetime, parsedate_to_datetime
from hashlib import sha256
from urllib.parse import quote, unquote

from worker.digest.values import Digest, Issue, Item

NAME = "Introloop"
ITEMS = "X-Introloop-Items"  # in the order of the numbers: case/duty, or case/contact_type/person
ASKS_TYPE = "contact_type"


def to_email(digest: Digest, issue: Issue, *, html: bool = True) -> EmailMessage:
    """A finished mail: 7-bit, CRLF, its text first and the HTML beside it (RFC 2046 section 5.1.4),
    or the text alone.

    Message-ID, Date and boundary come from the issue, so that composing again gives the same bytes.
    It says of itself that a machine wrote it (RFC 3834 section 5), so that nothing answers it.
    """
    mail = EmailMessage(policy=SMTP)
    mail["From"] = Address(NAME, addr_spec=issue.sender)
    mail["To"] = Address(issue.owner.name, addr_spec=issue.to)
    mail["Subject"] = digest.subject
    mail["Date"] = format_datetime(issue.now.astimezone(issue.owner.calendar.zone))
    mail["Message-ID"] = issue.message_id
    mail["Auto-Submitted"] = "auto-generated"
    mail["X-Auto-Response-Suppress"] = "All"
    mail["X-Introloop"] = f"{issue.kind} {issue.period}"
    if digest.items:
        mail[ITEMS] = " ".join(map(_packed, digest.items))
    mail.set_content(digest.text, cte="quoted-printable")
    if html:
        mail.add_alternative(digest.html, subtype="html", cte="quoted-printable")
        mail.set_boundary(sha256(issue.message_id.encode()).hexdigest()[:32])
    mail["Content-Language"] = issue.language  # last: set_content drops what begins with Content-
    return mail


def spoken_of(content: bytes) -> frozenset[tuple[str, str]]:
    """The (case, duty) pairs a finished mail spoke of; none where its content was forgotten."""
    return frozenset((item.case_id, item.what) for item in items_of(content))


def written_at(content: bytes) -> datetime | None:
    """The instant as of which a finished mail says what it says; None where it was forgotten."""
    date = BytesHeaderParser(policy=compat32).parsebytes(content).get("Date", "")
    return parsedate_to_datetime(date) if date else None


def items_of(content: bytes) -> tuple[Item, ...]:
    """What the numbers of a finished mail stand for, frozen with it; none where it was forgotten.

    Read by the policy that wrote it: what is longer than a line stands there as encoded words (RFC 2047).
    """
    said = BytesHeaderParser(policy=SMTP).parsebytes(content).get(ITEMS, "")
    parts = ((*packed.split("/"), "", "") for packed in said.split())
    return tuple(
        Item(number, case_id, "", unquote(who), what)
        for number, (case_id, what, who, *_) in enumerate(parts, start=1)
    )


def _packed(item: Item) -> str:
    who = f"/{quote(item.who, safe='@')}" if item.what == ASKS_TYPE else ""
    return f"{item.case_id}/{item.what}{who}"
