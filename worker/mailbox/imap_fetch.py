"""What is asked of a message over IMAP, and how the answers are read: the one place that knows both.

Never ENVELOPE or BODYSTRUCTURE: one message that a server parses badly spoils them for its whole
batch. Everything is asked with a cap (partial fetch, RFC 3501 section 6.4.5) and without \\Seen (PEEK).
A server writes back the name of every field that is asked, so that of all mail only those are asked
which tell whether it can matter; the others come with the text of mail that does.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from functools import lru_cache

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
_SEVERAL = re.compile(
    rb"^content-type:(?:[ \t]|\r?\n[ \t])*multipart/([a-z-]+)", re.IGNORECASE | re.MULTILINE
)
_BOUNDARY = b"=_introloop_first_part"
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


@dataclass(frozen=True, slots=True)
class Asking:
    """How much of a text is asked for, in bytes: of its first part alone, or of all that follows the header.

    The first part of a message of several is what was typed, or holds it, and HTML and attachments follow.
    """

    length: int
    part: bool
    deep: bool = False  # with the fields that only a letter to us is asked for

    def items(self, limits: Limits) -> tuple[str, ...]:
        """The fields that were not asked yet, and the text."""
        text = ("BODY.PEEK[1.MIME]", "BODY.PEEK[1]") if self.part else ("BODY.PEEK[TEXT]",)
        beside = (*BESIDE_TEXT, *BESIDE_DEEP) if self.deep else BESIDE_TEXT
        return (_fields(beside, limits), *text[:-1], f"{text[-1]}<0.{self.length}>")

    def read(self, header: RawHeader, answer: Answer) -> RawMail:
        """The fields of both askings, and the beginning of the text."""
        fields = (header.header, _octets(answer, b"BODY[HEADER.FIELDS"))
        lines = [block.rstrip(b"\r\n") for block in fields]  # cut by a cap or not, the text is no field
        text = _text(answer, b"BODY[1]" if self.part else b"BODY[TEXT]")
        cut = header.truncated or len(text) >= self.length
        if self.part:
            kind = several(header) or b"mixed"
            lines.insert(
                0, b'Content-Type: multipart/%b; boundary="%b"' % (kind, _BOUNDARY)
            )  # the first counts
            text = _first_part(_text(answer, b"BODY[1.MIME]"), text, whole=len(text) < self.length)
        return RawMail(
            header.uid, b"\r\n".join([*filter(None, lines), b"", text]), truncated=cut or self.part
        )


def several(header: RawHeader) -> bytes:
    """Which multipart a message is, b"" where it is none or a report, whose parts are all wanted."""
    found = _SEVERAL.search(header.header)
    return found[1].lower() if found and found[1].lower() != b"report" else b""


def _first_part(fields: bytes, text: bytes, *, whole: bool) -> bytes:
    """One part as it stood, and where it is whole, another that says that there is more."""
    part = b"--%b\r\n%b\r\n\r\n%b" % (_BOUNDARY, fields.strip(b"\r\n"), text)
    return (
        b"%b\r\n--%b\r\nContent-Type: application/octet-stream\r\n\r\n" % (part, _BOUNDARY) if whole else part
    )


def _text(answer: Answer, section: bytes) -> bytes:
    """The octets of a text; NIL where there is none."""
    absent = any(item.startswith(section) and value is None for item, value in answer.items())
    return b"" if absent else _octets(answer, section)


def _size(answer: Answer) -> int:
    """RFC822.SIZE in bytes."""
    size = answer.get(b"RFC822.SIZE")
    if not isinstance(size, int):
        raise Incomplete("RFC822.SIZE")
    return size


@lru_cache(maxsize=64)
def _east(sign: bytes, hours: bytes, minutes: bytes) -> timezone:
    offset = timedelta(hours=int(hours), minutes=int(minutes))
    return timezone(-offset if sign == b"-" else offset)


def _arrival(said: object) -> datetime | None:
    """INTERNALDATE, which is kept only for mail without a sound Date: a bad one is no reason to stop."""
    found = _DAY.match(said) if isinstance(said, bytes) else None
    month = _MONTHS.get(found[2].lower()) if found else None
    if not found or not month:
        return None
    day, year, hour, minute, second = map(int, found.group(1, 3, 4, 5, 6))
    try:
        return datetime(year, month, day, hour, minute, second, tzinfo=_east(*found.group(7, 8, 9)))
    except ValueError:
        return None


def _octets(answer: Answer, section: bytes) -> bytes:
    """The octets of a section; servers differ in how they write its name back."""
    for item, value in answer.items():
        if item.startswith(section) and isinstance(value, bytes):
            return value
    raise Incomplete(section.decode())
