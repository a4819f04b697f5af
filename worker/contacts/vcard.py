"""vCard 3.0 and 4.0 (RFC 2426, RFC 6350), and 2.1 as telephones write it: a broken card costs itself."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import chain
from typing import Any

import vobject

from rules.model import PersonNote
from worker.contacts.card import Card, entry, profile
from worker.ports import LeftOut

MOST = 256 * 1024  # characters of a card, of what is read of it

# It would print the lines it cannot read, and they name people (ARCHITECTURE.md invariant 6).
logging.getLogger("vobject.base").disabled = True

# Only these are read: pictures and keys are most of a file, and what is not read cannot break a card.
_WANTED = frozenset(
    {"BEGIN", "END", "VERSION", "FN", "N", "EMAIL", "ORG", "TITLE", "CATEGORIES", "NOTE", "URL"}
    | {"KIND", "X-SOCIALPROFILE", "X-ABSHOWAS", "X-ADDRESSBOOKSERVER-KIND"}
)
_PROPERTY = re.compile(r"(?:[\w-]+\.)?([A-Za-z][A-Za-z0-9-]*)[;:]")
_SOFT_BREAK = re.compile(r"quoted-printable.*=\s*$", re.IGNORECASE)


def cards(lines: Iterable[str], *, first: int = 1) -> Iterator[PersonNote | LeftOut]:
    """Every card; `where` is the line on which it begins. `first` is the number of the first line."""
    card: _OpenCard | None = None
    for number, line in enumerate(lines, first):
        mark = line.strip().upper()
        if mark == "BEGIN:VCARD":
            if card:
                yield card.without_end()
            card = _OpenCard(f"line {number}")
        elif mark == "END:VCARD" and card:
            yield card.read()
            card = None
        elif card:
            card.take(line)
    if card:
        yield card.without_end()


@dataclass(slots=True)
class _OpenCard:
    """The lines of one card that are read, with those they go on in (RFC 6350 section 3.2)."""

    where: str
    text: list[str] = field(default_factory=list)
    size: int = 0
    wanted: bool = False  # the property that the last line belongs to is read
    soft: bool = False  # the last line goes on in the next, as quoted-printable says it

    def take(self, line: str) -> None:
        """Keep a line or pass it over."""
        if self.soft or line.startswith((" ", "\t")):
            self.soft = self.soft and line.rstrip().endswith("=")
        else:
            found = _PROPERTY.match(line)
            self.wanted = bool(line.strip()) and (not found or found[1].upper() in _WANTED)
            self.soft = bool(_SOFT_BREAK.search(line))
        if self.wanted and self.size <= MOST:
            self.text.append(line)
            self.size += len(line)

    def read(self) -> PersonNote | LeftOut:
        """The entry of the card."""
        if self.size > MOST:
            return LeftOut(self.where, "the card is too long")
        text = "".join(("BEGIN:VCARD\n", *self.text, "END:VCARD\n"))
        try:
            found = vobject.readOne(text, allowQP="VERSION:2.1" in text.upper())
            return _entry(found.contents, self.where)
        except Exception:  # strange cards make the parser raise almost anything, their own text in it
            return LeftOut(self.where, "the card cannot be read")

    def without_end(self) -> LeftOut:
        """What is said of a card that was never closed."""
        return LeftOut(self.where, "the card has no end")


def _entry(said: dict[str, list[Any]], where: str) -> PersonNote | LeftOut:
    kind = " ".join(_texts(said, "kind", "x-addressbookserver-kind", "x-abshowas")).lower()
    if kind and kind != "individual":
        return LeftOut(where, "stands for a group or a company")
    emails = sorted(said.get("email", ()), key=_preference)
    pages = (profile(text) for text in _texts(said, "url", "x-socialprofile"))
    return entry(
        Card(
            name=next(chain(_texts(said, "fn"), _full_names(said)), ""),
            addresses=tuple(str(one.value) for one in emails),
            organisation=next(_texts(said, "org"), ""),
            position=next(_texts(said, "title"), ""),
            labels=tuple(label for one in said.get("categories", ()) for label in one.value),
            note=next(_texts(said, "note"), ""),
            profile=next(filter(None, pages), ""),
        ),
        where,
    )


def _texts(said: dict[str, list[Any]], *names: str) -> Iterator[str]:
    """The values of properties that are not empty; of a list its first part, as the company of ORG."""
    for name in names:
        for one in said.get(name, ()):
            value = one.value[0] if isinstance(one.value, list) and one.value else one.value
            if text := str(value or "").strip():
                yield text


def _full_names(said: dict[str, list[Any]]) -> Iterator[str]:
    """N put together, for cards that have no FN."""
    for one in said.get("n", ()):
        parts = (one.value.given, one.value.additional, one.value.family)
        yield " ".join(" ".join(p) if isinstance(p, list) else str(p) for p in parts)


def _preference(email: Any) -> int:
    """RFC 6350 section 5.3: 1 is the most preferred; TYPE=pref is how 3.0 says it."""
    said = [str(value).lower() for value in email.params.get("PREF", ())]
    if said and said[0].isdecimal():
        return min(int(said[0][:4]), 100)
    return 1 if "pref" in [str(value).lower() for value in email.params.get("TYPE", ())] else 101
