"""Concepts: words and short phrases that mean nearly the same, in any language.

"told", "mentioned" and "erzählt" are one concept; what is learned of one of them holds for the others.
The tables are data that an owner can read and add to: `[concepts]` in a pack.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from itertools import pairwise

_REMEMBERED = 32_768  # words whose concepts are not looked for again


class Concepts:
    """The concepts of one language: which of them each word of a sentence may stand for."""

    __slots__ = (
        "_begin",
        "_beginnings",
        "_lengths",
        "_longest",
        "_openings",
        "_phrases",
        "_words",
        "of_word",
    )

    def __init__(self, table: Mapping[str, Iterable[str]]) -> None:
        """From folded forms by concept: a star stands for any ending, underscores join a phrase."""
        self._words: dict[str, set[str]] = defaultdict(set)
        self._beginnings: dict[str, set[str]] = defaultdict(set)
        phrases: dict[tuple[str, ...], set[str]] = defaultdict(set)
        for concept, forms in table.items():
            for form in forms:
                if form.endswith("*"):
                    self._beginnings[form[:-1]].add(concept)
                elif "_" in form:
                    phrases[tuple(form.split("_"))].add(concept)
                else:
                    self._words[form].add(concept)
        self._lengths = sorted({len(beginning) for beginning in self._beginnings})
        self._phrases = {phrase: tuple(sorted(found)) for phrase, found in phrases.items()}
        self._longest = max(map(len, phrases), default=0)
        self._openings = frozenset(phrase[:2] for phrase in phrases)
        self._begin = frozenset(phrase[0] for phrase in phrases)
        self.of_word = lru_cache(_REMEMBERED)(self._of_word)

    def joins(self, folded: Sequence[str]) -> bool:
        """Whether a phrase may stand in these words: then a word means more than by itself."""
        return not self._begin.isdisjoint(folded) and not self._openings.isdisjoint(pairwise(folded))

    def of(self, folded: Sequence[str]) -> list[tuple[str, ...]]:
        """The concepts of each folded word, by itself or as the beginning of a phrase."""
        found = list(map(self.of_word, folded))
        for at, opening in enumerate(pairwise(folded)):
            if opening in self._openings:
                for length in range(2, self._longest + 1):
                    if meant := self._phrases.get(tuple(folded[at : at + length])):
                        found[at] = tuple(dict.fromkeys((*found[at], *meant)))
        return found

    def _of_word(self, word: str) -> tuple[str, ...]:
        found = set(self._words.get(word, ()))
        for length in self._lengths:
            if length > len(word):
                break
            found.update(self._beginnings.get(word[:length], ()))
        return tuple(sorted(found))
