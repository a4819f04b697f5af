"""A header block to a Header: who wrote to whom, when, in answer to what, and was it a human."""

from __future__ import annotations

from datetime import datetime

from rules.model import Address, Header
from rules.subjects import normal_subject
from worker.mime import fields as field_block
from worker.mime import limits
from worker.mime.addresses import addresses, display_name, mailboxes
from worker.mime.characters import one_line, words
from worker.mime.dates import date_of
from worker.mime.fields import Fields
from worker.mime.identity import identifiers, message_id, thread_key
from worker.mime.marks import list_id, marks_of

_DELIVERED = ("delivered-to", "x-original-to", "envelope-to", "x-envelope-to", "x-delivered-to")


def read_header(raw: bytes, *, arrived: datetime | None = None) -> Header:
    """Read the header of a message, whatever the bytes; the block may be cut, or a body may follow."""
    content = field_block.lines_of(raw[: limits.CONTENT])
    fields, _ = field_block.split(content)
    return header_of(fields, content, arrived=arrived)


def header_of(fields: Fields, content: bytes, *, arrived: datetime | None = None) -> Header:
    """Make the Header of fields already split from `content`."""
    sender, subject = _sender(fields), _title(fields, "subject")
    return Header(
        message_id=message_id(fields, content),
        date=date_of(fields.text("date"), fields.texts("received"), arrived),
        sender=sender,
        to=_people(fields, "to", "apparently-to"),
        cc=_people(fields, "cc"),
        bcc=_people(fields, "bcc"),
        reply_to=_people(fields, "reply-to"),
        delivered_to=tuple(a.email for a in _people(fields, *_DELIVERED)),
        subject=subject,
        in_reply_to=identifiers(" ".join(fields.texts("in-reply-to"))),
        references=identifiers(" ".join(fields.texts("references"))),
        thread_key=thread_key(fields),
        thread_topic=_topic(fields, subject),
        list_id=list_id(fields),
        marks=marks_of(fields, sender),
    )


def _people(fields: Fields, *names: str) -> tuple[Address, ...]:
    return addresses(fields.texts(*names)) if any(map(fields.values.__contains__, names)) else ()


def _title(fields: Fields, name: str) -> str:
    return one_line(words(fields.text(name)[: limits.FIELD]), limits.SUBJECT)


def _topic(fields: Fields, subject: str) -> str:
    """Outlook's Thread-Topic, where it says more than the subject does (MS-OXOMSG 2.2.1.5)."""
    if "thread-topic" not in fields:
        return ""
    topic = _title(fields, "thread-topic")
    same = normal_subject(topic).text.casefold() == normal_subject(subject).text.casefold()
    return "" if same else topic


def _sender(fields: Fields) -> Address:
    """Who wrote: From; among several authors the one who sent (RFC 5322 section 3.6.2), else the first."""
    authors, senders = _people(fields, "from"), _people(fields, "sender")
    if len(authors) > 1:
        sent = {a.email for a in senders}
        authors = tuple(a for a in authors if a.email in sent) or authors
    found = authors or senders or addresses(fields.texts("reply-to", "return-path"))
    return _named(found[0], fields) if found else Address("", display_name(fields.text("from")))


def _named(sender: Address, fields: Fields) -> Address:
    """Old archives keep the author's name apart, in X-From."""
    if sender.name or "x-from" not in fields:
        return sender
    value = fields.text("x-from")
    named = next((a.name for a in mailboxes(value) if a.name), "")
    return Address(sender.email, named or display_name(value.partition("<")[0]))
