"""The parts of a message to its one readable text.

Policy: of alternatives the plain one, unless it is empty; of related parts the root; of mixed parts all
that are shown, in their order; attachments and winmail.dat never. A message enclosed in a message is
kept as quoted text under a header block of our own making.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from rules.model import Address
from worker.mime import limits
from worker.mime.characters import clean
from worker.mime.header import header_of
from worker.mime.html import MARKERS, html_to_text
from worker.mime.parts import Part

_LETTER = re.compile(r"\w")
# Text that nobody typed; any other subtype is shown as plain text (RFC 2046 section 4.1.4).
_DATA = (
    "calendar",
    "vcard",
    "x-vcard",
    "directory",
    "csv",
    "css",
    "rtf",
    "javascript",
    "xml",
    "rfc822-headers",
)


@dataclass(frozen=True, slots=True)
class Piece:
    """Text of one part; `enclosed` where it belongs to a message inside the message."""

    text: str
    enclosed: bool = False


def pieces(part: Part) -> tuple[Piece, ...]:
    """The readable texts of a message, in order, together at most `limits.TEXT` characters."""
    found: list[Piece] = []
    room = limits.TEXT
    for piece in _readable(part):
        if room <= 0:
            break
        text = clean(piece.text[:room]).strip("\n")
        if text.strip():
            found.append(Piece(text, piece.enclosed))
            room -= len(text) + 1
    return tuple(found)


def ends_in_text(part: Part) -> bool:
    """Whether the last bytes of a message stand in the text that is read: where it was cut, text was."""
    if not part.kind.startswith("multipart/") or not part.children:
        return part.kind.startswith("text") and not part.attached
    *before, last = part.children
    if not ends_in_text(last):
        return False
    return part.kind != "multipart/alternative" or not any(map(_speaks, before))


def _speaks(part: Part) -> bool:
    return any(_LETTER.search(piece.text) for piece in _readable(part))


def _readable(part: Part) -> Iterator[Piece]:
    if part.kind.startswith("multipart/"):
        yield from _of_multipart(part)
    elif part.kind.startswith("message/") and part.children:
        yield Piece(_heading(part.children[0]), enclosed=True)
        for piece in _readable(part.children[0]):
            yield Piece(piece.text, enclosed=True)
    elif part.kind.startswith("text") and part.kind.partition("/")[2] not in _DATA:
        yield Piece(_text(part))


def _of_multipart(part: Part) -> Iterator[Piece]:
    if part.kind == "multipart/alternative":
        yield from _best(part.children)
    elif part.kind in ("multipart/related", "multipart/signed", "multipart/encrypted"):
        for child in part.children[:1]:
            yield from _readable(child)
    else:
        for child in part.children:
            if not child.attached or child.kind.startswith("message/"):
                yield from _readable(child)


def _best(alternatives: tuple[Part, ...]) -> Iterator[Piece]:
    """The plainest alternative that says something (RFC 2046 section 5.1.4 puts it first)."""
    for child in sorted(alternatives, key=_rank):
        found = list(_readable(child))
        if any(_LETTER.search(piece.text) for piece in found):
            yield from found
            return


def _rank(part: Part) -> int:
    kinds = {leaf.kind for leaf in part.walk() if not leaf.attached}
    return 0 if "text/plain" in kinds else 1 if "text/html" in kinds else 2


def _text(part: Part) -> str:
    text = part.text()
    if part.kind in ("text/html", "text/enriched", "text/richtext"):
        return html_to_text(text)
    if part.parameters.get("format", "").lower() == "flowed":
        text = unflow(text, joined="" if part.parameters.get("delsp", "").lower() == "yes" else " ")
    return text if text.isascii() else MARKERS.sub("", text)


def unflow(text: str, *, joined: str = " ") -> str:
    """Join the soft line breaks of format=flowed (RFC 3676 section 4), quoted paragraphs included."""
    out: list[str] = []
    flowing = ""  # quote marks of the paragraph that goes on, with ">" as an end mark
    for line in text.split("\n"):
        body = line.lstrip(">")
        marks = line[: len(line) - len(body)]
        body = body.removeprefix(" ")
        if flowing == f"{marks}|" and body != "-- ":
            out[-1] = out[-1][:-1] + joined + body
        else:
            out.append(f"{marks} {body}" if marks else body)
        flowing = f"{marks}|" if body.endswith(" ") and body != "-- " else ""
    return "\n".join(out)


def _heading(message: Part) -> str:
    """A header block for an enclosed message, as mail programs write it."""
    header = header_of(message.fields, message.body)
    lines = [f"From: {_shown(header.sender)}", f"Date: {header.date:%Y-%m-%d %H:%M %z}"]
    lines += [f"To: {', '.join(_shown(a) for a in header.to[:10])}"] if header.to else []
    return "\n".join([*lines, f"Subject: {header.subject}", ""])


def _shown(address: Address) -> str:
    return f"{address.name} <{address.email}>" if address.name else address.email
