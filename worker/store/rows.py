"""A reading as a row, and back: what is stored of a message, and nothing else.

Empty fields take no space; JSON is escaped to ASCII, so that no stray surrogate or NUL of strange mail
can stop a batch on any database.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta, timezone
from functools import lru_cache
from hashlib import blake2b
from sys import intern
from typing import Any

from rules.model import (
    Act,
    Address,
    Header,
    Invitation,
    InvitationMethod,
    Mark,
    Quoted,
    Reading,
    Signal,
)
from worker.ports import Packed
from worker.store.schema import EPOCH, MICROSECOND, micros

Json = dict[str, Any]  # what json.loads gives
_pack = json.JSONEncoder(separators=(",", ":")).encode
_unpack = json.JSONDecoder().raw_decode  # what we packed has nothing around it to look for
_LOCAL_EPOCH = EPOCH.replace(tzinfo=None)


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


# ── and back ────────────────────────────────────────────────────────────────────────────────


def from_row(row: Any) -> Reading:
    """The reading of a row of table `message`."""
    facts: Json = _unpack(row.facts)[0] if row.facts else {}
    invitation = facts.get("invitation")
    return Reading(
        header=_header(row, _unpack(row.header)[0] if row.header else {}),
        signals=tuple([_signal(s) for s in _unpack(row.signals)[0]]) if row.signals else (),
        language=intern(facts.get("language", "")),
        greeted=_shared(facts.get("greeted", ())),
        names=_shared(facts.get("names", ())),
        organisation=facts.get("organisation", ""),
        questions=facts.get("questions", 0),
        days=tuple([date.fromisoformat(day) for day in facts.get("days", ())]),
        words=facts.get("words", 0),
        invitation=_invitation(invitation) if invitation else None,
        failed=tuple(facts.get("failed", ())),
        quoted=tuple([_quoted(*told) for told in facts.get("quoted", ())]),
    )


def _header(row: Any, fields: Json) -> Header:
    return Header(
        message_id=intern(row.message_id),
        date=_moment(row.date, row.zone),
        sender=_address(row.sender, fields.get("name", "")),
        to=_addresses(fields.get("to", ())),
        cc=_addresses(fields.get("cc", ())),
        bcc=_addresses(fields.get("bcc", ())),
        reply_to=_addresses(fields.get("reply_to", ())),
        delivered_to=tuple(fields.get("delivered_to", ())),
        subject=intern(fields.get("subject", "")),
        in_reply_to=_shared(fields.get("in_reply_to", ())),
        references=_shared(fields.get("references", ())),
        thread_key=fields.get("thread_key", ""),
        thread_topic=fields.get("thread_topic", ""),
        list_id=fields.get("list_id", ""),
        marks=_marks(tuple(fields.get("marks", ()))),
    )


def _shared(texts: Iterable[str]) -> tuple[str, ...]:
    """Texts that other readings hold too, like the ids of a thread: kept once for all of them."""
    return tuple(map(intern, texts))


def _moment(instant: int, seconds: int) -> datetime:
    local = _LOCAL_EPOCH + (instant + seconds * 1_000_000) * MICROSECOND
    return local.replace(tzinfo=_zone(seconds))


@lru_cache(maxsize=256)
def _zone(seconds: int) -> timezone:
    return timezone(timedelta(seconds=seconds))


@lru_cache(maxsize=256)
def _marks(values: tuple[str, ...]) -> frozenset[Mark]:
    return frozenset(Mark(value) for value in values)


@lru_cache(maxsize=16384)
def _address(email: str, name: str) -> Address:
    return Address(email, name)


def _addresses(pairs: Iterable[tuple[str, str]]) -> tuple[Address, ...]:
    return tuple([_address(email, name) for email, name in pairs])


def _signal(fields: Json) -> Signal:
    day, writer = fields.get("day"), fields.get("writer")
    return Signal(
        act=Act(fields["act"]),
        confidence=fields["confidence"],
        sentence=fields["sentence"],
        rule=intern(fields["rule"]),
        language=intern(fields["language"]),
        form=intern(fields.get("form", "")),
        names=tuple(fields.get("names", ())),
        day=date.fromisoformat(day) if day else None,
        writer=_address(*writer) if writer else None,
    )


def _quoted(writer: Sequence[str] | None, date: str | None, subject: str) -> Quoted:
    return Quoted(
        _address(*writer) if writer else None,
        datetime.fromisoformat(date) if date else None,
        intern(subject),
    )


def _invitation(fields: Json) -> Invitation:
    start, end = fields["start"], fields["end"]
    return Invitation(
        uid=fields["uid"],
        method=InvitationMethod(fields["method"]),
        start=datetime.fromisoformat(start) if start else None,
        end=datetime.fromisoformat(end) if end else None,
        organizer=fields["organizer"],
        attendees=tuple((address, answer) for address, answer in fields["attendees"]),
        sequence=fields["sequence"],
    )
