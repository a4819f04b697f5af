"""Names that may deceive: what a careful reader would want to know before answering (RELIABILITY.md)."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

from rules.model import Address, Person

# Alphabets whose letters pass for one another.
_ALIKE = frozenset({"LATIN", "CYRILLIC", "GREEK", "ARMENIAN", "CHEROKEE"})


def cautions(who: Address, people: Sequence[Person]) -> tuple[str, ...]:
    """One sentence for each thing that looks wrong about a name; usually none."""
    found = []
    if any("@" in word and word.strip("<>()\"',;").lower() != who.email for word in who.name.split()):
        found.append("The name shows another address than the one it comes from.")
    if any(len(_alphabets(word)) > 1 for word in (*who.name.split(), who.email)):
        found.append("The name mixes letters of two alphabets.")
    if known := _namesake(who, people):
        found.append(f"You know this name from another address, {known}; this one is new to you.")
    return tuple(found)


def _alphabets(word: str) -> frozenset[str]:
    names = (unicodedata.name(letter, "").split(" ")[0] for letter in word if letter.isalpha())
    return _ALIKE.intersection(names)


def _namesake(who: Address, people: Sequence[Person]) -> str:
    """The address of another person of that name to whom the owner has written, this one never."""
    if not who.name or not who.email:
        return ""
    if any(who.email in person.addresses and person.sent for person in people):
        return ""
    name = who.name.casefold()
    others = (p for p in people if p.sent and p.name.casefold() == name and who.email not in p.addresses)
    return next((p.addresses[0] for p in others if p.addresses), "")
