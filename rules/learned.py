"""Learned weights: how far the words of a sentence lean towards each act, beyond any phrase.

They are learned from sentences written for that purpose (`tests/learning/README.md`): small numbers on
word stems, alone and in pairs, that anybody can read, and that say of each sentence which words spoke.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from rules.concepts import Concepts
from rules.model import Act
from rules.parts import Part, concept_parts, word_parts
from rules.rows import Row, cell, columns, raised, row, weight
from rules.scales import Scales
from rules.sentences import Sentence

_FORMED = raised(-1.0)  # log odds from which a sentence does an act in a form


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


Adds = Mapping[Part, Row]
"""What a part adds to each label, in log odds."""


@dataclass(frozen=True)  # without slots: what is worked out late is kept in the instance
class Learned:
    """What was learned: of the words of one language, and of the concepts that all languages share."""

    acts: tuple[Act, ...] = ()  # in the order of their labels
    known: frozenset[str] = frozenset()  # words that are no names
    concepts: Concepts = field(default_factory=lambda: Concepts({}))
    labels: tuple[Label, ...] = ()  # those without a form come first
    bias: Row = 0  # where each label starts
    own: Adds = field(default_factory=dict)  # by the words of the language
    shared: Adds = field(default_factory=dict)  # by concepts

    def weighed(self, sentence: Sentence) -> Sequence[int]:
        """How far a sentence leans towards each label, acts first: columns of a row (`rules/rows.py`)."""
        return columns(self._scales.sum(sentence), len(self.labels))

    def form(self, weighed: Sequence[int], act: Act) -> str:
        """The form in which a weighed sentence does an act; "" where it leans to none far enough."""
        leaning = ((weighed[number], form) for number, form in self._forms.get(act, ()))
        held, form = max(leaning, default=(0, ""))
        return form if held > _FORMED else ""

    def spoke(self, sentence: Sentence, act: Act) -> Sequence[tuple[str, float]]:
        """The parts that spoke for or against an act, the weightiest first: why a sentence leans so."""
        if act not in self.acts:
            return []
        at, count = self.acts.index(act), len(self.labels)
        said = (
            (self.own, word_parts(sentence, self.known)),
            (self.shared, concept_parts(sentence, self.concepts)),
        )
        found = [
            (" ".join(part), weight(columns(adds[part], count)[at]))
            for adds, parts in said
            for part in adds.keys() & parts
        ]
        return sorted((f for f in found if f[1]), key=lambda pair: (-abs(pair[1]), pair[0]))

    @cached_property
    def _scales(self) -> Scales:
        return Scales(self.own, self.shared, known=self.known, concepts=self.concepts, bias=self.bias)

    @cached_property
    def _forms(self) -> Mapping[Act, Sequence[tuple[int, str]]]:
        """The numbers of the labels of each act that have a form."""
        found: dict[Act, list[tuple[int, str]]] = defaultdict(list)
        for number, label in enumerate(self.labels):
            if label.form:
                found[label.act].append((number, label.form))
        return found


class Shared(NamedTuple):
    """What was learned of concepts, which all languages share."""

    labels: tuple[Label, ...]
    bias: Row
    adds: Adds


def learned(own: str, every: Shared, concepts: Concepts) -> Learned:
    """What was learned of a language, from JSON (`words`, `parts`), and what it shares with all."""
    language = json.loads(own)
    return Learned(
        acts=tuple(label.act for label in every.labels if not label.form),
        known=frozenset(language["words"]),
        concepts=concepts,
        labels=every.labels,
        bias=every.bias,
        own=_adds(every.labels, language["parts"]),
        shared=every.adds,
    )


def shared(text: str) -> Shared:
    """What all languages share, from JSON (`bias` and `parts`): read once for all of them."""
    every = json.loads(text)
    labels = tuple(sorted(map(label_of, every["bias"]), key=lambda label: bool(label.form)))
    bias = row({number: every["bias"][str(label)] for number, label in enumerate(labels)})
    return Shared(labels, bias, _adds(labels, every["parts"]))


def _adds(labels: Sequence[Label], parts: Mapping[str, Mapping[str, float]]) -> Adds:
    found: dict[str, Row] = defaultdict(int)
    for number, label in enumerate(labels):
        for part, adds in parts.get(str(label), {}).items():
            found[part] += cell(adds, number)
    once: dict[str, str] = {}  # a word stands in many parts
    return {
        tuple([once.setdefault(word, word) for word in part.split(" ")]): added
        for part, added in found.items()
    }
