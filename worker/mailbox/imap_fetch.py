"""What is asked of a message over IMAP, and how the answers are read: the one place that knows both.

Never ENVELOPE or BODYSTRUCTURE: one message that a server parses badly spoils them for its whole
batch. Everything is asked with a cap (partial fetch, RFC 3501 section 6.4.5) and without \\Seen (PEEK).
A server writes back the name of every field that is asked, so that of all mail only those are asked
which tell whether it can matter; the others come with the text of mail that does.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime, timedelta, timezone

from worker.mailbox.limits import Limits
from worker.ports import RawHeader, RawMail

Answer = Mapping[bytes, object]
"""One message's answer by item (imap_answer)."""

FIRST = (
    *("From", "Sender", "To", "Cc", "Date", "Subject", "Message-ID", "In-Reply-To", "References"),
    *("Auto-Submitted", "Precedence", "List-Id", "List-Post", "List-Unsubscribe", "Feedback-ID"),
    *("Content-Type", "X-Introloop"),
)
"""Asked of every message: who, to whom, when, in answer to what; and what lists and machines write."""

BESIDE_TEXT = (
    *("Reply-To", "Apparently-To", "Bcc", "Thread-Index", "Thread-Topic", "Return-Path", "X-From"),
    *("Delivered-To", "X-Original-To", "Envelope-To", "X-Envelope-To", "X-Delivered-To"),
    *("X-Autoreply", "X-Autorespond", "X-Autoresponse", "X-Auto-Reply", "X-Failed-Recipients"),
    *("List-Help", "List-Subscribe", "List-Owner", "List-Archive", "Mailing-List", "X-Mailing-List"),
    *("X-Mailman-Version", "X-Listname", "X-Feedback-Id", "X-CSA-Complaints", "X-Campaign-Id"),
    *("Content-Class", "Content-Transfer-Encoding", "Content-Disposition"),
)
"""The other fields that worker.mime reads. Received is long and says only what INTERNALDATE says."""

BESIDE_DEEP = ("Authentication-Results",)
"""Asked only where more than the beginning is read: what the owner's server says of a reply to a digest."""

GLANCE = (
    "RFC822.SIZE",
    "INTERNALDATE",
    "BODY.PEEK[HEADER.FIELDS (MESSAGE-ID X-MICROSOFT-ORIGINAL-MESSAGE-ID X-INTROLOOP FROM)]<0.8192>",
)
_GMAIL = "X-GM-EXT-1"  # Gmail's extensions, of which its thread id is read
_DAY = re.compile(
    rb" ?(\d{1,2})-([A-Za-z]{3})-(\d{4}) (\d\d):(\d\d):(\d\d) ([+-])(\d\d)(\d\d)\Z"
)  # RFC 3501 section 9, date-time
_MONTHS = {
    month: number
    for number, month in enumerate(b"jan feb mar apr may jun jul aug sep oct nov dec".split(), start=1)
}


class Incomplete(Exception):
    """An item is missing in an answer, or is not what was asked for."""


def header_items(limits: Limits, capabilities: frozenset[str]) -> tuple[str, ...]:
    """What is asked for a header."""
    thread = ("X-GM-THRID",) if _GMAIL in capabilities else ()
    return ("RFC822.SIZE", "INTERNALDATE", *thread, _fields(FIRST, limits))


def _fields(names: tuple[str, ...], limits: Limits) -> str:
    return f"BODY.PEEK[HEADER.FIELDS ({' '.join(names).upper()})]<0.{limits.header}>"


def read_header(uid: int, answer: Answer, limits: Limits) -> RawHeader:
    """The chosen header fields. Gmail's thread id comes before them, as the field its exports know.

    The field is not asked of the message itself: there a sender could have written it.
    """
    block = _octets(answer, b"BODY[HEADER.FIELDS")
    thread = answer.get(b"X-GM-THRID")
    return RawHeader(
        uid=uid,
        header=b"X-GM-THRID: %d\r\n%b" % (thread, block) if isinstance(thread, int) else block,
        size=_size(answer),
        arrived=_arrival(answer.get(b"INTERNALDATE")),
        truncated=len(block) >= limits.header,
    )


def mail_items(limits: Limits, *, length: int) -> tuple[str, ...]:
    """What is asked for a text: the fields that were not asked yet, and so much of what follows them."""
    names = BESIDE_TEXT if length <= limits.text else (*BESIDE_TEXT, *BESIDE_DEEP)
    return (_fields(names, limits), f"BODY.PEEK[TEXT]<0.{length}>")


def read_mail(header: RawHeader, answer: Answer, *, length: int) -> RawMail:
    """The fields of both askings, and the beginning of the text."""
    text = b"" if answer.get(b"BODY[TEXT]<0>", b"") is None else _octets(answer, b"BODY[TEXT]")  # NIL: none
    fields = [header.header, _octets(answer, b"BODY[HEADER.FIELDS")]
    lines = [block.rstrip(b"\r\n") for block in fields]  # cut by a cap or not, the text is no field
    content = b"\r\n".join([*filter(None, lines), b"", text])
    return RawMail(header.uid, content, truncated=header.truncated or len(text) >= length)


def _size(answer: Answer) -> int:
    """RFC822.SIZE in bytes."""
    size = answer.get(b"RFC822.SIZE")
    if not isinstance(size, int):
        raise Incomplete("RFC822.SIZE")
    return size


def _arrival(said: object) -> datetime | None:
    """INTERNALDATE, which is kept only for mail without a sound Date: a bad one is no reason to stop."""
    found = _DAY.match(said) if isinstance(said, bytes) else None
    month = _MONTHS.get(found[2].lower()) if found else None
    if not found or not month:
        return None
    day, year, hour, minute, second, east, south = map(int, found.group(1, 3, 4, 5, 6, 8, 9))
    offset = timedelta(hours=east, minutes=south)
    try:
        zone = timezone(-offset if found[7] == b"-" else offset)
        return datetime(year, month, day, hour, minute, second, tzinfo=zone)
    except ValueError:
        return None


def _octets(answer: Answer, section: bytes) -> bytes:
    """The octets of a section; servers differ in how they write its name back."""
    for item, value in answer.items():
        if item.startswith(section) and isinstance(value, bytes):
            return value
    raise Incomplete(section.decode())
