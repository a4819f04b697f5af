"""Phrases, and the matcher that finds all phrases of a language in one walk over a sentence.

A phrase is words in order, and never a regular expression:

    introduce/introducing you     alternatives
    introduc*                     a word that begins so (three letters at least)
    (very) happy                  a word, or a group, that may be missing
    {meet} <name>                 a member of the pack's group "meet", which may have several words
    put ~ in touch                ~ stands for at most four words, ~~ for at most nine

and <name>, <email>, <number> (a telephone's), <hour>, <to> (a recipient or the sender), <sender> and
<me> (the owner) stand for a word of that class. Nothing backtracks: all phrases are ways through one
graph, which a sentence is read along once.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import product
from typing import Generic, TypeVar

from rules.sentences import Sentence, fold, words

__all__ = ["CLASSES", "GAPS", "Element", "Matcher", "Sentence", "Speller", "fold", "words"]

GAPS = {"~": 4, "~~": 9}
CLASSES = frozenset({"<name>", "<email>", "<number>", "<hour>", "<to>", "<me>", "<sender>"})
_NONE: frozenset[str] = frozenset()
_MOST_KEPT = 50_000  # transitions between states, before all are forgotten
_STEM = 3  # letters that a beginning has at least

Kinds = Mapping[int, frozenset[str]]
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
        found = tuple(self._place(place) for place in text.split())
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
        members = [member for part in place.split("/") for member in self._members(part)]
        longer = [m for m in members if " " in m or _is_group(m)]
        if single := [member for member in members if member not in longer]:
            yield (_element(single),)
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


def _element(members: Sequence[str]) -> Element:
    plain = [m for m in members if m not in CLASSES]
    if any(len(m) > 1 and m[0] in "{(<" for m in plain):
        raise ValueError(f"a group or class stands alone in its place: {' '.join(members)}")
    beginnings = frozenset(fold(m[:-1]) for m in plain if m.endswith("*"))
    if any(len(b) < _STEM for b in beginnings):
        raise ValueError(f"a beginning needs three letters: {' '.join(members)}")
    return Element(
        words=frozenset(fold(m) for m in plain if not m.endswith("*")),
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


@dataclass(slots=True, eq=False)
class _Node(Generic[T]):
    """How far phrases that begin alike have come, what may follow, and what is said where they end."""

    words: dict[str, list[_Node[T]]] = field(default_factory=dict)
    stems: dict[str, list[tuple[str, _Node[T]]]] = field(default_factory=dict)
    classes: dict[str, list[_Node[T]]] = field(default_factory=dict)
    gaps: list[tuple[int, _Node[T]]] = field(default_factory=list)
    said: list[T] = field(default_factory=list)
    places: dict[Place, _Node[T]] = field(default_factory=dict)

    @property
    def goes_on(self) -> bool:
        """Whether anything may follow."""
        return bool(self.words or self.classes or self.stems)

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


class _State(Generic[T]):
    """Where all phrases stand at once after some words: what was said, and where each word leads from here.

    `open` holds the nodes that may go on, each with how many words may still be skipped before it does.
    """

    __slots__ = ("follows", "open", "said")

    def __init__(self, open_nodes: Mapping[_Node[T], int], said: Sequence[T]) -> None:
        self.open = open_nodes
        self.said = said
        self.follows: dict[object, _State[T]] = {}


class Matcher(Generic[T]):
    """All phrases of a language, each with what it says.

    A sentence is read word by word, and never back: a state is the set of all nodes that can go on. States
    and their transitions are made when a text first needs them, and kept: ordinary mail needs few.
    """

    __slots__ = ("_kept", "_root", "_start", "_states", "_stems", "_words")

    def __init__(self) -> None:
        self._root: _Node[T] = _Node()
        self._words: set[str] = set()
        self._stems: set[str] = set()
        self._forget()

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
        elements = [element for place in phrase for way in place for element in way]
        self._words.update(word for element in elements for word in element.words)
        self._stems.update(b[:_STEM] for element in elements for b in element.beginnings)
        self._forget()

    def found(self, folded: Sequence[str], kinds: Kinds) -> list[T]:
        """What the words of a sentence say, once at least for each phrase and place where it stands."""
        said: list[T] = []
        state, words, stems = self._start, self._words, self._stems
        for at, word in enumerate(folded):
            letters = word if word in words or word[:_STEM] in stems else ""
            symbol = (letters, kinds[at]) if at in kinds else letters
            state = state.follows.get(symbol) or self._follow(state, symbol, letters, kinds.get(at, ()))
            if state.said:
                said += state.said
        return said

    def _follow(self, state: _State[T], symbol: object, word: str, kinds: Collection[str]) -> _State[T]:
        """The state after a word, made and kept."""
        if self._kept > _MOST_KEPT:
            self._forget()
        entered = [node for before in (self._root, *state.open) for node in _after(before, word, kinds)]
        reached: dict[_Node[T], int] = {node: slack - 1 for node, slack in state.open.items() if slack}
        said: dict[int, T] = {}
        while entered:
            node = entered.pop()
            said.update((id(meaning), meaning) for meaning in node.said)
            reached.setdefault(node, 0)
            for gap, following in node.gaps:
                reached[following] = max(gap, reached.get(following, 0))
                if not gap:
                    entered.append(following)
        alive = {node: slack for node, slack in reached.items() if node.goes_on}
        key = (frozenset(alive.items()), tuple(sorted(said)))
        self._kept += 1
        follows = self._states.setdefault(key, _State(alive, tuple(said.values())))
        state.follows[symbol] = follows
        return follows

    def _forget(self) -> None:
        """Begins anew with no state known."""
        self._kept = 0
        self._start: _State[T] = _State({}, ())
        self._states: dict[object, _State[T]] = {(frozenset(), ()): self._start}


def _after(node: _Node[T], word: str, kinds: Collection[str]) -> Sequence[_Node[T]]:
    """Where a word leads from a node."""
    found: Sequence[_Node[T]] = node.words.get(word, ())
    if node.stems and (stems := node.stems.get(word[:_STEM])):
        found = [*found, *(follows for beginning, follows in stems if word.startswith(beginning))]
    if node.classes and kinds:
        found = [*found, *(follows for kind in kinds for follows in node.classes.get(kind, ()))]
    return found
