"""Names that may deceive: what a careful reader would want to know before answering (RELIABILITY.md)."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

from rules.model import Address, Person

# Alphabets whose letters pass for one another, and the Latin letters that theirs are taken for (UTS #39).
_ALIKE = frozenset({"LATIN", "CYRILLIC", "GREEK", "ARMENIAN", "CHEROKEE"})
_TAKEN_FOR = str.maketrans(
    "АВЕЅІЈКМНОРСТУХавеѕіјкмнорстухгпһӏԁԛԝѵ" + "ΑΒΕΖΗΙΚΜΝΟΡΤΥΧαβεηικνορτυχω",
    "ABESIJKMHOPCTYXabesijkmhopctyxrnhldqwv" + "ABEZHIKMNOPTYXabenikvoptuxw",
)
_ONE_STROKE = str.maketrans("l1|0", "iiio")
_NOTHING = frozenset[str]()


def cautions(who: Address, people: Sequence[Person]) -> tuple[str, ...]:
    """One sentence for each thing that looks wrong about a name; usually none."""
    found = []
    if any("@" in word and word.strip("<>()\"',;").lower() != who.email for word in who.name.split()):
        found.append("The name shows another address than the one it comes from.")
    if any(map(_is_mixed, who.name.split())):
        found.append("The name mixes letters of two alphabets.")
    if any(_is_mixed(part) or _passes_for_latin(part) for part in _parts(who.email)):
        found.append("The address is not what it looks like: it has letters of another alphabet.")
    if known := _namesake(who, people):
        found.append(f"You know this name from another address, {known}; this one is new to you.")
    return tuple(found)


def _alphabets(word: str) -> frozenset[str]:
    if word.isascii():
        return _NOTHING
    names = (unicodedata.name(letter, "").split(" ")[0] for letter in word if letter.isalpha())
    return _ALIKE.intersection(names)


def _is_mixed(word: str) -> bool:
    return len(_alphabets(word)) > 1


def _passes_for_latin(part: str) -> bool:
    """Whether a part of an address has no Latin letter and can be read as if it had no other."""
    return bool(_alphabets(part)) and part.translate(_TAKEN_FOR).isascii()


def _parts(email: str) -> list[str]:
    """The local part and the labels of the domain, as a mail program may show them (RFC 3492)."""
    local, _, domain = email.rpartition("@")
    return [local, *map(_as_shown, domain.split("."))]


def _as_shown(label: str) -> str:
    try:
        return label[4:].encode().decode("punycode") if label.startswith("xn--") else label
    except UnicodeError:
        return label


def _namesake(who: Address, people: Sequence[Person]) -> str:
    """The address of a person whose name looks the same and to whom the owner has written, to this never."""
    if not who.name or not who.email:
        return ""
    if any(who.email in person.addresses and person.sent for person in people):
        return ""
    look = _look(who.name)
    others = (p for p in people if p.sent and who.email not in p.addresses and _look(p.name) == look)
    return next((p.addresses[0] for p in others if p.addresses), "")


def _look(name: str) -> str:
    """What a name looks like at a glance: two that look alike look the same."""
    bare = (c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c))
    return "".join(bare).translate(_TAKEN_FOR).casefold().translate(_ONE_STROKE)
