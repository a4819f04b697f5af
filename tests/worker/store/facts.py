"""Readings and batches as the store's tests tell them, and every reading hypothesis can think of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields
from datetime import datetime, timedelta, timezone
from typing import Any

from hypothesis import strategies as st

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
from worker.ports import Batch, Bookmark, Sighting

SUMMER = timezone(timedelta(hours=2))
NOON = datetime(2026, 11, 16, 12, 0, tzinfo=SUMMER)

ME = Address("mira@example.com", "Mira Lind")
DANA = Address("dana.okoye@example.org", "Dana Okoye")
TOMAS = Address("tomas@ruud.example", "Tomas Ruud")


def signal(sentence: str, **facts: Any) -> Signal:
    """What one sentence shows."""
    act = facts.pop("act", Act.INTRODUCES)
    return Signal(act, 0.9, sentence, "en.introduces.1", "en", **facts)


def reading(key: str = "1", **facts: Any) -> Reading:
    """A mail from Dana to me at noon, unless said otherwise; header facts and reading facts alike."""
    names = {field.name for field in fields(Header)}
    head = {name: facts.pop(name) for name in tuple(facts) if name in names}
    told: dict[str, Any] = {"message_id": f"<{key}@mail.example>", "date": NOON, "sender": DANA, "to": (ME,)}
    return Reading(header=Header(**told | head), **facts)


def batch(*readings: Reading, first: int = 1, folder: str = "INBOX", validity: int = 7, **more: Any) -> Batch:
    """One step of a scan: these readings under rising UIDs, and the bookmark behind the last."""
    upto = more.pop("upto", first + len(readings) - 1)
    sightings = tuple(Sighting(uid, each) for uid, each in enumerate(readings, first))
    return Batch(Bookmark("work", folder, validity, upto), sightings, **more)


def many(count: int, *, start: int = 0) -> Sequence[Reading]:
    """Different mails, a minute apart."""
    return [
        reading(f"{i:06}", date=NOON + timedelta(minutes=i), subject=f"Number {i}")
        for i in range(start, start + count)
    ]


# ── Every reading there can be ──────────────────────────────────────────────────────────────

_text = st.text(max_size=20)
_texts = st.lists(_text, max_size=3).map(tuple)
_addresses = st.builds(Address, email=_text, name=_text)
_lists = st.lists(_addresses, max_size=3).map(tuple)
_moments = st.builds(
    lambda naive, minutes: naive.replace(tzinfo=timezone(timedelta(minutes=minutes))),
    st.datetimes(),
    st.integers(-23 * 60, 23 * 60),
)


def _all(kind: type[Any], **parts: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """Values of a class with no field left to its default: a new field must come in here too."""
    assert set(parts) == {field.name for field in fields(kind)}
    return st.builds(kind, **parts)


_headers = _all(
    Header,
    message_id=st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=20),
    date=_moments,
    sender=st.builds(Address, email=st.emails(), name=_text),
    to=_lists,
    cc=_lists,
    bcc=_lists,
    reply_to=_lists,
    delivered_to=_texts,
    subject=_text,
    in_reply_to=_texts,
    references=_texts,
    thread_key=_text,
    thread_topic=_text,
    list_id=_text,
    marks=st.frozensets(st.sampled_from(Mark)),
)
_signals = _all(
    Signal,
    act=st.sampled_from(Act),
    confidence=st.floats(0, 1),
    sentence=_text,
    rule=_text,
    language=_text,
    form=_text,
    names=_texts,
    day=st.none() | st.dates(),
    writer=st.none() | _addresses,
)
_invitations = _all(
    Invitation,
    uid=_text,
    method=st.sampled_from(InvitationMethod),
    start=st.none() | _moments,
    end=st.none() | _moments,
    organizer=_text,
    attendees=st.lists(st.tuples(_text, _text), max_size=3).map(tuple),
    sequence=st.integers(0, 99),
)
_quotes = _all(Quoted, writer=st.none() | _addresses, date=st.none() | _moments, subject=_text)
readings: st.SearchStrategy[Reading] = _all(
    Reading,
    header=_headers,
    signals=st.lists(_signals, max_size=3).map(tuple),
    language=_text,
    greeted=_texts,
    names=_texts,
    organisation=_text,
    questions=st.integers(0, 99),
    days=st.lists(st.dates(), max_size=3).map(tuple),
    words=st.integers(0, 999),
    invitation=st.none() | _invitations,
    failed=_texts,
    quoted=st.lists(_quotes, max_size=3).map(tuple),
)

__all__ = ["DANA", "ME", "NOON", "SUMMER", "TOMAS", "batch", "many", "reading", "readings", "signal"]
