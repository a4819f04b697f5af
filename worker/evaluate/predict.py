"""What Introloop says of a label, by the same way every mail goes: mime, signals, review."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from rules.model import Message, Owner, Reading
from rules.reading.signals import STRONG, matters
from rules.review import review, single
from worker.evaluate.labels import decisions_of, notes_of, now_of, owner_of
from worker.face import review_json
from worker.letter import Label, letter
from worker.mime import read_header, read_message
from worker.ports import Coverage

Reader = Callable[[Message, Owner], Reading]
"""How a message is read: rules.reading.signals.read with the packs already chosen."""


def predict(label: Label, *, read: Reader) -> dict[str, Any]:
    """One line of predictions (DOMAIN.md section 8) for a story or a single message."""
    return _story(label, read=read) if "messages" in label else _single(label, read=read)


def _single(label: Label, *, read: Reader) -> dict[str, Any]:
    owner = owner_of(label)
    reading = read_letter(label["message"], owner=owner, read=read)
    introducer, introduced = single(reading)
    return {
        "id": label["id"],
        "acts": acts_of(reading),
        "introducer": introducer and _named(introducer, label),
        "introduced": list(dict.fromkeys(_named(who, label) for who in introduced)),
    }


def _named(who: str, label: Label) -> str:
    """An owner has many addresses and is one person: the first of those labelled names them."""
    first: str = label["owner"]["addresses"][0]
    return first if who in owner_of(label).addresses else who


def _story(label: Label, *, read: Reader) -> dict[str, Any]:
    """A mailbox of its own, as it stood at its `now`; mail that cannot matter is left out."""
    owner, now = owner_of(label), now_of(label)
    seen = {m["message_id"]: read_letter(m, owner=owner, read=read) for m in label["messages"]}
    said = review(
        [reading for reading in seen.values() if matters(reading.header) and reading.header.date <= now],
        owner=owner,
        notes=notes_of(label),
        decisions=[decision for decision in decisions_of(label) if decision.at <= now],
        now=now,
    )
    return {
        "id": label["id"],
        "review": review_json(said, Coverage(last_complete=now), everything=True),
        "acts": {message_id: acts_of(reading) for message_id, reading in seen.items()},
    }


def read_letter(message: Label, *, owner: Owner, read: Reader) -> Reading:
    """A labelled message from bytes to its reading."""
    content = letter(message)
    header = read_header(content, arrived=None)
    return read(read_message(content, header=header, arrived=None), owner)


def acts_of(reading: Reading) -> list[str]:
    """What the message's own new text surely does: quoted words are never the sender's act (rules 10, 13)."""
    sure = (s for s in reading.signals if s.writer is None and s.confidence >= STRONG)
    return list(dict.fromkeys(signal.act.value for signal in sure)) or ["none"]
