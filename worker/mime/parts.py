"""A message's parts as a tree, cut out of the bytes without copying structure we do not need (RFC 2046).

Policy: at most `limits.PARTS` parts and `limits.DEPTH` levels; what lies beyond is left out. A message
may be cut anywhere: a part without its closing boundary ends where the bytes end. The standard
library's parser recurses with the sender's nesting and builds every part; this one has caps by design.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from worker.mime import limits
from worker.mime.characters import decode_cut, from_base64, from_quoted_printable
from worker.mime.fields import Fields, split
from worker.mime.structured import filename, parameters

_GUESSED_BOUNDARY = re.compile(rb"^--([^\s-][^\n]{0,69}?)[ \t]*\n", re.MULTILINE)
_AFTER_DELIMITER = re.compile(rb"(--)?[ \t]*(?:\n|\Z)")
_UUENCODED = re.compile(
    r"^begin(?:-base64)? [0-7]{3,4} [^\n]{1,200}\n(?:[\x20-\x60]{1,90}\n)+(?:`?\n?end(?:\n|\Z))?", re.M
)
_ENCODED_TEXT_CAP = 2 * limits.TEXT * 4  # bytes of an encoded part that can yield the capped text


@dataclass(frozen=True, slots=True)
class Part:
    """One node of the tree; `body` is still in its transfer encoding."""

    kind: str  # media type, lower case
    parameters: Mapping[str, str]
    fields: Fields
    body: bytes
    children: tuple[Part, ...] = ()
    attached: bool = False  # to be offered as a file, not shown

    def walk(self) -> Iterator[Part]:
        """This part and all below it, in their order."""
        yield self
        for child in self.children:
            yield from child.walk()

    def content(self) -> bytes:
        """The body without its transfer encoding, as far as it can be read (RFC 2045 section 6)."""
        encoding = self.fields.text("content-transfer-encoding").lower().strip(" \t;\"'.")
        raw = self.body[:_ENCODED_TEXT_CAP]
        if encoding.startswith("base64"):
            return from_base64(raw)
        if encoding.startswith("quoted"):
            return from_quoted_printable(raw)
        return raw

    def text(self) -> str:
        """The content as characters, uuencoded attachments left out."""
        content = self.content()[: limits.TEXT * 4]
        text = decode_cut(content, self.parameters.get("charset", ""))[: limits.TEXT]
        text = text.replace("\r\n", "\n").replace("\r", "\n")
        return _UUENCODED.sub("", text) if "\nbegin" in text or text.startswith("begin") else text


def read_parts(fields: Fields, body: bytes) -> Part:
    """The tree of a message from its header fields and body."""
    return _part(fields, body, inherited="text/plain", depth=0, budget=[limits.PARTS])


def _part(fields: Fields, body: bytes, *, inherited: str, depth: int, budget: list[int]) -> Part:
    budget[0] -= 1
    kind, params = parameters(fields.text("content-type"))
    kind = kind if "/" in kind else inherited
    disposition, named = parameters(fields.text("content-disposition"))
    children: tuple[Part, ...] = ()
    if depth < limits.DEPTH and kind.startswith("multipart/"):
        kind, children = _multipart(kind, params, body, depth=depth, budget=budget)
    elif depth < limits.DEPTH and kind in ("message/rfc822", "message/global"):
        children = _enclosed(fields, body, depth=depth, budget=budget)
    named_file = bool(filename(named, params)) and not kind.startswith("text/")
    attached = disposition == "attachment" or named_file
    return Part(kind, params, fields, body, children, attached)


def _multipart(
    kind: str, params: Mapping[str, str], body: bytes, *, depth: int, budget: list[int]
) -> tuple[str, tuple[Part, ...]]:
    inherited = "message/rfc822" if kind == "multipart/digest" else "text/plain"
    children: list[Part] = []
    for piece in _pieces(params.get("boundary", ""), body):
        if budget[0] <= 0:
            break
        fields, inner = split(piece)
        children.append(_part(fields, inner, inherited=inherited, depth=depth + 1, budget=budget))
    # No boundary anywhere: better its raw text than nothing.
    return (kind, tuple(children)) if children else ("text/plain", ())


def _enclosed(fields: Fields, body: bytes, *, depth: int, budget: list[int]) -> tuple[Part, ...]:
    if budget[0] <= 0:
        return ()
    if fields.text("content-transfer-encoding").lower().startswith("base64"):  # forbidden, and seen
        body = from_base64(body).replace(b"\r\n", b"\n")
    inner, rest = split(body)
    return (_part(inner, rest, inherited="text/plain", depth=depth + 1, budget=budget),)


def _pieces(boundary: str, body: bytes) -> Iterator[bytes]:
    """What stands between the boundary lines; a missing or wrong boundary is guessed from the body."""
    delimiter = boundary.strip().encode("utf-8", "replace")
    if not delimiter or b"--" + delimiter not in body:
        guess = _GUESSED_BOUNDARY.search(body)
        if not guess:
            return
        delimiter = guess[1]
    start = -1
    for at, end, closing in _delimiters(delimiter, body):
        if start >= 0:
            yield body[start : max(start, at - 1)]
        start = end
        if closing:
            return
    if start >= 0:
        yield body[start:]


def _delimiters(delimiter: bytes, body: bytes) -> Iterator[tuple[int, int, bool]]:
    """Where each delimiter line begins and ends, and whether it is the last (RFC 2046 section 5.1.1)."""
    dashed = b"--" + delimiter
    at = body.find(dashed)
    while at >= 0:
        rest = _AFTER_DELIMITER.match(body, at + len(dashed))
        if rest and (at == 0 or body[at - 1 : at] == b"\n"):
            yield at, rest.end(), rest[1] is not None
        at = body.find(dashed, at + len(dashed))
