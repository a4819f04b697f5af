"""Phrases, and the matcher that finds all phrases of a language in one walk over a sentence.

A phrase is words in order, and never a regular expression:

    introduce/introducing you     alternatives
    introduc*                     a word that begins so (three letters at least)
    (very) happy                  a word, or a group, that may be missing
    {meet} <name>                 a member of the pack's group "meet", which may have several words
    put ~ in touch                ~ stands for at most four words, ~~ for at most nine

and <name>, <email>, <number> (a telephone's), <hour>, <to> (a recipient or the sender), <sender> and <me>
(the owner) stand for a word of that class. Nothing backtracks: phrases are ways through one tree, and a gap is bounded.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice, product
from typing import Generic, TypeVar

from rules.sentences import Sentence, fold, words

__all__ = ["CLASSES", "GAPS", "Element", "Matcher", "Sentence", "fold", "spell_out", "words"]

GAPS = {"~": 4, "~~": 9}
CLASSES = frozenset({"<name>", "<email>", "<number>", "<hour>", "<to>", "<me>", "<sender>"})
_DEEPEST = 4  # groups within groups
MOST_WAYS = 5000  # that one text of a pack may stand for
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


# ── From text to elements ───────────────────────────────────────────────────────────────────


def spell_out(
    text: str, groups: Mapping[str, Sequence[str]], *, depth: int = 0
) -> Iterator[tuple[Element, ...]]:
    """The ways a phrase can be said: one for each choice of what is optional and of longer group members.

    Raises ValueError where a group is unknown or holds itself, a gap stands at an end, or nothing but
    classes is said.
    """
    if depth > _DEEPEST:
        raise ValueError(f"groups hold one another too deeply: {text}")
    choices = [list(_choices(place, groups, depth)) for place in text.split()]
    ways = product(*choices)
    for way in islice(ways, MOST_WAYS):
        elements = tuple(element for part in way for element in part)
        _check(text, elements)
        yield elements
    if next(ways, None) is not None:
        raise ValueError(f"a phrase stands for more than {MOST_WAYS} ways to say it: {text}")


def _choices(
    place: str, groups: Mapping[str, Sequence[str]], depth: int
) -> Iterator[tuple[Element, ...]]:
    """What can stand at a place: single words together, then each longer member of a group, then nothing."""
    optional = place.startswith("(") and place.endswith(")")
    place = place[1:-1] if optional else place
    if place in GAPS:
        yield (Element(gap=GAPS[place]),)
        return
    members = [member for part in place.split("/") for member in _members(part, groups)]
    longer = [member for member in members if " " in member or member.startswith("{")]
    if single := [member for member in members if member not in longer]:
        yield (_element(single),)
    for member in longer:
        yield from spell_out(member, groups, depth=depth + 1)
    if optional:
        yield ()


def _members(part: str, groups: Mapping[str, Sequence[str]]) -> Sequence[str]:
    if not (part.startswith("{") and part.endswith("}")):
        return (part,)
    if part[1:-1] not in groups:
        raise ValueError(f"there is no group {part}")
    return groups[part[1:-1]]


def _element(members: Sequence[str]) -> Element:
    beginnings = frozenset(fold(m[:-1]) for m in members if m.endswith("*"))
    if any(len(b) < _STEM for b in beginnings):
        raise ValueError(f"a beginning needs three letters: {' '.join(members)}")
    return Element(
        words=frozenset(fold(m) for m in members if m not in CLASSES and not m.endswith("*")),
        beginnings=beginnings,
        classes=CLASSES & set(members),
    )


def _check(text: str, elements: Sequence[Element]) -> None:
    if not elements or elements[0].gap or elements[-1].gap:
        raise ValueError(f"a phrase has words at both ends, and no gap there: {text}")
    if not any(e.words or e.beginnings for e in elements):
        raise ValueError(f"a phrase needs a word of its own: {text}")


# ── From elements to a tree ─────────────────────────────────────────────────────────────────


@dataclass(slots=True)
class _Node(Generic[T]):
    """How far phrases that begin alike have come, what may follow, and what is said where they end."""

    words: dict[str, list[_Node[T]]] = field(default_factory=dict)
    stems: dict[str, list[tuple[str, _Node[T]]]] = field(default_factory=dict)
    classes: dict[str, list[_Node[T]]] = field(default_factory=dict)
    gaps: list[tuple[int, _Node[T]]] = field(default_factory=list)
    said: list[T] = field(default_factory=list)
    children: dict[Element, _Node[T]] = field(default_factory=dict)

    def child(self, element: Element) -> _Node[T]:
        """Where an element leads; made where no phrase has gone this way before."""
        if element not in self.children:
            node = self.children[element] = _Node()
            for word in element.words:
                self.words.setdefault(word, []).append(node)
            for beginning in element.beginnings:
                self.stems.setdefault(beginning[:_STEM], []).append((beginning, node))
            for name in element.classes:
                self.classes.setdefault(name, []).append(node)
            if element.gap:
                self.gaps.append((element.gap, node))
        return self.children[element]


class Matcher(Generic[T]):
    """All phrases of a language, each with what it says."""

    __slots__ = ("_root",)

    def __init__(self) -> None:
        self._root: _Node[T] = _Node()

    def add(self, elements: Sequence[Element], said: T) -> None:
        """Adds one way to say something. Several phrases may say the same."""
        node = self._root
        for element in elements:
            node = node.child(element)
        if said not in node.said:
            node.said.append(said)

    def found(self, folded: Sequence[str], kinds: Kinds) -> list[T]:
        """What the words of a sentence say, once for each phrase and place where it stands."""
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
