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
from itertools import chain, pairwise, product, repeat
from typing import NamedTuple

from rules.concepts import Concepts
from rules.model import Act
from rules.rows import Row, row, weights
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
_REMEMBERED = 32_768  # words


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

Adds = Mapping[Part, Row]
"""What a part adds to each label, in log odds."""


@dataclass(frozen=True, slots=True)
class Learned:
    """What was learned: of the words of one language, and of the concepts that all languages share."""

    acts: tuple[Act, ...] = ()  # in the order of their labels
    known: frozenset[str] = frozenset()  # words that are no names
    concepts: Concepts = field(default_factory=lambda: Concepts({}))
    labels: tuple[Label, ...] = ()  # those without a form come first
    bias: Row = 0  # where each label starts
    own: Adds = field(default_factory=dict)  # by the words of the language
    shared: Adds = field(default_factory=dict)  # by concepts

    def sums(self, sentence: Sentence) -> Row:
        """How far a sentence leans towards each label: log odds, what its parts add, each part once."""
        total = self.bias
        for adds, parts in self._weighed(sentence):
            total = sum(map(adds.__getitem__, parts), total)
        return total

    def leans(self, sums: Row) -> Sequence[float]:
        """How far the sums of a sentence lean towards each act, in the order of `acts`."""
        return weights(sums, len(self.labels), first=len(self.acts))

    def form(self, sums: Row, act: Act) -> str:
        """The form in which a sentence of these sums does an act; "" where it leans to none far enough."""
        formed = zip(weights(sums, len(self.labels)), self.labels, strict=True)
        log_odds, form = max(
            ((odds, label.form) for odds, label in formed if label.form and label.act is act),
            default=(0.0, ""),
        )
        return form if log_odds > _FORMED else ""

    def spoke(self, sentence: Sentence, act: Act) -> Sequence[tuple[str, float]]:
        """The parts that spoke for or against an act, the weightiest first: why a sentence leans so."""
        if act not in self.acts:
            return []
        at = self.acts.index(act)
        found = [
            (" ".join(part), self.leans(adds[part])[at])
            for adds, parts in self._weighed(sentence)
            for part in parts
        ]
        return sorted((f for f in found if f[1]), key=lambda pair: (-abs(pair[1]), pair[0]))

    def _weighed(self, sentence: Sentence) -> Iterator[tuple[Adds, Set[Part]]]:
        """The parts of a sentence of which anything was learned."""
        yield self.own, self.own.keys() & word_parts(sentence, self.known)
        yield self.shared, self.shared.keys() & concept_parts(sentence, self.concepts)


def learned(own: str, shared: str, concepts: Concepts) -> Learned:
    """From two JSON files: of a language (`words`, `parts`), and of all of them (`bias` and `parts`)."""
    language, every = json.loads(own), _shared(shared)
    return Learned(
        acts=tuple(label.act for label in every.labels if not label.form),
        known=frozenset(language["words"]),
        concepts=concepts,
        labels=every.labels,
        bias=every.bias,
        own=_adds(every.labels, language["parts"]),
        shared=every.adds,
    )


class _Shared(NamedTuple):
    labels: tuple[Label, ...]
    bias: Row
    adds: Adds


@lru_cache(maxsize=1)
def _shared(text: str) -> _Shared:
    """What all languages share, read once for all of them."""
    every = json.loads(text)
    labels = tuple(sorted(map(label_of, every["bias"]), key=lambda label: bool(label.form)))
    bias = row({number: every["bias"][str(label)] for number, label in enumerate(labels)})
    return _Shared(labels, bias, _adds(labels, every["parts"]))


def _adds(labels: Sequence[Label], parts: Mapping[str, Mapping[str, float]]) -> Adds:
    found: dict[str, dict[int, float]] = defaultdict(dict)
    for number, label in enumerate(labels):
        for part, weight in parts.get(str(label), {}).items():
            found[part][number] = weight
    return {tuple(part.split(" ")): row(weights) for part, weights in found.items()}


# ── The parts of a sentence ─────────────────────────────────────────────────────────────────


def word_parts(sentence: Sentence, known: frozenset[str]) -> Iterator[Part]:
    """The words and stems of a sentence alone, and its stems beside the next one and the next but one."""
    words = _words(sentence, known)
    stems = list(map(stem, words))
    apart = zip(stems, repeat(_BETWEEN), stems[2:])  # endless beside the stems
    return chain(zip(words[1:-1]), zip(stems[1:-1]), pairwise(stems), apart)


def concept_parts(sentence: Sentence, concepts: Concepts) -> Iterator[Part]:
    """The concepts of a sentence alone, the first of all, and each before those that follow it soon."""
    held = _meant(sentence, concepts)
    return chain.from_iterable(
        chain(
            map(product, ((_FIRST,),), held),
            map(product, held),
            map(product, held, held[1:]),
            *(map(product, held, repeat((_BETWEEN,)), held[steps:]) for steps in range(2, _SOON + 1)),
        )
    )


def _meant(sentence: Sentence, concepts: Concepts) -> list[tuple[str, ...]]:
    """The concepts of each word that has any; names, figures, addresses and questions are some too."""
    kinds = map(_kind, sentence.words)
    meant = [found or kind for found, kind in zip(concepts.of(sentence.folded), kinds, strict=True)]
    if meant[:1] == [(_NAME,)]:  # any word begins so
        del meant[0]
    return list(filter(None, meant))


def _words(sentence: Sentence, known: frozenset[str]) -> list[str]:
    """The folded words of a sentence between its beginning and its end; a name is a name, whosever it is."""
    pairs = zip(sentence.words, sentence.folded, strict=True)
    between = [folded if folded in known else _class(word) for word, folded in pairs if word not in _SILENT]
    return [_BEGINNING, *between, _END]


@lru_cache(_REMEMBERED)
def stem(word: str) -> str:
    """The beginning of a long word: it means the same with every ending."""
    return word if len(word) <= _STEM or word[0] == "<" else f"{word[:_STEM]}*"


@lru_cache(_REMEMBERED)
def _kind(written: str) -> tuple[str, ...]:
    """What a word is in the place of a concept: a name, a figure, an address, a question, or nothing."""
    if written == "?":
        return (_QUESTION,)
    kind = _UNKNOWN if written in _MARKS else _class(written)
    return () if kind == _UNKNOWN else (kind,)


@lru_cache(_REMEMBERED)
def _class(written: str) -> str:
    if "@" in written:
        return _ADDRESS
    if written[0].isdigit() or written[0] == "+":
        return _FIGURE
    return _NAME if written[0].isupper() else _UNKNOWN
