"""Wordings: how letters are said in a language, from the [drafts] table of its pack (rules/README.md)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, NamedTuple

from rules.tables import table as words

Line = str | Sequence[str]  # several: the first of which all facts are known
Variants = Sequence[Sequence[Line]]
Table = Mapping[str, object]

FACTS = words("""
    to to_name owner owner_name introducer introducer_name bcc bcc_name
    requester requester_name target target_name
    organisation topic blurb meeting since deadline slot1 slot2 slot1day
""")


class Elision(NamedTuple):
    """What becomes of a word before a fact that begins in some way: "de" before "Anna" is "d'"."""

    becomes: str
    before: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Wordings:
    """Texts by key, and how the language writes days, greets and signs. Where it has them, `formal` ones."""

    language: str
    texts: Mapping[str, Variants]
    greeting: Line = ""
    signed: str = "{owner}"
    weekdays: tuple[str, ...] = ()
    months: tuple[str, ...] = ()
    first: str = "1"  # how the first of a month is written
    day: str = "{weekday} {number} {month}"
    slot: str = "{day} {hour}"
    prefix: str = "Re: "
    elided: Mapping[str, Elision] = field(default_factory=dict)
    address: Mapping[str, frozenset[str]] = field(default_factory=dict)  # words that show a register
    formal: Wordings | None = None

    def in_words(self, day: date) -> str:
        """ "Tuesday 24 November", as the language writes it."""
        if not self.weekdays or not self.months:
            return day.isoformat()
        number = self.first if day.day == 1 else str(day.day)
        return self.day.format(weekday=self._weekday(day), number=number, month=self.months[day.month - 1])

    def at(self, day: date, hour: int) -> str:
        """ "Tuesday 24 November at 10:00"."""
        return self.slot.format(
            weekday=self._weekday(day), day=self.in_words(day), hour=f"{hour}:00", oclock=hour
        )

    def _weekday(self, day: date) -> str:
        return self.weekdays[day.weekday()] if self.weekdays else ""


def wordings(language: str, table: Table) -> Wordings:
    """The [drafts] table of a pack as Wordings, once no mistake was found in it (mistakes.py)."""
    familiar = _read(language, table)
    if "formal" not in table:
        return familiar
    formal = _dict(table["formal"])
    texts = {**_dict(table.get("text")), **_dict(formal.get("text"))}
    return replace(familiar, formal=_read(language, {**table, **formal, "text": texts}))


def _read(language: str, table: Table) -> Wordings:
    plain = Wordings(language, {})
    said = {name: value for name, value in table.items() if isinstance(value, str)}
    return Wordings(
        language,
        texts=_dict(table.get("text")),
        greeting=table.get("greeting", plain.greeting),  # type: ignore[arg-type]  # checked: a line
        signed=said.get("signed", plain.signed),
        weekdays=tuple(said.get("days", "").split()),
        months=tuple(said.get("months", "").split()),
        first=said.get("first", plain.first),
        day=said.get("day", plain.day),
        slot=said.get("slot", plain.slot),
        prefix=said.get("prefix", plain.prefix),
        elided={word: Elision(v[0], tuple(v[1:])) for word, v in _dict(table.get("elided")).items()},
        address={name: words(v) for name, v in _dict(table.get("address")).items()},
    )


def _dict(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}
