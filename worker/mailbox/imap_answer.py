"""Untagged answers: those to FETCH as their items (RFC 3501 section 7.4.2), and to STATUS.

Servers differ in order, spacing and in which strings they send as literals, so that nothing is taken
for granted: what cannot be understood is an item left out, and whoever asked sees that it is missing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from enum import Enum

Answer = dict[bytes, object]
"""Items by name in upper case, with their section: numbers as int, strings as bytes, NIL as None."""

# What nearly every answer looks like: facts without parentheses, then sections as literals.
_PLAIN = re.compile(
    rb"\* \d+ FETCH \("
    rb"(?:(?:UID (?P<uid>\d+)|RFC822\.SIZE (?P<size>\d+)|INTERNALDATE \"(?P<day>[^\"\\]*)\") )+"
    rb"(?P<section>BODY\[[^]]*\](?:<\d+>)?) \{\d+\}"
)
_SECTION = re.compile(rb" (BODY\[[^]]*\](?:<\d+>)?) \{\d+\}")
_FETCH = re.compile(rb"\* \d+ FETCH (?=\()", re.IGNORECASE)
_TOKEN = re.compile(
    rb"[ \r\n]*(?:(?P<mark>[()])|\"(?P<quoted>(?:[^\"\\]|\\.)*)\"|\{(?P<literal>\d+)\}\Z"
    rb"|(?P<atom>(?:[^ ()\"{\[]|\[[^]]*\])+))"
)
_FACT = re.compile(rb"([A-Za-z]+) (\d{1,19})\b")  # of 63 bits at most (RFC 7162)
_ESCAPED = re.compile(rb"\\(.)")


class _Mark(Enum):
    """A parenthesis: no string of a server's can be taken for it."""

    OPEN = b"("
    CLOSE = b")"


Token = bytes | int | None | list["Token"]


def plain(pieces: Sequence[bytes]) -> Answer | None:
    """The answer, where it looks as nearly all do; None where `tolerant` must take a closer look."""
    found = _PLAIN.fullmatch(pieces[0])
    if not found or not found["uid"] or pieces[-1] != b")":
        return None
    answer: Answer = {b"UID": int(found["uid"]), found["section"]: pieces[1]}
    if found["size"]:
        answer[b"RFC822.SIZE"] = int(found["size"])
    if found["day"] is not None:
        answer[b"INTERNALDATE"] = found["day"]
    for text, literal in zip(pieces[2:-1:2], pieces[3:-1:2], strict=False):
        more = _SECTION.fullmatch(text)
        if not more:
            return None
        answer[more[1]] = literal
    return answer


def tolerant(pieces: Sequence[bytes]) -> Answer | None:
    """The answer, whatever it looks like, as far as it can be understood; None where it is no FETCH."""
    begun = _FETCH.match(pieces[0])
    if not begun:
        return None
    tokens = _nested(_tokens((pieces[0][begun.end() :], *pieces[1:])))
    items = tokens[0] if tokens and isinstance(tokens[0], list) else []
    pairs = zip(items[::2], items[1::2], strict=False)
    return {name.upper(): value for name, value in pairs if isinstance(name, bytes)}


def _tokens(pieces: Sequence[bytes]) -> Iterator[bytes | int | _Mark | None]:
    for text, literal in zip(pieces[::2], (*pieces[1::2], b""), strict=False):
        for found in _TOKEN.finditer(text):
            match found.lastgroup:
                case "mark":
                    yield _Mark(found["mark"])
                case "quoted":
                    yield _ESCAPED.sub(rb"\1", found["quoted"])
                case "literal":
                    yield literal
                case _:
                    yield _atom(found["atom"])


def _atom(atom: bytes) -> bytes | int | None:
    if atom.isdigit():
        return int(atom)
    return None if atom.upper() == b"NIL" else atom


def _nested(tokens: Iterator[bytes | int | _Mark | None]) -> list[Token]:
    """Parenthesised lists as lists; one that is never closed ends where the answer does."""
    open_lists: list[list[Token]] = [[]]
    for token in tokens:
        if token is _Mark.OPEN:
            inner: list[Token] = []
            open_lists[-1].append(inner)
            open_lists.append(inner)
        elif token is _Mark.CLOSE:
            del open_lists[max(1, len(open_lists) - 1) :]
        elif not isinstance(token, _Mark):
            open_lists[-1].append(token)
    return open_lists[0]


def status(lines: Sequence[bytes]) -> dict[str, int]:
    """What the last STATUS answer among untagged lines says (RFC 3501 section 7.2.4)."""
    said = [line for line in lines if line.upper().startswith(b"* STATUS ")]
    found = _FACT.findall(said[-1].rpartition(b"(")[2]) if said else ()
    return {name.decode("ascii").upper(): int(value) for name, value in found}
