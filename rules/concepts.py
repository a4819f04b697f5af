"""Concepts: words and short phrases that mean nearly the same, in any language.

"told", "mentioned" and "erzählt" are one concept; what is learned of one of them holds for the others.
The tables are data that an owner can read and add to: `[concepts]` in a pack.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import TypeVar

_REMEMBERED = 32_768  # words whose concepts are not looked for again

Form = TypeVar("Form", str, tuple[str, ...])


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
        self._words: dict[str, tuple[str, ...]] = {}
        self._beginnings: dict[str, tuple[str, ...]] = {}
        phrases: dict[tuple[str, ...], tuple[str, ...]] = {}
        for concept, forms in table.items():
            alone = (concept,)  # of most forms all that they mean: one for all of them
            for form in forms:
                if form.endswith("*"):
                    _add(self._beginnings, form[:-1], alone)
                elif "_" in form:
                    _add(phrases, tuple(form.split("_")), alone)
                else:
                    _add(self._words, form, alone)
        self._lengths = sorted({len(beginning) for beginning in self._beginnings})
        self._phrases = phrases
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
        found = self._words.get(word, ())
        for length in self._lengths:
            if length > len(word):
                break
            if meant := self._beginnings.get(word[:length]):
                found = _joined(found, meant)
        return found


def _add(to: dict[Form, tuple[str, ...]], form: Form, alone: tuple[str]) -> None:
    to[form] = _joined(to[form], alone) if form in to else alone


def _joined(some: tuple[str, ...], others: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(sorted({*some, *others})) if some else others
