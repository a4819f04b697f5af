"""Learned weights: how far the words of a sentence lean towards each act, beyond any phrase.

They are learned from sentences written for that purpose (`tests/learning/README.md`): small numbers on
word stems, alone and in pairs, that anybody can read, and that say of each sentence which words spoke.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise
from typing import Any, NamedTuple

from rules.concepts import Concepts
from rules.model import Act
from rules.sentences import Sentence

_STEM = 5  # letters that tell a word from another; its ending tells person and tense
_NAME, _FIGURE, _ADDRESS, _UNKNOWN = "<name>", "<number>", "<address>", "<other>"
_BEGINNING, _END = "<s>", "</s>"
_QUESTION = "<?>"
_SOON = 3  # words with a meaning
_MARKS = frozenset('-;:,.()!"“”„«»')
_SILENT = frozenset('-;()"“”„«»')  # marks that say nothing about an act


class Label(NamedTuple):
    """An act in one of its forms ("" for none in particular): what is learned apart."""

    act: Act
    form: str = ""

    def __str__(self) -> str:
        return f"{self.act}:{self.form}" if self.form else str(self.act)


def label_of(text: str) -> Label:
    """A label from "act" or "act:form"; ValueError for an act that is not one."""
    act, _, form = text.partition(":")
    return Label(Act(act), form)


Weights = Mapping[str, Sequence[tuple[Label, float]]]
"""What a part of a sentence adds to which labels, in log odds."""


@dataclass(frozen=True, slots=True)
class Learned:
    """What was learned: of the words of one language, and of the concepts that all languages share."""

    known: frozenset[str] = frozenset()  # words that are no names
    own: Weights = field(default_factory=dict)
    shared: Weights = field(default_factory=dict)
    bias: Mapping[Label, float] = field(default_factory=dict)
    concepts: Concepts = field(default_factory=lambda: Concepts({}))

    def leans(self, sentence: Sentence) -> dict[Label, float]:
        """How far a sentence leans towards each label: what its parts add, each part once."""
        sums = defaultdict(float, self.bias)
        for weights, parts in self._parts(sentence):
            for part in parts:
                for label, weight in weights.get(part, ()):
                    sums[label] += weight
        return sums

    def spoke(self, sentence: Sentence, label: Label) -> Sequence[tuple[str, float]]:
        """The parts that spoke for or against a label, the weightiest first: why a sentence leans so."""
        found = [
            (part, weight)
            for weights, parts in self._parts(sentence)
            for part in parts
            for named, weight in weights.get(part, ())
            if named == label
        ]
        return sorted(found, key=lambda pair: (-abs(pair[1]), pair[0]))

    def _parts(self, sentence: Sentence) -> Iterator[tuple[Weights, Set[str]]]:
        yield self.own, set(word_parts(sentence, self.known))
        yield self.shared, set(concept_parts(sentence, self.concepts))


def weights(text: str) -> tuple[Mapping[str, Any], Weights]:
    """What else a file of learned weights holds, and what each part adds: JSON with `parts` by label."""
    data = json.loads(text)
    parts: dict[str, list[tuple[Label, float]]] = defaultdict(list)
    for name, added in data.pop("parts").items():
        label = label_of(name)
        for part, weight in added.items():
            parts[part].append((label, weight))
    return data, parts


def learned(own: str, shared: str, concepts: Concepts) -> Learned:
    """From the file of a language (`words`) and the one of all languages (`bias` by label)."""
    language, of_words = weights(own)
    every, of_concepts = weights(shared)
    return Learned(
        known=frozenset(language["words"]),
        own=of_words,
        shared=of_concepts,
        bias={label_of(name): start for name, start in every["bias"].items()},
        concepts=concepts,
    )


# ── The parts of a sentence ─────────────────────────────────────────────────────────────────


def word_parts(sentence: Sentence, known: frozenset[str]) -> Iterator[str]:
    """The words and stems of a sentence alone, and its stems beside the next one and the next but one."""
    words = list(_words(sentence, known))
    stems = [stem(word) for word in words]
    yield from words[1:-1]
    yield from stems[1:-1]
    yield from map(" ".join, pairwise(stems))
    yield from map(" _ ".join, zip(stems, stems[2:], strict=False))


def concept_parts(sentence: Sentence, concepts: Concepts) -> Iterator[str]:
    """The concepts of a sentence alone, the first of all, and each before those that follow it soon."""
    held = list(_meant(sentence, concepts))
    yield from (f"^{concept}" for concept in (held[0] if held else ()))
    for at, here in enumerate(held):
        yield from here
        for steps, there in enumerate(held[at + 1 : at + 1 + _SOON]):
            mark = ">>" if steps else ">"
            yield from (f"{first}{mark}{second}" for first in here for second in there)


def _meant(sentence: Sentence, concepts: Concepts) -> Iterator[tuple[str, ...]]:
    """The concepts of each word that has any; names, figures, addresses and questions are some too."""
    for at, meant in enumerate(concepts.of(sentence.folded)):
        written = sentence.words[at]
        if meant:
            yield meant
        elif written == "?":
            yield (_QUESTION,)
        elif written not in _MARKS and (kind := _class(written)) != _UNKNOWN and (at or kind != _NAME):
            yield (kind,)


@lru_cache(maxsize=65536)
def stem(word: str) -> str:
    """The beginning of a long word: it means the same with every ending."""
    return word if len(word) <= _STEM or word[0] == "<" else f"{word[:_STEM]}*"


def _words(sentence: Sentence, known: frozenset[str]) -> Iterator[str]:
    """The folded words of a sentence between its beginning and its end; a name is a name, whosever it is."""
    yield _BEGINNING
    for written, folded in zip(sentence.words, sentence.folded, strict=True):
        if written not in _SILENT:
            yield folded if folded in known else _class(written)
    yield _END


def _class(written: str) -> str:
    if "@" in written:
        return _ADDRESS
    if written[0].isdigit() or written[0] == "+":
        return _FIGURE
    return _NAME if written[0].isupper() else _UNKNOWN
