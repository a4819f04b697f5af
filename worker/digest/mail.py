"""Digest -> EmailMessage: from the owner to the owner, the same bytes every time."""

from __future__ import annotations

from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from hashlib import sha256

from worker.digest.values import Digest, Issue

NAME = "Introloop"


def to_email(digest: Digest, issue: Issue) -> EmailMessage:
    """A finished mail: multipart/alternative, text first (RFC 2046 section 5.1.4), 7-bit, CRLF.

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
    mail.set_content(digest.text, cte="quoted-printable")
    mail.add_alternative(digest.html, subtype="html", cte="quoted-printable")
    mail["Content-Language"] = issue.language  # last: set_content drops what begins with Content-
    mail.set_boundary(sha256(issue.message_id.encode()).hexdigest()[:32])
    return mail
