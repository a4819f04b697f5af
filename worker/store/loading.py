"""The columns of table `message` as a reading again: the way back from `rows.pack`.

Whoever reads a whole mailbox holds it all at once, and most of what a reading holds stands in others too:
the addresses it is to, the ids of its thread, the mail it quotes. A loader makes such values once.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta, timezone
from functools import cache, lru_cache
from typing import Any

from rules.model import Act, Address, Header, Invitation, InvitationMethod, Mark, Quoted, Reading, Signal
from worker.store.schema import EPOCH, MICROSECOND

Json = dict[str, Any]  # what json.loads gives
Ways = Mapping[str, Callable[[Any], Any]]
"""How each field that a column may hold is read; one that is not there is empty, as its class says."""

_NEAR = 4_096  # texts and quoted mails that are known again: what shares them is not far off in time
_unpack = json.JSONDecoder().raw_decode  # what we packed has nothing around it to look for


class Loader:
    """Readings from their columns, in which what is equal is one value."""

    def __init__(self) -> None:
        self._text = lru_cache(_NEAR)(str)
        self._address = cache(Address)
        self._header = _header_ways(self._text, self._address)
        self._facts = _facts_ways(self._text, self._address)
        self._signal = _signal_ways(self._text, self._address)

    def reading(self, packed: Sequence[Any]) -> Reading:
        """The reading that these columns hold, in the order of `Packed`."""
        *_, signals, facts = packed
        return Reading(
            header=self.header(packed),
            signals=tuple([Signal(**_read(told, self._signal)) for told in _unpacked(signals)]),
            **_read(_unpacked(facts), self._facts),
        )

    def header(self, packed: Sequence[Any]) -> Header:
        """Its header alone."""
        message_id, _, date, zone, sender, header, *_ = packed
        fields = _unpacked(header)
        return Header(
            message_id=self._text(message_id),
            date=_epoch(zone) + date * MICROSECOND,
            sender=self._address(sender, fields.get("name", "")),
            **_read(fields, self._header),
        )


def _unpacked(column: str) -> Any:
    return _unpack(column)[0] if column else {}


def _read(fields: Json, ways: Ways) -> Json:
    return {name: ways[name](value) for name, value in fields.items() if name in ways}


Text = Callable[[str], str]
Known = Callable[[str, str], Address]  # by address and name


def _header_ways(text: Text, address: Known) -> Ways:
    line = _line(address)
    return {
        **dict.fromkeys(("to", "cc", "bcc", "reply_to"), line),
        **dict.fromkeys(("in_reply_to", "references"), lambda ids: tuple(map(text, ids))),
        **dict.fromkeys(("subject", "thread_key", "thread_topic", "list_id"), text),
        "delivered_to": _texts(text),
        "marks": lambda marks: _marks(tuple(marks)),
    }


def _facts_ways(text: Text, address: Known) -> Ways:
    day, quoted = cache(date.fromisoformat), _quoted(text, address)
    return {
        **dict.fromkeys(("greeted", "names", "failed"), _texts(text)),
        **dict.fromkeys(("language", "organisation"), text),
        **dict.fromkeys(("questions", "words"), int),
        "days": lambda days: tuple(map(day, days)),
        "invitation": _invitation,
        "quoted": lambda mails: tuple([quoted(writer and tuple(writer), *told) for writer, *told in mails]),
    }


def _signal_ways(text: Text, address: Known) -> Ways:
    return {
        **dict.fromkeys(("sentence", "rule", "language", "form"), text),
        "act": Act,
        "confidence": float,
        "names": _texts(text),
        "day": date.fromisoformat,
        "writer": lambda writer: address(*writer),
    }


def _texts(text: Text) -> Callable[[Iterable[str]], tuple[str, ...]]:
    kept = cache(lambda told: tuple(map(text, told)))
    return lambda told: kept(tuple(told))


def _line(address: Known) -> Callable[[Iterable[Iterable[str]]], tuple[Address, ...]]:
    kept = cache(lambda pairs: tuple([address(*pair) for pair in pairs]))
    return lambda pairs: kept(tuple(map(tuple, pairs)))


def _quoted(text: Text, address: Known) -> Callable[..., Quoted]:
    @lru_cache(_NEAR)
    def quoted(writer: tuple[str, str] | None, date: str | None, subject: str) -> Quoted:
        return Quoted(
            address(*writer) if writer else None,
            datetime.fromisoformat(date) if date else None,
            text(subject),
        )

    return quoted


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


@lru_cache(maxsize=256)
def _epoch(zone: int) -> datetime:
    return EPOCH.astimezone(timezone(timedelta(seconds=zone)))


@lru_cache(maxsize=256)
def _marks(values: tuple[str, ...]) -> frozenset[Mark]:
    return frozenset(map(Mark, values))
