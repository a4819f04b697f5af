"""A reading as a row: what is stored of a message, and nothing else. `loading` is the way back.

Empty fields take no space; JSON is escaped to ASCII, so that no stray surrogate or NUL of strange mail
can stop a batch on any database.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import timedelta
from hashlib import blake2b
from typing import Any

from rules.model import Address, Header, Invitation, Quoted, Reading, Signal
from worker.ports import Packed
from worker.store.schema import micros

Json = dict[str, Any]  # what json.loads gives
_pack = json.JSONEncoder(separators=(",", ":")).encode


def storable(text: str) -> str:
    """A text every database takes: stray surrogates and NUL become the replacement character."""
    return text.encode("utf-8", "replace").decode().replace("\0", "\ufffd")


def fingerprint(header: Header) -> str:
    """A hash of Date, From and Subject: what two copies of one message share (RELIABILITY.md, identity)."""
    subject = " ".join(header.subject.split()).casefold()
    told = f"{micros(header.date) // 1_000_000}\n{header.sender.email}\n{subject}"
    return blake2b(told.encode("utf-8", "replace"), digest_size=8).hexdigest()


def told_apart(message_id: str, mark: str) -> str:
    """The id of a later message under a Message-ID that another one holds: its fingerprint goes into it."""
    left, at, right = storable(message_id).rpartition("@")
    return f"{left}.{mark}@{right}" if at else f"{right}.{mark}"


def to_row(reading: Reading | Packed) -> Json:
    """The columns of table `message`, without owner."""
    return (reading if isinstance(reading, Packed) else pack(reading))._asdict()


def pack(reading: Reading) -> Packed:
    """A reading in its columns."""
    header = reading.header
    return Packed(
        message_id=storable(header.message_id),
        fingerprint=fingerprint(header),
        date=micros(header.date),
        zone=round((header.date.utcoffset() or timedelta()).total_seconds()),
        sender=storable(header.sender.email),
        header=_packed(_header_json(header)),
        signals=_pack([_signal_json(s) for s in reading.signals]) if reading.signals else "",
        facts=_packed(_facts_json(reading)),
    )


def to_json(reading: Reading) -> Json:
    """A reading as the owner may read it: every field that holds something."""
    header = reading.header
    told = {"message_id": header.message_id, "date": header.date.isoformat(), "sender": header.sender.email}
    signals = {"signals": [_signal_json(s) for s in reading.signals]}
    fields = _header_json(header) | signals | _facts_json(reading)
    return told | {name: value for name, value in fields.items() if value}


def _packed(fields: Mapping[str, Any]) -> str:
    kept = {name: value for name, value in fields.items() if value}
    return _pack(kept) if kept else ""


def _pairs(addresses: Iterable[Address]) -> list[tuple[str, str]]:
    return [(a.email, a.name) for a in addresses]


def _header_json(header: Header) -> Json:
    return {
        "name": header.sender.name,
        "to": _pairs(header.to),
        "cc": _pairs(header.cc),
        "bcc": _pairs(header.bcc),
        "reply_to": _pairs(header.reply_to),
        "delivered_to": header.delivered_to,
        "subject": header.subject,
        "in_reply_to": header.in_reply_to,
        "references": header.references,
        "thread_key": header.thread_key,
        "thread_topic": header.thread_topic,
        "list_id": header.list_id,
        "marks": sorted(header.marks),
    }


def _signal_json(signal: Signal) -> Json:
    fields = {
        "form": signal.form,
        "names": signal.names,
        "day": signal.day and signal.day.isoformat(),
        "writer": signal.writer and (signal.writer.email, signal.writer.name),
    }
    return {
        "act": signal.act,
        "confidence": signal.confidence,
        "sentence": signal.sentence,
        "rule": signal.rule,
        "language": signal.language,
    } | {name: value for name, value in fields.items() if value}


def _facts_json(reading: Reading) -> Json:
    return {
        "language": reading.language,
        "greeted": reading.greeted,
        "names": reading.names,
        "organisation": reading.organisation,
        "questions": reading.questions,
        "days": [day.isoformat() for day in reading.days],
        "words": reading.words,
        "invitation": reading.invitation and _invitation_json(reading.invitation),
        "failed": reading.failed,
        "quoted": [_quoted_json(quoted) for quoted in reading.quoted],
    }


def _quoted_json(quoted: Quoted) -> tuple[Any, ...]:
    writer = quoted.writer and (quoted.writer.email, quoted.writer.name)
    return writer, quoted.date and quoted.date.isoformat(), quoted.subject


def _invitation_json(invitation: Invitation) -> Json:
    return {
        "uid": invitation.uid,
        "method": invitation.method,
        "start": invitation.start and invitation.start.isoformat(),
        "end": invitation.end and invitation.end.isoformat(),
        "organizer": invitation.organizer,
        "attendees": invitation.attendees,
        "sequence": invitation.sequence,
    }
