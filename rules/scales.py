"""A sentence weighed in one walk: what its words add, alone and before others, is looked up in tables.

The parts and what each adds are those of `rules/parts.py`, each counted once; this only finds them quicker,
since every sentence of every mail is weighed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import product

from rules.concepts import Concepts
from rules.parts import BEGINNING, BETWEEN, END, FIRST, NAME, SILENT, Part, kind, stem, token
from rules.rows import Row
from rules.sentences import Sentence, fold

_REMEMBERED = 16_384  # words
_SAID_AGAIN = 4096  # sentences
_NEITHER: Mapping[str, int] = {}

Numbers = tuple[int, ...]
"""Parts by their number."""


class _Follows(dict["_Meaning", Numbers]):
    """The parts that a meaning makes with one that follows: worked out when first asked for."""

    __slots__ = ("_between", "_first", "_numbers")

    def __init__(self, first: Part, between: Part, numbers: Mapping[Part, int]) -> None:
        self._first, self._between, self._numbers = first, between, numbers

    def __missing__(self, then: _Meaning) -> Numbers:
        if not self._first:
            return ()  # kept for good with what is always there, what begins a sentence would outlive it
        made = ((a, *self._between, b) for a, b in product(self._first, then.concepts))
        found = self[then] = tuple(self._numbers[part] for part in made if part in self._numbers)
        return found


@dataclass(slots=True, eq=False)
class _Meaning:
    """The concepts that a word may stand for, and their parts."""

    concepts: Part
    alone: Numbers
    first: Numbers  # where it is the first of a sentence
    next: _Follows
    soon: _Follows


@dataclass(slots=True, eq=False)
class _Word:
    """A word as it is written, and its parts."""

    silent: bool
    stem: str
    alone: Numbers
    next: Mapping[str, int]  # by the stem that follows
    soon: Mapping[str, int]  # by the stem after that one
    meaning: _Meaning


@dataclass(slots=True)
class _Pairs:
    """The parts of two stems by the first and then the second: side by side, or with something between."""

    next: dict[str, dict[str, int]] = field(default_factory=lambda: defaultdict(dict))
    soon: dict[str, dict[str, int]] = field(default_factory=lambda: defaultdict(dict))


class Scales:
    """What weighs sentences by all that was learned of a language."""

    def __init__(
        self,
        own: Mapping[Part, Row],
        shared: Mapping[Part, Row],
        *,
        known: frozenset[str],
        concepts: Concepts,
        bias: Row,
    ) -> None:
        self._rows = (*own.values(), *shared.values())
        self._own = {part: number for number, part in enumerate(own)}
        self._shared = {part: number for number, part in enumerate(shared, len(own))}
        self._known, self._concepts, self._bias = known, concepts, bias
        self._pairs = _pairs(self._own)
        self._meaning = lru_cache(_REMEMBERED)(self._meaning_of)
        self._word = lru_cache(_REMEMBERED)(self._word_of)
        self._none = self._meaning(())
        self._beginning = self._as_word(BEGINNING, alone=())
        self.sum = lru_cache(_SAID_AGAIN)(self._sum)

    def _sum(self, sentence: Sentence) -> Row:
        """How far a sentence leans towards each label: the bias, and what its parts add, each part once."""
        words = list(map(self._word, sentence.words))
        numbers = self._of_words(words)
        numbers += self._of_meanings(self._meant(sentence, words))
        return sum(map(self._rows.__getitem__, set(numbers)), self._bias)

    def _of_words(self, words: Sequence[_Word]) -> list[int]:
        """The parts of the words of a sentence, and of its beginning and end; some twice."""
        numbers: list[int] = []
        before, last = _NEITHER, self._beginning
        for word in words:
            if word.silent:
                continue
            numbers += word.alone
            following = word.stem
            if following in last.next:
                numbers.append(last.next[following])
            if following in before:
                numbers.append(before[following])
            before, last = last.soon, word
        numbers += [pairs[END] for pairs in (last.next, before) if END in pairs]
        return numbers

    def _of_meanings(self, meant: Sequence[_Meaning]) -> list[int]:
        """The parts of the meanings of a sentence; some twice."""
        numbers: list[int] = list(meant[0].first) if meant else []
        third = second = last = self._none
        for meaning in meant:
            numbers += meaning.alone
            numbers += last.next[meaning]
            numbers += second.soon[meaning]
            numbers += third.soon[meaning]
            third, second, last = second, last, meaning
        return numbers

    def _meant(self, sentence: Sentence, words: Sequence[_Word]) -> list[_Meaning]:
        """What each word means that means anything; any word begins like a name, so there it is none."""
        if self._concepts.joins(sentence.folded):
            found = zip(self._concepts.of(sentence.folded), map(kind, sentence.words), strict=True)
            held = [self._meaning(concepts or own) for concepts, own in found if concepts or own]
        else:
            held = [word.meaning for word in words if word.meaning.concepts]
        begins_as_name = held and held[0].concepts == (NAME,) and kind(sentence.words[0]) == (NAME,)
        return held[1:] if begins_as_name else held

    def _meaning_of(self, concepts: Part) -> _Meaning:
        numbers = self._shared
        return _Meaning(
            concepts,
            alone=tuple(numbers[concept,] for concept in concepts if (concept,) in numbers),
            first=tuple(numbers[FIRST, concept] for concept in concepts if (FIRST, concept) in numbers),
            next=_Follows(concepts, (), numbers),
            soon=_Follows(concepts, (BETWEEN,), numbers),
        )

    def _word_of(self, written: str) -> _Word:
        folded = fold(written)
        said = token(written, folded, self._known)
        concepts = self._concepts.of_word(folded) or kind(written)
        parts = {(said,), (stem(said),)}
        alone = tuple(self._own[part] for part in sorted(parts) if part in self._own)
        return self._as_word(said, alone=alone, silent=written in SILENT, concepts=concepts)

    def _as_word(self, said: str, *, alone: Numbers, silent: bool = False, concepts: Part = ()) -> _Word:
        begins = stem(said)
        following, later = self._pairs.next.get(begins, _NEITHER), self._pairs.soon.get(begins, _NEITHER)
        return _Word(silent, begins, alone, following, later, self._meaning(concepts))


def _pairs(own: Mapping[Part, int]) -> _Pairs:
    pairs = _Pairs()
    for part, number in own.items():
        if len(part) == 2:
            pairs.next[part[0]][part[1]] = number
        elif len(part) > 2:
            pairs.soon[part[0]][part[-1]] = number
    return pairs
