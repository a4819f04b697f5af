"""Introductions -> a drawing: the owner on the left, and to the right whom each introduction led to.

A tree in rows, as text is read: whoever was introduced stands beside whoever introduced them, and
opens doors of their own further right. The same introductions give the same drawing.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from worker.digest.render import columns
from worker.report.introductions import Introduction, Stage, Who

PEOPLE = 200  # as many as can be read
_DEPTH = 4  # columns of people
_ROW, _TOP, _LEFT = 26, 58, 34  # pixels
_SPINE, _FOOT = 17, 30  # the line on which all hang, and where it begins: below "You"
_PAGE = 30 * _ROW
_LETTERS, _LETTER = 28, 7  # of a label, and how wide one is, about
_BEND, _DOT, _LABEL = 8, 5, 14


@dataclass(frozen=True, slots=True)
class Node:
    """Somebody where they are drawn, with the line that leads to them."""

    label: str
    whole: str  # name and address
    x: int
    y: int
    line: str  # an SVG path
    stage: Stage | None  # None: who introduced, and was not introduced themselves


@dataclass(frozen=True, slots=True)
class Sheet:
    """A part of the drawing that a printed page can hold; on a screen they join without a seam."""

    top: int
    height: int
    nodes: tuple[Node, ...]
    spine: str  # the line on which all hang, where it goes on below; an SVG path, "" on the last sheet


@dataclass(frozen=True, slots=True)
class Drawing:
    """A tree to be drawn; `left_out` counts the introductions for which there was no room."""

    width: int
    sheets: tuple[Sheet, ...]
    left_out: int


@dataclass(slots=True)
class _Branch:
    """Somebody and whom they led to, while the tree grows."""

    who: Who
    stage: Stage | None
    depth: int
    below: list[_Branch] = field(default_factory=list)


def draw(introductions: Sequence[Introduction], *, chained: bool) -> Drawing:
    """The newest introductions, of at most 200 people. `chained`: who was introduced may have led on."""
    shown = _with_room(introductions)
    column = _column(shown)
    branches = list(_placed(_grown(shown, chained=chained), column))
    right = max((node.x for nodes in branches for node in nodes), default=0)
    return Drawing(right + column, tuple(_sheets(branches)), len(introductions) - len(shown))


def _column(introductions: Sequence[Introduction]) -> int:
    """How far the columns lie apart: the longest label and a line behind it."""
    labels = (_label(who) for one in introductions for who in (one.first, one.second))
    return 54 + _LETTER * max(map(columns, labels), default=0)


def _with_room(introductions: Sequence[Introduction]) -> list[Introduction]:
    people: set[str] = set()
    shown = []
    for one in introductions:
        more = people | {one.first.key, one.second.key}
        if len(more) <= PEOPLE:
            people = more
            shown.append(one)
    return shown


def _grown(introductions: Sequence[Introduction], *, chained: bool) -> list[_Branch]:
    """The branches, the newest first; an introducer hangs where they were first introduced themselves."""
    roots: list[_Branch] = []
    placed: dict[str, _Branch] = {}
    for one in reversed(introductions):
        branch = placed.get(one.first.key)
        if branch is None or branch.depth + 1 >= _DEPTH:
            branch = placed[one.first.key] = _Branch(one.first, None, 0)
            roots.insert(0, branch)
        leaf = _Branch(one.second, one.stage, branch.depth + 1)
        branch.below.insert(0, leaf)
        if chained:
            placed.setdefault(one.second.key, leaf)
    return roots


def _placed(roots: Sequence[_Branch], column: int) -> Iterator[list[Node]]:
    y, above = _TOP, _FOOT
    for branch in roots:
        line, above = _corner(_SPINE, above, _LEFT, y), y - _BEND
        nodes, y = _rows(branch, y, column=column, line=line)
        yield nodes


def _sheets(branches: Sequence[list[Node]]) -> Iterator[Sheet]:
    """As many whole branches to a sheet as a page holds."""
    top, nodes = 0, list[Node]()
    for n, branch in enumerate(branches, start=1):
        nodes += branch
        bottom = max(node.y for node in branch) + _ROW // 2
        last = n == len(branches)
        if last or bottom - top > _PAGE:
            spine = "" if last else f"M{_SPINE} {branch[0].y - _BEND}V{bottom}"
            yield Sheet(top, bottom - top, tuple(nodes), spine)
            top, nodes = bottom, []


def _rows(branch: _Branch, y: int, *, column: int, line: str) -> tuple[list[Node], int]:
    """The branch and all below it, and the first row that is free again."""
    x = _LEFT + branch.depth * column
    nodes = [Node(_label(branch.who), branch.who.shown, x, y, line, branch.stage)]
    gutter, at, above = x + column - 20, y, y
    for leaf in branch.below:
        beside = f"M{x + _LABEL} {y}H{gutter + 20 - _DOT}"  # below the label, which hides it
        lead = beside if at == y else _corner(gutter, above, gutter + 20, at)
        above = max(at - _BEND, y)
        more, at = _rows(leaf, at, column=column, line=lead)
        nodes += more
    return nodes, at if branch.below else y + _ROW


def _corner(x: int, top: int, right: int, y: int) -> str:
    """Down from (x, top) and round a corner to just before (right, y)."""
    return f"M{x} {top}V{y - _BEND}Q{x} {y} {x + _BEND} {y}H{right - _DOT}"


def _label(who: Who) -> str:
    text = who.name or who.address
    while columns(text) > _LETTERS:
        text = text[:-2].rstrip("…") + "…"
    return text
