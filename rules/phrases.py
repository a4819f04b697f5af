"""Phrases, and the matcher that finds all phrases of a language in one walk over a sentence.

A phrase is words in order, and never a regular expression:

    introduce/introducing you     alternatives
    introduc*                     a word that begins so (three letters at least)
    (very) happy                  a word, or a group, that may be missing
    {meet} <name>                 a member of the pack's group "meet", which may have several words
    put ~ in touch                ~ stands for at most four words, ~~ for at most nine

and <name>, <email>, <number> (a telephone's), <hour>, <to> (a recipient or the sender), <sender> and <me>
(the owner) stand for a word of that class. Nothing backtracks: phrases are ways through one graph, and a gap is bounded.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import product
from typing import Generic, TypeVar

from rules.sentences import Sentence, fold, words

__all__ = ["CLASSES", "GAPS", "Element", "Matcher", "Sentence", "fold", "places", "words"]

GAPS = {"~": 4, "~~": 9}
CLASSES = frozenset({"<name>", "<email>", "<number>", "<hour>", "<to>", "<me>", "<sender>"})
_DEEPEST = 4  # groups within groups
_NONE: frozenset[str] = frozenset()
_STEM = 3  # letters that a beginning has at least

Kinds = Mapping[int, Collection[str]]
"""The classes of words by their place in a sentence, where they have any."""
T = TypeVar("T")


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


def places(text: str, groups: Mapping[str, Sequence[str]], *, depth: int = 0) -> tuple[Place, ...]:
    """A phrase as its places.

    Raises ValueError where a group is unknown or holds itself, a gap stands at an end, or a class
    stands alone.
    """
    if depth > _DEEPEST:
        raise ValueError(f"groups hold one another too deeply: {text}")
    found = tuple(tuple(_ways(place, groups, depth)) for place in text.split())
    _check(text, found)
    return found


def _ways(place: str, groups: Mapping[str, Sequence[str]], depth: int) -> Iterator[Way]:
    """What can stand at a place: single words together, each longer member of a group, nothing."""
    optional = place.startswith("(") and place.endswith(")")
    place = place[1:-1] if optional else place
    if place in GAPS:
        yield (Element(gap=GAPS[place]),)
        return
    members = [member for part in place.split("/") for member in _members(part, groups)]
    longer = [m for m in members if " " in m or (m.startswith("{") and m.endswith("}"))]
    if single := [member for member in members if member not in longer]:
        yield (_element(single),)
    for member in longer:
        for way in product(*places(member, groups, depth=depth + 1)):
            yield tuple(element for part in way for element in part)
    if optional:
        yield ()


def _members(part: str, groups: Mapping[str, Sequence[str]]) -> Sequence[str]:
    if not (part.startswith("{") and part.endswith("}")):
        return (part,)
    if part[1:-1] not in groups:
        raise ValueError(f"there is no group {part}")
    return groups[part[1:-1]]


def _element(members: Sequence[str]) -> Element:
    if any(len(m) > 1 and m not in CLASSES and not {"{", "(", "<"}.isdisjoint(m) for m in members):
        raise ValueError(f"a group or class stands alone in its place: {' '.join(members)}")
    beginnings = frozenset(fold(m[:-1]) for m in members if m.endswith("*"))
    if any(len(b) < _STEM for b in beginnings):
        raise ValueError(f"a beginning needs three letters: {' '.join(members)}")
    return Element(
        words=frozenset(fold(m) for m in members if m not in CLASSES and not m.endswith("*")),
        beginnings=beginnings,
        classes=CLASSES & set(members),
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


@dataclass(slots=True)
class _Node(Generic[T]):
    """How far phrases that begin alike have come, what may follow, and what is said where they end."""

    words: dict[str, list[_Node[T]]] = field(default_factory=dict)
    stems: dict[str, list[tuple[str, _Node[T]]]] = field(default_factory=dict)
    classes: dict[str, list[_Node[T]]] = field(default_factory=dict)
    gaps: list[tuple[int, _Node[T]]] = field(default_factory=list)
    said: list[T] = field(default_factory=list)
    places: dict[Place, _Node[T]] = field(default_factory=dict)

    def step(self, place: Place) -> _Node[T]:
        """Where a place leads: all its ways meet there, and so do all phrases that go this way."""
        if place not in self.places:
            meeting = self.places[place] = _Node()
            for way in place:
                self._lay(way, meeting)
        return self.places[place]

    def _lay(self, way: Way, end: _Node[T]) -> None:
        if not way:
            self.gaps.append((0, end))
            return
        node = self
        for element in way[:-1]:
            node = node.step(((element,),))
        node._link(way[-1], end)

    def _link(self, element: Element, end: _Node[T]) -> None:
        for word in element.words:
            self.words.setdefault(word, []).append(end)
        for beginning in element.beginnings:
            self.stems.setdefault(beginning[:_STEM], []).append((beginning, end))
        for name in element.classes:
            self.classes.setdefault(name, []).append(end)
        if element.gap:
            self.gaps.append((element.gap, end))


class Matcher(Generic[T]):
    """All phrases of a language, each with what it says."""

    __slots__ = ("_root",)

    def __init__(self) -> None:
        self._root: _Node[T] = _Node()

    def add(self, phrase: Sequence[Place], said: T) -> None:
        """Adds a phrase. Several phrases may say the same, and one may say several things."""
        first, *rest = phrase
        if () in first:
            self.add(rest, said)
        node = self._root.step(tuple(way for way in first if way))
        for place in rest:
            node = node.step(place)
        if said not in node.said:
            node.said.append(said)

    def found(self, folded: Sequence[str], kinds: Kinds) -> list[T]:
        """What the words of a sentence say, once at least for each phrase and place where it stands."""
        said: list[T] = []
        ways = [
            (node, at + 1) for at, word in enumerate(folded) for node in _after(self._root, word, at, kinds)
        ]
        while ways:
            node, at = ways.pop()
            said += node.said
            if at < len(folded):
                ways += [(following, at + 1) for following in _after(node, folded[at], at, kinds)]
            for gap, following in node.gaps:
                ways += [(following, at + skipped) for skipped in range(gap + 1)]
        return said


def _after(node: _Node[T], word: str, at: int, kinds: Kinds) -> Sequence[_Node[T]]:
    """Where a word leads from a node."""
    found: Sequence[_Node[T]] = node.words.get(word, ())
    if node.stems and (stems := node.stems.get(word[:_STEM])):
        found = [*found, *(follows for beginning, follows in stems if word.startswith(beginning))]
    if node.classes and at in kinds:
        found = [*found, *(follows for kind in kinds[at] for follows in node.classes.get(kind, ()))]
    return found
