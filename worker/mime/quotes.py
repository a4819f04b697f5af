"""A body's text divided into new words, signature, attribution and quote."""

from __future__ import annotations

from rules.model import Body, Span, SpanKind
from worker.mime.html import MARKERS
from worker.mime.text import Piece


def divide(pieces: tuple[Piece, ...]) -> Body:
    text = MARKERS.sub("", "\n".join(p.text for p in pieces))
    spans = []
    position = 0
    for line in text.splitlines(keepends=True):
        kind = SpanKind.QUOTE if line.lstrip().startswith(">") else SpanKind.NEW
        if spans and spans[-1].kind is kind:
            spans[-1] = Span(kind, spans[-1].start, position + len(line))
        else:
            spans.append(Span(kind, position, position + len(line)))
        position += len(line)
    return Body(text, tuple(spans))
