"""A whole message, or its beginning, to a Message."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from rules.model import Header, InvitationMethod, Mark, Message
from worker.mime import fields as field_block
from worker.mime import limits
from worker.mime.header import header_of
from worker.mime.invitation import invitation_of
from worker.mime.parts import read_parts
from worker.mime.quotes import divide
from worker.mime.reports import failed_addresses
from worker.mime.text import pieces


def read_message(content: bytes, *, header: Header | None = None, arrived: datetime | None = None) -> Message:
    """Read a message, whatever the bytes; they may end anywhere.

    Pass the `header` read before, where there is one: the message keeps its identity then.
    """
    content = field_block.lines_of(content[: limits.CONTENT])
    fields, raw_body = field_block.split(content)
    header = header or header_of(fields, content, arrived=arrived)
    root = read_parts(fields, raw_body)
    body = divide(pieces(root), header.sender)
    invitation = invitation_of(root)
    if invitation and invitation.method is not InvitationMethod.PUBLISH:
        header = replace(header, marks=header.marks | {Mark.CALENDAR})
    failed = failed_addresses(root, header, body)
    return Message(header, body, invitation, failed)
