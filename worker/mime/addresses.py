"""Address fields to mailboxes (RFC 5322 section 3.4), tolerant, and never fooled about who is meant.

Policy: what stands in angle brackets is the address, and everything before it is only a name:
`me@example.com <evil@example.net>` is evil@example.net. Groups are opened, comments become names
only where there is no other. Encoded words are decoded after the structure is known, so a comma in
an encoded name cannot split it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from rules.model import Address
from worker.mime import limits
from worker.mime.characters import clean, one_line, words

_TOKEN = re.compile(
    r'(?P<quoted>"(?:[^"\\]|\\.)*+")'
    r"|(?P<angle><[^<>]*+>?)"
    r"|(?P<pair>\\.)"
    r"|(?P<mark>[(),;:\[\]\"\\>])"
    r"|(?P<text>[^\"(),;:<>\[\]\\]++)",
    re.DOTALL,
)
_BARE = re.compile(r"""("(?:[^"\\]|\\.)*+"|[^\s"<>()\[\],;:]+)\s?@\s?([^\s"'<>()\[\],;:]+|\[[^\s\]]*\])""")
_SCHEME = re.compile(r"^(?:mailto|smtp|internet)\s*:\s*", re.IGNORECASE)
_SCHEME_BEFORE = re.compile(r"\[?\s*(?:(?:mailto|smtp)\s*:\s*)?$", re.IGNORECASE)
_ESCAPED = re.compile(r"\\(.)")
_SHORT = 200  # characters of a field value that is worth remembering
_LONGEST = 2_000  # characters of one mailbox that are read
_EDGES = " \t'\"<>,;:`"


@dataclass(slots=True)
class _Item:
    """One mailbox while it is read."""

    phrase: list[str] = field(default_factory=list)
    angles: list[str] = field(default_factory=list)
    comment: list[str] = field(default_factory=list)


def addresses(values: Iterable[str]) -> tuple[Address, ...]:
    """All mailboxes of the given field values, each address once, in their order."""
    found: dict[str, Address] = {}
    for value in values:
        for address in mailboxes(value[: limits.HEADER_BLOCK]):
            kept = found.get(address.email)
            if kept is None or (address.name and not kept.name):
                found[address.email] = address
            if len(found) >= limits.ADDRESSES:
                return tuple(found.values())
    return tuple(found.values())


def mailboxes(value: str) -> Iterable[Address]:
    """The mailboxes of one field value that have an address."""
    return _remembered(value) if len(value) < _SHORT else _mailboxes(value)


@lru_cache(maxsize=1024)  # the same few write most of a mailbox
def _remembered(value: str) -> tuple[Address, ...]:
    return tuple(_mailboxes(value))


def _mailboxes(value: str) -> Iterator[Address]:
    waiting = ""  # "Okoye, Dana <dana@…>" without quotes: the first half of a name
    for item in _items(value):
        address = _address(item, waiting)
        if address:
            yield address
        waiting = "" if address or item.angles else " ".join(item.phrase).strip()


def _items(value: str) -> Iterator[_Item]:
    """Cut a field value at its commas and semicolons, and open its groups."""
    item, depth = _Item(), 0
    balanced = value.count("(") == value.count(")")  # else a bracket would swallow all that follows
    for match in _TOKEN.finditer(value):
        kind, piece = match.lastgroup, match[0]
        if balanced and (depth or piece == "("):
            depth = max(0, depth + {"(": 1, ")": -1}.get(piece, 0))
            item.comment.append(piece if kind != "mark" else " ")
        elif piece in (",", ";"):
            yield item
            item = _Item()
        elif piece == ":" and not item.angles and "@" not in "".join(item.phrase):
            item = _Item([_scheme_or_group(item.phrase)])
        elif kind == "angle":
            item.angles.append(piece)
        elif not item.angles:  # what follows the address names nobody
            item.phrase.append(piece)
    yield item


def _scheme_or_group(phrase: list[str]) -> str:
    """Before a colon stands the name of a group, which is dropped, or "mailto", which is kept."""
    text = "".join(phrase)
    return text + ":" if re.search(r"(?:mailto|smtp)$", text, re.IGNORECASE) else ""


def _address(item: _Item, before: str) -> Address | None:
    phrase, comment = "".join(item.phrase)[:_LONGEST], "".join(item.comment)[:_LONGEST]
    for angle in reversed(item.angles):
        email = email_of(angle)
        if email:
            name = f"{before}, {phrase.strip()}" if before and phrase.strip() else phrase
            return Address(email, display_name(name) or display_name(comment))
    bare = _BARE.search(phrase)
    if not bare and "=?" in phrase:  # the whole mailbox was encoded as one word
        phrase = words(phrase)
        bare = _BARE.search(phrase)
    if not bare:
        return None
    email = email_of(bare[0])
    rest = _SCHEME_BEFORE.sub("", phrase[: bare.start()])
    return Address(email, display_name(rest) or display_name(comment)) if email else None


def email_of(text: str) -> str:
    """The bare address in a piece of text, lower case; "" where there is none."""
    return _email_of(text[: 2 * limits.EMAIL])


@lru_cache(maxsize=2048)  # the same few write most of a mailbox, and are named in long lists with others
def _email_of(text: str) -> str:
    text = _SCHEME.sub("", clean(words(text)).strip(_EDGES))
    if text.startswith("@"):  # a route, "<@relay.example:dana@example.org>" (RFC 5322 section 4.4)
        text = text.rpartition(":")[2]
    local, at, domain = text.rpartition("@")
    local, domain = local.strip(_EDGES + "."), domain.strip(_EDGES + ".")
    if not (at and local and domain) or len(local) + len(domain) >= limits.EMAIL:
        return ""
    return "".join(f"{local}@{domain}".split()).lower()


def display_name(text: str) -> str:
    """A name fit to be shown: decoded, NFC, one line, without control or bidi characters, capped.

    What holds no letter and no figure ("$$$$") is no name.
    """
    if not text:
        return ""
    if "\\" in text:
        text = _ESCAPED.sub(r"\1", text)
    text = words(text.replace('"', ""))
    name = one_line(text, limits.NAME).strip(" '`,;:<>[]").strip()
    return name if any(map(str.isalnum, name)) else ""
