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
from itertools import pairwise, repeat
from typing import Any, NamedTuple

from rules.concepts import Concepts
from rules.model import Act
from rules.sentences import Sentence

_STEM = 5  # letters that tell a word from another; its ending tells person and tense
_NAME, _FIGURE, _ADDRESS, _UNKNOWN = "<name>", "<number>", "<address>", "<other>"
_BEGINNING, _END = "<s>", "</s>"
_QUESTION = "<?>"
_FIRST, _BETWEEN = "^", "_"  # of a part: that it begins the sentence, that something stands between
_FORMED = -1.0  # log odds from which a sentence does an act in a form
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


Part = tuple[str, ...]
"""A word, stem or concept alone, two side by side, or two with "_" for what stands between them."""

Adds = Mapping[Part, Sequence[tuple[int, float]]]
"""What a part adds to which labels, by their numbers, in log odds."""


@dataclass(frozen=True, slots=True)
class Table:
    """Some labels, where each starts, and what each part of a sentence adds to it, in log odds."""

    labels: tuple[Label, ...] = ()
    bias: tuple[float, ...] = ()
    own: Adds = field(default_factory=dict)  # words of one language
    shared: Adds = field(default_factory=dict)  # concepts, which all languages share

    def sums(self, words: Set[Part], concepts: Set[Part]) -> list[float]:
        """How far a sentence of these parts leans towards each label."""
        sums = list(self.bias)
        for adds, parts in ((self.own, words), (self.shared, concepts)):
            for part in parts & adds.keys():
                for number, weight in adds[part]:
                    sums[number] += weight
        return sums


@dataclass(frozen=True, slots=True)
class Learned:
    """What was learned: of the words of one language, and of the concepts that all languages share."""

    known: frozenset[str] = frozenset()  # words that are no names
    concepts: Concepts = field(default_factory=lambda: Concepts({}))
    acts: Table = field(default_factory=Table)
    forms: Table = field(default_factory=Table)

    def leans(self, sentence: Sentence) -> dict[Act, float]:
        """How far a sentence leans towards each act: log odds, what its parts add, each part once."""
        sums = self.acts.sums(*self._parts(sentence))
        return {label.act: log_odds for label, log_odds in zip(self.acts.labels, sums, strict=True)}

    def form(self, sentence: Sentence, act: Act) -> str:
        """The form in which a sentence does an act; "" where it leans to none of them far enough."""
        sums = zip(self.forms.sums(*self._parts(sentence)), self.forms.labels, strict=True)
        log_odds, form = max(
            ((odds, label.form) for odds, label in sums if label.act is act), default=(0.0, "")
        )
        return form if log_odds > _FORMED else ""

    def spoke(self, sentence: Sentence, act: Act) -> Sequence[tuple[str, float]]:
        """The parts that spoke for or against an act, the weightiest first: why a sentence leans so."""
        words, concepts = self._parts(sentence)
        found = [
            (" ".join(part), weight)
            for adds, parts in ((self.acts.own, words), (self.acts.shared, concepts))
            for part in parts
            for number, weight in adds.get(part, ())
            if self.acts.labels[number].act is act
        ]
        return sorted(found, key=lambda pair: (-abs(pair[1]), pair[0]))

    def _parts(self, sentence: Sentence) -> tuple[Set[Part], Set[Part]]:
        return set(word_parts(sentence, self.known)), set(concept_parts(sentence, self.concepts))


def learned(own: str, shared: str, concepts: Concepts) -> Learned:
    """From two JSON files: of a language (`words`, `parts`), and of all of them (`bias` and `parts`)."""
    language, every = json.loads(own), json.loads(shared)
    labels = [label_of(name) for name in every["bias"]]
    acts, forms = (tuple(label for label in labels if bool(label.form) is formed) for formed in (False, True))
    return Learned(
        known=frozenset(language["words"]),
        concepts=concepts,
        acts=_table(acts, language, every),
        forms=_table(forms, language, every),
    )


def _table(labels: tuple[Label, ...], language: Mapping[str, Any], every: Mapping[str, Any]) -> Table:
    own, shared = (_adds(labels, file["parts"]) for file in (language, every))
    return Table(labels, tuple(every["bias"][str(label)] for label in labels), own, shared)


def _adds(labels: tuple[Label, ...], parts: Mapping[str, Mapping[str, float]]) -> Adds:
    adds: dict[Part, list[tuple[int, float]]] = defaultdict(list)
    for number, label in enumerate(labels):
        for part, weight in parts.get(str(label), {}).items():
            adds[tuple(part.split(" "))].append((number, weight))
    return adds


# ── The parts of a sentence ─────────────────────────────────────────────────────────────────


def word_parts(sentence: Sentence, known: frozenset[str]) -> Iterator[Part]:
    """The words and stems of a sentence alone, and its stems beside the next one and the next but one."""
    words = list(_words(sentence, known))
    stems = [stem(word) for word in words]
    yield from zip(words[1:-1])
    yield from zip(stems[1:-1])
    yield from pairwise(stems)
    yield from zip(stems, repeat(_BETWEEN), stems[2:])


def concept_parts(sentence: Sentence, concepts: Concepts) -> Iterator[Part]:
    """The concepts of a sentence alone, the first of all, and each before those that follow it soon."""
    held = list(_meant(sentence, concepts))
    yield from ((_FIRST, concept) for concept in (held[0] if held else ()))
    for at, here in enumerate(held):
        yield from zip(here)
        for steps, there in enumerate(held[at + 1 : at + 1 + _SOON]):
            between = (_BETWEEN,) if steps else ()
            yield from ((first, *between, second) for first in here for second in there)


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
