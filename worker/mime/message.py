"""A whole message, or its beginning, to a Message."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from rules.model import Header, InvitationMethod, Mark, Message, SpanKind
from worker.mime import fields as field_block
from worker.mime import limits
from worker.mime.header import header_of
from worker.mime.invitation import invitation_of
from worker.mime.parts import Part, read_parts
from worker.mime.quotes import divide
from worker.mime.reports import failed_addresses
from worker.mime.text import ends_in_text, pieces

A_FEW_LINES = 600  # characters


def read_message(content: bytes, *, header: Header | None = None, arrived: datetime | None = None) -> Message:
    """Read a message, whatever the bytes; they may end anywhere.

    Pass the `header` read before, where there is one: the message keeps its identity then.
    """
    return _read(content, header, arrived)[0]


def read_beginning(content: bytes, *, arrived: datetime | None = None) -> tuple[Message, bool]:
    """Read a message of which only the beginning is there, and whether it takes more of it.

    It does where nothing typed for it has come yet (an endless style sheet, a long quote above the answer),
    where the text breaks off after a few lines, and where a calendar's part or a report's is missing.
    """
    message, root = _read(content, None, arrived)
    new, marks = message.body.of(SpanKind.NEW), message.header.marks
    if Mark.CALENDAR in marks:
        return message, message.invitation is None
    if Mark.REPORT in marks:
        return message, not message.failed
    return message, not new.strip() or (len(new) < A_FEW_LINES and ends_in_text(root))


def _read(content: bytes, header: Header | None, arrived: datetime | None) -> tuple[Message, Part]:
    content = field_block.lines_of(content[: limits.CONTENT])
    fields, raw_body = field_block.split(content)
    header = header or header_of(fields, content, arrived=arrived)
    root = read_parts(fields, raw_body)
    body = divide(pieces(root), header.sender)
    invitation = invitation_of(root)
    if invitation and invitation.method is not InvitationMethod.PUBLISH:
        header = replace(header, marks=header.marks | {Mark.CALENDAR})
    failed = failed_addresses(root, header, body)
    return Message(header, body, invitation, failed), root
