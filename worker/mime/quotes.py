"""A body's text divided into new words, signature, attribution and quote: without gap or overlap.

Policy: words set apart by ">" or by the HTML are quoted; after an attribution that sets nothing apart,
all the rest is. What stands between quotes, on the sender's own depth, is new: an inline reply.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from rules.model import Address, Body, Span, SpanKind
from worker.mime.attributions import attributions
from worker.mime.header_blocks import Attribution
from worker.mime.lines import Hint, Line, lines_of
from worker.mime.signature import signature_start
from worker.mime.text import Piece
from worker.mime.wrote import parted

SHORTEST_WRAPPED, LONGEST_ORPHAN = 60, 80  # characters: a quoted line, and what was wrapped off it

_OPEN_LINK = re.compile(r"[(<\[]https?://[^\s()<>\[\]]*$")
_MARKED_LINK = re.compile(r"\(https?://\S+\)\s>$")


@dataclass(frozen=True, slots=True)
class _Role:
    """What one line is, and for a quote whose."""

    kind: SpanKind
    writer: Address | None = None
    date: datetime | None = None
    subject: str = ""


_NEW, _SIGNATURE, _ATTRIBUTION = _Role(SpanKind.NEW), _Role(SpanKind.SIGNATURE), _Role(SpanKind.ATTRIBUTION)
_OF_NOBODY_KNOWN = _Role(SpanKind.QUOTE)


def divide(pieces: Sequence[Piece], sender: Address) -> Body:
    """The text of all pieces, and the spans that divide it."""
    texts: list[str] = []
    lines: list[Line] = []
    for piece in pieces:
        start = lines[-1].end if lines else 0
        text, more = lines_of(piece.text, start=start, depth=1 if piece.enclosed else 0)
        texts.append(text)
        lines += more
    lines = parted("".join(texts), lines)
    roles = _roles(lines)
    _sign(lines, roles, sender)
    return Body("".join(texts), _spans(lines, roles))


def _roles(lines: Sequence[Line]) -> list[_Role]:
    speaking: dict[int, _Role] = {}  # whose words stand at which depth
    roles: list[_Role] = []
    for first, attribution in attributions(lines):
        _go_on(roles, lines, first, speaking)
        _listen(speaking, attribution, lines[first].depth)
        roles += [_ATTRIBUTION] * (attribution.last + 1 - first)
    _go_on(roles, lines, len(lines), speaking)
    return roles


def _go_on(roles: list[_Role], lines: Sequence[Line], until: int, speaking: Mapping[int, _Role]) -> None:
    """Add the roles of the lines that have none yet, up to the next attribution."""
    voice = speaking.get(0)
    for i in range(len(roles), until):
        depth = lines[i].depth
        if depth:
            roles.append(speaking.get(depth, _OF_NOBODY_KNOWN))
        else:
            roles.append(_role(lines, i, voice, roles))


def _listen(speaking: dict[int, _Role], attribution: Attribution, depth: int) -> None:
    """From here on `attribution` tells who speaks at its depth, or one deeper."""
    for deeper in [d for d in speaking if d > depth]:
        del speaking[deeper]
    voice = _Role(SpanKind.QUOTE, attribution.writer, attribution.date, attribution.subject)
    speaking[depth + 1 if attribution.apart else depth] = voice


def _role(lines: Sequence[Line], i: int, voice: _Role | None, roles: list[_Role]) -> _Role:
    """What a line on the sender's own depth is, where `voice` may speak."""
    if not lines[i].bare and roles:
        return roles[-1]
    if voice:
        return voice
    if lines[i].hint is Hint.SIGNATURE:
        return _SIGNATURE
    return roles[-1] if i and lines[i - 1].depth and _is_orphan(lines, i) else _NEW


def _is_orphan(lines: Sequence[Line], i: int) -> bool:
    """A few words, or the rest of a link, that a mail program wrapped off the quoted line above."""
    if i == len(lines) - 1 or len(lines[i].bare) > LONGEST_ORPHAN:
        return False
    above, below, bare = lines[i - 1], lines[i + 1], lines[i].bare
    if below.depth != above.depth:
        return False
    if _OPEN_LINK.search(above.bare) or _MARKED_LINK.match(bare):
        return True
    wrapped = len(above.bare) >= SHORTEST_WRAPPED and above.bare[-1] not in ".!?:"
    return wrapped and bare[:1].islower()


def _sign(lines: Sequence[Line], roles: list[_Role], sender: Address) -> None:
    """Mark the signature of each stretch of new words that stands before a quoted message or at the end."""
    first = 0
    while first < len(lines):
        last = first
        while last < len(lines) and roles[last] is roles[first]:
            last += 1
        final = last == len(lines) or roles[last].kind is not SpanKind.QUOTE
        if roles[first] is _NEW and final:
            bares = [line.bare for line in lines[first:last]]
            start = first + signature_start(bares, sender, opens=first == 0)
            roles[start:last] = [_SIGNATURE] * (last - start)
        first = last


def _spans(lines: Sequence[Line], roles: Sequence[_Role]) -> tuple[Span, ...]:
    spans: list[Span] = []
    first = 0
    for role, same in groupby(roles):
        last = first + len(list(same)) - 1
        start, end = lines[first].start, lines[last].end
        spans.append(Span(role.kind, start, end, role.writer, role.date, role.subject))
        first = last + 1
    return tuple(spans)
