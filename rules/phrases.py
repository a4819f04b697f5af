"""Phrases, and the matcher that finds all phrases of a language in one walk over a sentence.

A phrase is words in order, and never a regular expression:

    introduce/introducing you     alternatives
    introduc*                     a word that begins so (three letters at least)
    (very) happy                  words, or a group, that may be missing
    {meet} <name>                 a member of the pack's group "meet", which may have several words
    put ~ in touch                ~ stands for at most four words, ~~ for at most nine

and <email>, <number> (a telephone's) and <hour> stand for a word of that class; <name>, <to> (a recipient
or the sender), <sender> and <me> (the owner) for a person's name of up to three words. Nothing
backtracks: all phrases are ways through one graph, which a sentence is read along once.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import product
from typing import Any, Generic, TypeVar

from rules.sentences import Sentence, fold, words

__all__ = ["CLASSES", "GAPS", "Element", "Matcher", "Sentence", "Speller", "fold", "words"]

GAPS = {"~": 4, "~~": 9}
CLASSES = frozenset({"<name>", "<email>", "<number>", "<hour>", "<to>", "<me>", "<sender>"})
_PERSONS = frozenset({"<name>", "<to>", "<me>", "<sender>"})
_LONGEST_NAME = 3  # words
_NONE: frozenset[str] = frozenset()
_PLACE = re.compile(r"\((?=\S)[^()]*\)|\S+")  # what may be missing, or one word of a pack
_ELIDED = {"de": "d'", "di": "d'", "le": "l'", "la": "l'", "lo": "l'", "que": "qu'"}  # before a name
_STEM = 3  # letters that a beginning has at least

Kinds = Mapping[int, frozenset[str]]
"""The classes of words by their place in a sentence, where they have any."""
T = TypeVar("T")
V = TypeVar("V")


@dataclass(frozen=True, slots=True)
class Element:
    """One place of a phrase: a set of words, beginnings of words, classes; or a gap of up to `gap` words."""

    words: frozenset[str] = _NONE
    beginnings: frozenset[str] = _NONE
    classes: frozenset[str] = _NONE
    gap: int = 0


Way = tuple[Element, ...]
Place = tuple[Way, ...]
"""What can stand at one place of a phrase: words, longer members of a group, nothing (an empty way)."""


# ── From text to places ─────────────────────────────────────────────────────────────────────


class Speller:
    """Reads the phrases of one pack; what a place stands for is worked out once."""

    def __init__(self, groups: Mapping[str, Sequence[str]]) -> None:
        self._groups = groups
        self._known: dict[str, Place] = {}
        self._open: list[str] = []  # groups being worked out

    def places(self, text: str) -> tuple[Place, ...]:
        """A phrase as its places.

        Raises ValueError where a group is unknown or holds itself, a gap stands at an end, or a class
        stands alone.
        """
        found = tuple(self._place(place) for place in _PLACE.findall(text))
        _check(text, found)
        return found

    def _place(self, place: str) -> Place:
        if place not in self._known:
            self._known[place] = tuple(self._ways(place))
        return self._known[place]

    def _ways(self, place: str) -> Iterator[Way]:
        """What can stand at a place: single words together, each longer member of a group, nothing."""
        optional = place.startswith("(") and place.endswith(")")
        place = place[1:-1] if optional else place
        if place in GAPS:
            yield (Element(gap=GAPS[place]),)
            return
        members = [place] if " " in place else [m for part in place.split("/") for m in self._members(part)]
        longer = [m for m in members if " " in m or _is_group(m)]
        if single := [member for member in members if member not in longer]:
            yield from _single(single)
        for member in longer:
            yield from self._longer(member)
        if optional:
            yield ()

    def _longer(self, member: str) -> Iterator[Way]:
        """The ways to say a member of a group that has several words, or is a group itself."""
        if member in self._open:
            raise ValueError(f"a group holds itself: {member}")
        self._open.append(member)
        for way in product(*self.places(member)):
            yield tuple(element for part in way for element in part)
        self._open.pop()

    def _members(self, part: str) -> Sequence[str]:
        if not _is_group(part):
            return (part,)
        if part[1:-1] not in self._groups:
            raise ValueError(f"there is no group {part}")
        return self._groups[part[1:-1]]


def _is_group(part: str) -> bool:
    return part.startswith("{") and part.endswith("}")


def _single(members: Sequence[str]) -> Iterator[Way]:
    """Words and classes that stand alone; a person may be named by up to three words."""
    element = _element(members)
    yield (element,)
    if persons := element.classes & _PERSONS:
        named = Element(classes=persons)
        yield from ((named,) * words for words in range(2, _LONGEST_NAME + 1))


def _element(members: Sequence[str]) -> Element:
    plain = [m for m in members if m not in CLASSES]
    if any(len(m) > 1 and m[0] in "{(<" for m in plain):
        raise ValueError(f"a group or class stands alone in its place: {' '.join(members)}")
    beginnings = frozenset(fold(m[:-1]) for m in plain if m.endswith("*"))
    if any(len(b) < _STEM for b in beginnings):
        raise ValueError(f"a beginning needs three letters: {' '.join(members)}")
    whole = [fold(m) for m in plain if not m.endswith("*")]
    return Element(
        words=frozenset((*whole, *(_ELIDED[word] for word in whole if word in _ELIDED))),
        beginnings=beginnings,
        classes=CLASSES.intersection(members),
    )


def _check(text: str, found: Sequence[Place]) -> None:
    """A phrase can be found: it has words at both ends, and more than a class."""
    certain = [place for place in found if () not in place]
    if not certain or any(
        way and (way[0].gap or way[-1].gap) for end in (found[0], found[-1]) for way in end
    ):
        raise ValueError(f"a phrase has words at both ends, and no gap there: {text}")
    if len(certain) == 1 and any(len(way) == 1 and way[0].classes for way in certain[0]):
        raise ValueError(f"a class alone is no phrase: {text}")


# ── From places to a graph ──────────────────────────────────────────────────────────────────


_EMPTY: dict[str, Any] = {}  # of every node that has none: there are tens of thousands of them


@dataclass(slots=True, eq=False)
class _Node(Generic[T]):
    """How far phrases that begin alike have come, what may follow, and what is said where they end."""

    words: dict[str, tuple[_Node[T], ...]] = field(default_factory=lambda: _EMPTY)
    stems: dict[str, tuple[tuple[str, _Node[T]], ...]] = field(default_factory=lambda: _EMPTY)
    classes: dict[str, tuple[_Node[T], ...]] = field(default_factory=lambda: _EMPTY)
    gaps: tuple[tuple[int, _Node[T]], ...] = ()
    said: tuple[T, ...] = ()

    @property
    def is_plain(self) -> bool:
        """Whether nothing but certain words can lead on, and nothing ends here."""
        return not (self.said or self.gaps or self.classes or self.stems)

    def link(self, element: Element, end: _Node[T]) -> None:
        """Lead on to another node by whatever can stand there."""
        self.words = _leading(self.words, element.words, end)
        self.classes = _leading(self.classes, element.classes, end)
        for beginning in element.beginnings:
            self.stems = _leading(self.stems, (beginning[:_STEM],), (beginning, end))
        if element.gap:
            self.gaps += ((element.gap, end),)


def _leading(to: dict[str, tuple[V, ...]], keys: Iterable[str], end: V) -> dict[str, tuple[V, ...]]:
    """What leads somewhere, and now under these keys to one more end, whose tuple they share."""
    alone = (end,)
    for key in keys:
        to = to or {}
        to[key] = to[key] + alone if key in to else alone
    return to


@dataclass(frozen=True, slots=True)
class _Beginnings(Generic[T]):
    """The nodes one first word leads to: those by the word that must follow, and all others."""

    by_next: Mapping[str, Sequence[_Node[T]]]
    others: Sequence[_Node[T]]


class Matcher(Generic[T]):
    """All phrases of a language, each with what it says."""

    __slots__ = ("_begin", "_laid", "_root")

    def __init__(self) -> None:
        self._root: _Node[T] = _Node()
        self._begin: dict[str, _Beginnings[T]] = {}
        self._laid: dict[tuple[_Node[T], Place], _Node[T]] = {}  # where a place leads from a node

    def add(self, phrase: Sequence[Place], said: T) -> None:
        """Adds a phrase. Several phrases may say the same, and one may say several things."""
        first, *rest = phrase
        if () in first:
            self.add(rest, said)
        node = self._step(self._root, tuple(way for way in first if way))
        for place in rest:
            node = self._step(node, place)
        if said not in node.said:
            node.said += (said,)
        self._begin.clear()

    def complete(self) -> Matcher[T]:
        """The same, once all phrases are in it: what only helped to lay them is let go."""
        self._laid = {}
        return self

    def _step(self, node: _Node[T], place: Place) -> _Node[T]:
        """Where a place leads: all its ways meet there, and so do all phrases that go this way."""
        meeting = self._laid.get((node, place))
        if meeting is None:
            meeting = self._laid[node, place] = _Node()
            for way in place:
                self._lay(node, way, meeting)
        return meeting

    def _lay(self, node: _Node[T], way: Way, end: _Node[T]) -> None:
        if not way:
            node.gaps += ((0, end),)
            return
        for element in way[:-1]:
            node = self._step(node, ((element,),))
        node.link(way[-1], end)

    def found(self, folded: Sequence[str], kinds: Kinds) -> list[T]:
        """What the words of a sentence say, once at least for each phrase and place where it stands."""
        if not self._begin:
            self._begin = {word: self._beginnings(word) for word in self._root.words}
        ways: list[tuple[_Node[T], int]] = []
        known, stems, after_last = self._begin, self._root.stems, len(folded) - 1
        for at, word in enumerate(folded):
            begun = known.get(word) or (self._beginnings(word) if word[:_STEM] in stems else None)
            if begun:
                if at < after_last and (nodes := begun.by_next.get(folded[at + 1])):
                    ways += [(node, at + 1) for node in nodes]
                ways += [(node, at + 1) for node in begun.others if _goes_on(node, folded, at + 1, kinds)]
            if at in kinds and not (at - 1 in kinds and at + 1 in kinds):  # a name is read from its ends
                named = (node for kind in kinds[at] for node in self._root.classes.get(kind, ()))
                ways += [(node, at + 1) for node in named if _goes_on(node, folded, at + 1, kinds)]
        return _said(ways, folded, kinds)

    def _beginnings(self, word: str) -> _Beginnings[T]:
        """Where a first word leads."""
        nodes = _after(self._root, word, _NONE)
        by_next: dict[str, list[_Node[T]]] = {}
        for node in nodes:
            for following in node.words if node.is_plain else ():
                by_next.setdefault(following, []).append(node)
        return _Beginnings(by_next, [node for node in nodes if not node.is_plain])


def _said(ways: list[tuple[_Node[T], int]], folded: Sequence[str], kinds: Kinds) -> list[T]:
    """What is said by all phrases that have come to a node with the word at a place ahead of them.

    A place is reached over gaps once from each node, so that gaps after gaps stay cheap.
    """
    said: list[T] = []
    skipped: set[tuple[int, int]] = set()
    while ways:
        node, at = ways.pop()
        said += node.said
        for gap, following in node.gaps:
            for place in range(at, at + gap + 1):
                if (id(following), place) not in skipped and _goes_on(following, folded, place, kinds):
                    skipped.add((id(following), place))
                    ways.append((following, place))
        if at < len(folded):
            ways += [(following, at + 1) for following in _after(node, folded[at], kinds.get(at, _NONE))]
    return said


def _goes_on(node: _Node[T], folded: Sequence[str], at: int, kinds: Kinds) -> bool:
    """Whether anything can come of a node with the word at a place: asked before any work is done on it."""
    if node.said or node.gaps:
        return True
    if at >= len(folded):
        return False
    word = folded[at]
    return word in node.words or (at in kinds and bool(node.classes)) or word[:_STEM] in node.stems


def _after(node: _Node[T], word: str, kinds: Collection[str]) -> Sequence[_Node[T]]:
    """Where a word leads from a node."""
    found: Sequence[_Node[T]] = node.words.get(word, ())
    if node.stems and (stems := node.stems.get(word[:_STEM])):
        found = [*found, *(follows for beginning, follows in stems if word.startswith(beginning))]
    if kinds and node.classes:
        found = [*found, *(follows for kind in kinds for follows in node.classes.get(kind, ()))]
    return found
