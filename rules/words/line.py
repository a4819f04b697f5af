"""A sentence in tokens, for readers that look a few words ahead and never back over what they read."""

from __future__ import annotations

import re
from collections.abc import Container

from rules.who.names import fold
from rules.words.vocabulary import DayWords

_LONGEST = 2000
_TOKEN = re.compile(r"\d+|[^\W\d_]+|[.,/:%-]")  # one alternative fits at each place: linear


class Line:
    """The first 2,000 characters of a sentence, beside the words of dates of its language."""

    def __init__(self, sentence: str, words: DayWords) -> None:
        self.words = words
        self._text = sentence[:_LONGEST]
        self._spans = _spans(self._text)
        plain = self._text.lower() if self._text.isascii() else ""
        self.folded = [plain[a:b] if plain else fold(self._text[a:b]) for a, b in self._spans]

    def __len__(self) -> int:
        return len(self.folded)

    def word(self, i: int) -> str:
        """The folded word at a place; "" outside the line."""
        return self.folded[i] if 0 <= i < len(self.folded) else ""

    def is_capital(self, i: int) -> bool:
        """Whether the word at a place begins with a capital letter."""
        return self._text[self._spans[i][0]].isupper()

    def touches(self, i: int) -> bool:
        """Whether a token follows the one before it without a blank: "22nd", "22."."""
        return 0 < i < len(self._spans) and self._spans[i][0] == self._spans[i - 1][1]

    def in_brackets(self, start: int, end: int) -> bool:
        """Whether the words from a place to another stand in brackets, and nothing else with them."""
        before, after = self._spans[start][0], self._spans[end - 1][1]
        return self._text[before - 1 : before] == "(" and self._text[after : after + 1] == ")"

    def number(self, i: int, low: int, high: int) -> int | None:
        """The number in figures at a place, where it lies in a range."""
        word = self.word(i)
        plain = word.isascii() and word.isdigit() and len(word) < 5
        return int(word) if plain and low <= int(word) <= high else None

    def phrase(self, i: int, table: Container[str]) -> tuple[str, int] | None:
        """The longest phrase of a table that begins at a place, and where it ends."""
        longest = self.words.heads.get(self.word(i), 0)
        for end in range(min(i + longest, len(self)), i, -1):
            if (phrase := " ".join(self.folded[i:end])) in table:
                return phrase, end
        return None

    def skip(self, i: int, words: Container[str]) -> int:
        """The place after at most two of some words."""
        for _ in range(2):
            i += self.word(i) in words
        return i

    def introduced(self, i: int, by: Container[str]) -> bool:
        """Whether one of some words stands before a place, with at most one filler between them."""
        near = self.word(i - 1)
        return near in by or (near in self.words.fillers and self.word(i - 2) in by)

    def near(self, start: int, end: int, table: Container[str]) -> bool:
        """Whether a phrase of a table stands within six words before some words, or three after."""
        places = (*range(max(start - 6, 0), start), *range(end, min(end + 3, len(self))))
        return any(self.phrase(i, table) for i in places)

    def text(self, start: int, end: int) -> str:
        """The words from a place to another, as they were written, with the prepositions before them."""
        first = start
        while first and start - first < 2 and self.word(first - 1) in self.words.small:
            first -= 1
        return self._text[self._spans[first][0] : self._spans[end - 1][1]]


def _spans(text: str) -> list[tuple[int, int]]:
    """Where each word, number and mark stands; of hyphens those between figures.

    "mid-March" is two words, "2026-11-22" keeps its marks.
    """
    spans = [match.span() for match in _TOKEN.finditer(text)]
    if "-" not in text:
        return spans
    return [
        (a, b)
        for a, b in spans
        if text[a] != "-" or (text[a - 1 : a].isdigit() and text[b : b + 1].isdigit())
    ]
