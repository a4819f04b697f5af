"""Text to sentences: paragraphs are joined over hard line breaks, and divided where a sentence ends."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rules.phrases import Sentence, fold, words

MOST_CHARACTERS = 20_000  # of one text; what decides stands near its beginning
MOST_WORDS = 120  # of one sentence; a longer one is read in pieces
MOST_SENTENCES = 400

_PARAGRAPH = re.compile(r"\n[ \t]*\n|\n(?=[ \t]*(?:[-*•–]|\d{1,2}[.)])[ \t])")
_END = re.compile(r"(?<=[.!?…])[\"'”’)»]?\s+(?=[\"'“‘«(¿¡]?\S)|(?<=\S) [-–—]{1,2} (?=[A-ZÀ-Þ¿])")
_NOT_AN_END = re.compile(
    r"(?:^|\s)(?:[A-Z]|Mr|Mrs|Ms|Dr|Prof|St|Sr|Sra|Jr|Ing|Dipl|Hr|Fr|Mme|Mlle|Dott|Sig|Lic|Dra|e\.g|i\.e|z\.B|bzw|ca|vs|approx|tel|ext|No|Nr|Inc|Ltd|Co)\.$",
    re.IGNORECASE,
)


def sentences(text: str) -> tuple[Sentence, ...]:
    """The sentences of a text in order; a greeting line and a list item are sentences of their own."""
    found: list[Sentence] = []
    for number, paragraph in enumerate(_PARAGRAPH.split(text[:MOST_CHARACTERS])):
        for sentence in _divide(paragraph):
            tokens = words(sentence)
            for start in range(0, len(tokens), MOST_WORDS):
                piece = tuple(tokens[start : start + MOST_WORDS])
                found.append(Sentence(sentence, piece, tuple(fold(w) for w in piece), number))
            if len(found) >= MOST_SENTENCES:
                return tuple(found[:MOST_SENTENCES])
    return tuple(found)


def _divide(paragraph: str) -> Iterator[str]:
    for block in _blocks(paragraph):
        start = 0
        for end in _END.finditer(block):
            piece = block[start : end.start()]
            if not _NOT_AN_END.search(piece[-8:]):
                yield piece.strip()
                start = end.end()
        yield block[start:].strip()


def _blocks(paragraph: str) -> Iterator[str]:
    """Lines joined into running text; a short line that ends with a comma or colon (a greeting) stands alone."""
    held: list[str] = []
    for line in paragraph.splitlines():
        stripped = line.strip()
        if not stripped:
            continue
        held.append(stripped)
        if (len(stripped) < 40 and stripped[-1] in ",:!" and len(held) == 1) or _breaks(stripped):
            yield " ".join(held)
            held = []
    if held:
        yield " ".join(held)


def _breaks(line: str) -> bool:
    """A line that ends a sentence well before the margin was broken by hand."""
    return len(line) < 50 and line[-1] in ".!?"
