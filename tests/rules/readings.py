"""Messages without a mailbox, and what is read in them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime

from rules.model import Act, Address, Body, Header, Message, Reading, Signal, Span, SpanKind
from rules.reading.signals import STRONG, read
from tests.builders import MARA, mail, owner
from worker.packs import packs

INES = "Ines Duarte <ines@harbour.example>"
TOMAS = "Tomas Keller <tomas@nordvik.example>"
NOON = datetime(2026, 11, 3, 12, tzinfo=UTC)
HEADER = Header(
    message_id="<one@harbour.example>",
    date=NOON,
    sender=Address("ines@harbour.example", "Ines Duarte"),
    to=(Address("mara@lindqvist.example", "Mara Lindqvist"),),
    subject="Moorings",
)


def reading_of(message: Message) -> Reading:
    return read(message, owner=owner(), packs=packs())


def typed(text: str, header: Header = HEADER, **rest: object) -> Message:
    message = Message(header, Body(text, (Span(SpanKind.NEW, 0, len(text)),)))
    return replace(message, **rest)  # type: ignore[arg-type]  # fields by name


def sure(reading: Reading) -> Mapping[Act, Signal]:
    return {s.act: s for s in reading.signals if s.writer is None and s.confidence >= STRONG}


def answer(says: str, to: str, *, receiver: str = INES) -> Reading:
    """What is read in an answer of mine to a mail of Ines that said `to`."""
    first = mail(INES, to, on="Mon 2026-11-02 09:00", to=[MARA, TOMAS], subject="Boats")
    return mail(MARA, says, on="Tue 2026-11-03 09:00", to=receiver, answers=first).reading(owner())
