"""The one door between mail and digest: whatever a message holds comes out as harmless plain text.

NFC; no control, format, private or unassigned characters, so no bidi override, zero-width sign or
invisible tag; no letter under a pile of marks; no address of a page; capped. RELIABILITY.md,
"Hostile mail". `cleaned` goes through a whole value, so that nothing can be forgotten.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass, replace
from enum import Enum
from types import MappingProxyType
from typing import Any, TypeVar

T = TypeVar("T")

LINE, TEXT, TOKEN = 300, 4000, 998  # characters of a sentence, of a draft, of a Message-ID
LINK = "[link]"

_REFUSED = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})
_BLANK = frozenset("\u115f\u1160\u3164\uffa0\u2800\u034f\u17b4\u17b5")  # letters and marks that show nothing
_PILE = 3  # marks on one letter that a language may need
_PAGE = re.compile(r"://|\bwww\.[^@]*$|\.[a-z]{2,}/", re.IGNORECASE)


def cleaned(value: T) -> T:
    """The same value with every text in it cleaned, however deep."""
    done: T = _walk(value, "")
    return done


def line(text: str, cap: int = LINE) -> str:
    """One line of text."""
    words = _visible(text[: 4 * cap]).split()
    return _cut(" ".join(LINK if _PAGE.search(word) else word for word in words), cap)


def paragraphs(text: str, cap: int = TEXT) -> str:
    """Text of several lines, at most one of them empty in a row."""
    lines = (line(part, cap) for part in text[: 4 * cap].splitlines())
    return _cut(re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip(), cap)


def token(text: str) -> str:
    """A Message-ID, which is never shown: nothing in it may change but what no header can hold."""
    return "".join(_visible(text[:TOKEN]).split())


def address(text: str) -> str:
    """An address; one that reads like a page is none."""
    kept = token(text)
    return LINK if _PAGE.search(kept) else kept


def _walk(value: Any, name: str) -> Any:
    match value:
        case Enum():
            return value
        case str():
            return _BY_FIELD.get(name, line)(value)
        case tuple():
            return tuple(_walk(one, name) for one in value)
    if is_dataclass(value) and not isinstance(value, type):
        return replace(value, **{f.name: _walk(getattr(value, f.name), f.name) for f in fields(value)})
    return value


_BY_FIELD: Mapping[str, Callable[[str], str]] = MappingProxyType(
    {
        **dict.fromkeys(("message_id", "messages", "in_reply_to", "references"), token),
        **dict.fromkeys(("email", "addresses"), address),
        "text": paragraphs,
    }
)


def _visible(text: str) -> str:
    """NFC without what cannot be seen; white space of any kind becomes a space."""
    if text.isascii() and text.isprintable():
        return text
    kept: list[str] = []
    pile = 0
    for letter in unicodedata.normalize("NFC", text):
        category = unicodedata.category(letter)
        pile = pile + 1 if category in ("Mn", "Me") else 0
        if letter.isspace():
            kept.append(" ")
        elif category not in _REFUSED and letter not in _BLANK and pile <= _PILE:
            kept.append(letter)
    return "".join(kept)


def _cut(text: str, cap: int) -> str:
    return text if len(text) <= cap else text[: cap - 1].rstrip() + "…"
