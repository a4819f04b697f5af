"""What a label may say and must say: the two shapes of rules/README.md, "Measure it", as tables.

What a label lacks, or says amiss, is an error: it could not be measured. A key that nobody reads is only
told, as a file of labels may carry notes; left unsaid, a mistyped `acts` would count as "nothing expected".
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from difflib import get_close_matches
from typing import Any

from rules.model import Act
from worker.letter import Label

COARSE = frozenset({"none", "favour", "meeting"})
"""What a label may say beside the names of acts: nothing of the kind, and two families (score.py)."""

_REMARKS = frozenset({"language", "note", "title", "tags", "folder"})  # for the reader of the file alone


@dataclass(frozen=True, slots=True)
class _Shape:
    """An object: the keys it must have, those that are read as well, and those that hold other objects."""

    what: str
    needed: frozenset[str]
    also: frozenset[str] = frozenset()
    within: Mapping[str, _Shape] = field(default_factory=dict)  # one object
    lists: Mapping[str, _Shape] = field(default_factory=dict)  # a list of objects

    @property
    def read(self) -> frozenset[str]:
        """Every key that somebody reads."""
        return self.needed | self.also | self.within.keys() | self.lists.keys()


def _keys(words: str) -> frozenset[str]:
    return frozenset(words.split())


_SEARCH = _Shape("search", _keys(""), _keys("active landed targets"))
_OWNER = _Shape(
    "owner", _keys("addresses"), _keys("name timezone weekend holidays"), within={"search": _SEARCH}
)
_MESSAGE = _Shape(
    "message",
    _keys("message_id date from"),
    _keys("to cc bcc subject body in_reply_to references headers html ics acts"),
)
_PERSON = _Shape("person", _keys("addresses"), _keys("name organisation contact_type note"))
_DECISION = _Shape("decision", _keys("at about decision"), _keys("who what day note"))
_DUTY = _Shape("duty", _keys("what"), _keys("owner to due due_suggested optional also"))
_CASE = _Shape(
    "case",
    _keys("kind state turn"),
    _keys("awaiting introducer requester helper targets kind_also state_also turn_also"),
    lists={"duties": _DUTY},
)
_EXPECT = _Shape("expect", _keys(""), _keys("closed_cases"), lists={"cases": _CASE})
_SINGLE = _Shape(
    "label",
    _keys("id owner message"),
    _keys("acts introducer introduced"),
    within={"owner": _OWNER, "message": _MESSAGE},
)
_STORY = _Shape(
    "story",
    _keys("id owner now messages"),
    within={"owner": _OWNER, "expect": _EXPECT},
    lists={"people": _PERSON, "decisions": _DECISION, "messages": _MESSAGE},
)
_MOMENTS = _keys("date now at")
_LISTS = _keys("addresses acts")


def fault(label: Label) -> str:
    """The first thing a label lacks or says amiss, "" where it can be measured."""
    return next(_faults(label, _shape(label)), "")


def unread(labels: Iterable[Label]) -> Iterator[str]:
    """A line for each key that nobody reads and each act that is none, with the first label that has it."""
    found: dict[str, list[str]] = {}
    for label in labels:
        for line in _unread(label, _shape(label)):
            found.setdefault(line, []).append(str(label["id"]))
    for line, ids in found.items():
        more = f" and {len(ids) - 1} more" if len(ids) > 1 else ""
        yield f"{line} (label {ids[0]}{more})"


def _shape(label: Label) -> _Shape:
    return _STORY if "messages" in label else _SINGLE


def _objects(said: Label, shape: _Shape) -> Iterator[tuple[_Shape, Any]]:
    for key, inner in shape.within.items():
        if said.get(key) is not None:
            yield inner, said[key]
    for key, inner in shape.lists.items():
        held = said.get(key) or ()
        for one in held if isinstance(held, list | tuple) else (held,):
            yield inner, one


def _faults(said: Any, shape: _Shape) -> Iterator[str]:
    if not isinstance(said, dict):
        yield f"its {shape.what} is no object with keys"
        return
    for key in sorted(shape.needed):
        if said.get(key) is None or said[key] == "":
            yield (
                f"its {shape.what} has no “{key}”"
                if shape.what not in ("label", "story")
                else f"it has no “{key}”"
            )
    for key in sorted(_LISTS & said.keys()):
        if not isinstance(said[key], list) or (key == "addresses" and not said[key]):
            full = " with something in it" if key == "addresses" else ""
            yield f"“{key}” of its {shape.what} is no list{full}"
    for key in sorted(_MOMENTS & shape.needed):
        if not _is_moment(said[key], zoned=key != "date"):
            yield f"“{key}” of its {shape.what} is no moment as 2026-11-16T09:00:00+01:00"
    for inner, one in _objects(said, shape):
        yield from _faults(one, inner)


def _is_moment(said: Any, *, zoned: bool) -> bool:
    try:
        return datetime.fromisoformat(said).tzinfo is not None or not zoned
    except (TypeError, ValueError):
        return False


def _unread(said: Label, shape: _Shape) -> Iterator[str]:
    for key in said.keys() - shape.read - _REMARKS:
        yield f"nobody reads “{key}” of a {shape.what}{_meant(key, shape.read)}"
    for act in said.get("acts") or ():
        if act not in COARSE and act not in set(Act):
            yield f"there is no act “{act}”{_meant(str(act), COARSE | set(Act))}"
    for inner, one in _objects(said, shape):
        yield from _unread(one, inner)


def _meant(said: str, known: Iterable[str]) -> str:
    near = get_close_matches(said, sorted(map(str, known)), n=1)
    return f": did you mean “{near[0]}”?" if near else ""
