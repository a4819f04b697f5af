"""What is asked of a message over IMAP, and how the answers are read: the one place that knows both.

Never ENVELOPE or BODYSTRUCTURE: one message that a server parses badly spoils them for its whole
batch. Everything is asked with a cap (partial fetch, RFC 3501 section 6.4.5) and without \\Seen (PEEK).
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from worker.mailbox.limits import Limits
from worker.ports import RawHeader, RawMail

Answer = Mapping[bytes, object]
"""One message's answer by item, as IMAPClient parses it."""

FIELDS = (
    *("From", "Sender", "Reply-To", "To", "Apparently-To", "Cc", "Bcc", "Date", "Subject", "Message-ID"),
    *("In-Reply-To", "References", "Thread-Index", "Thread-Topic", "Return-Path", "X-From", "X-Introloop"),
    *("Delivered-To", "X-Original-To", "Envelope-To", "X-Envelope-To", "X-Delivered-To"),
    *("Auto-Submitted", "Precedence", "X-Autoreply", "X-Autorespond", "X-Autoresponse", "X-Auto-Reply"),
    *("List-Id", "List-Post", "List-Help", "List-Subscribe", "List-Unsubscribe", "List-Owner"),
    *("List-Archive", "Mailing-List", "X-Mailing-List", "X-Mailman-Version", "X-Listname"),
    *("Feedback-ID", "X-Feedback-Id", "X-CSA-Complaints", "X-Campaign-Id"),
    *("Content-Type", "Content-Class"),
)
"""Every field that worker.mime reads of a header. Received is long and says only what INTERNALDATE says."""

SIZE = ("RFC822.SIZE",)
GLANCE = (
    "RFC822.SIZE",
    "INTERNALDATE",
    "BODY.PEEK[HEADER.FIELDS (MESSAGE-ID X-MICROSOFT-ORIGINAL-MESSAGE-ID X-INTROLOOP FROM)]<0.8192>",
)
_GMAIL = "X-GM-EXT-1"  # Gmail's extensions, of which its thread id is read


class Incomplete(Exception):
    """An item is missing in an answer, or is not what was asked for."""


def header_items(limits: Limits, capabilities: frozenset[str]) -> tuple[str, ...]:
    """What is asked for a header."""
    fields = f"BODY.PEEK[HEADER.FIELDS ({' '.join(FIELDS).upper()})]<0.{limits.header}>"
    thread = ("X-GM-THRID",) if _GMAIL in capabilities else ()
    return ("RFC822.SIZE", "INTERNALDATE", *thread, fields)


def read_header(uid: int, answer: Answer, limits: Limits) -> RawHeader:
    """The chosen header fields. Gmail's thread id comes before them, as the field its exports know.

    The field is not asked of the message itself: there a sender could have written it.
    """
    block = _octets(answer, b"BODY[HEADER.FIELDS")
    thread = answer.get(b"X-GM-THRID")
    return RawHeader(
        uid=uid,
        header=b"X-GM-THRID: %d\r\n%b" % (thread, block) if isinstance(thread, int) else block,
        size=read_size(uid, answer),
        arrived=_arrival(answer),
        truncated=len(block) >= limits.header,
    )


def mail_items(limits: Limits, *, large: bool) -> tuple[str, ...]:
    """What is asked for a text: all of a small message, header and first text of a large one."""
    if large:
        return (f"BODY.PEEK[HEADER]<0.{limits.header}>", f"BODY.PEEK[TEXT]<0.{limits.beginning}>")
    return (f"BODY.PEEK[]<0.{limits.whole}>",)


def read_mail(uid: int, answer: Answer, *, limits: Limits, large: bool) -> RawMail:
    """The message, or its beginning."""
    if not large:
        content = _octets(answer, b"BODY[]")
        return RawMail(uid, content, truncated=len(content) >= limits.whole)
    header, text = _octets(answer, b"BODY[HEADER]"), _octets(answer, b"BODY[TEXT]")
    if not header.endswith((b"\r\n\r\n", b"\n\n")):  # cut by the cap: the text must not become header
        header = header.rstrip(b"\r\n") + b"\r\n\r\n"
    return RawMail(uid, header + text, truncated=True)


def read_size(_uid: int, answer: Answer) -> int:
    """RFC822.SIZE in bytes."""
    size = answer.get(b"RFC822.SIZE")
    if not isinstance(size, int):
        raise Incomplete("RFC822.SIZE")
    return size


def _arrival(answer: Answer) -> datetime | None:
    """INTERNALDATE, which is kept only for mail without a sound Date: a bad one is no reason to stop."""
    arrived = answer.get(b"INTERNALDATE")
    return arrived if isinstance(arrived, datetime) and arrived.tzinfo else None


def _octets(answer: Answer, section: bytes) -> bytes:
    """The octets of a section; servers differ in how they write its name back."""
    for item, value in answer.items():
        if item.startswith(section) and isinstance(value, bytes):
            return value
    raise Incomplete(section.decode())
