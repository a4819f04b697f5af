"""How a table of words is written down."""

from __future__ import annotations


def table(words: str) -> frozenset[str]:
    """The words of a text, parted by blanks and line breaks."""
    return frozenset(words.split())
