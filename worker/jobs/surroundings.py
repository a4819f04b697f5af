"""What new mail can touch, without reading the whole store: the mail around it, and a review of that alone.

Each reading is found by what it shares with others (`rules.surroundings`). What it is found by is kept in
memory, eight bytes each: a check sum and the number of the reading. On disk it would cost every scan a
second table; here it costs one walk through the store, and is right after any crash. Two things of one
check sum bring a reading too many, which changes no review.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left, insort
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING
from zlib import crc32

from rules.model import Owner, Reading, Review
from rules.surroundings import boxes, keys, surroundings
from worker.jobs.review import collector, counts, review_of
from worker.ports import Store

if TYPE_CHECKING:
    from rules.packs import Packs

_BITS = 32  # of a number, and of a check sum
_FEW = 1000  # marks that are put in their places one by one


@dataclass(slots=True)
class Surroundings:
    """The readings of one store by what they share, as of when it was last asked what came."""

    owner: Owner
    _marks: array[int] = field(default_factory=lambda: array("Q"))
    _last: tuple[int, str] | None = None  # number and Message-ID of the newest reading taken in

    def came(self, store: Store) -> Sequence[Reading] | None:
        """What was stored since this was asked last; None where that cannot be told."""
        if not self._continues(store):
            self._marks, self._last = array("Q"), None
        first, new = self._last is None, []
        marks = array("Q")
        for number, reading in store.numbered(self._last[0] if self._last else 0):
            marks.extend(self._marked(number, reading))
            self._last = number, reading.header.message_id
            if not first:
                new.append(reading)
        self._take_in(marks)
        return None if first else new

    def _continues(self, store: Store) -> bool:
        """Whether the newest is still there: where it was forgotten, its number may be another's by now."""
        if self._last is None:
            return True
        number, message_id = self._last
        return any(held.header.message_id == message_id for held in store.readings_of([number]).values())

    def _marked(self, number: int, reading: Reading) -> Iterator[int]:
        return (_sum(key) << _BITS | number for key in keys(reading, boxes(self.owner)))

    def _take_in(self, marks: array[int]) -> None:
        if len(marks) > _FEW:
            self._marks = array("Q", sorted(self._marks + marks))
        else:
            for mark in marks:
                insort(self._marks, mark)

    def review(self, new: Iterable[Reading], store: Store, *, packs: Packs | None, now: datetime) -> Review:
        """The review of this mail and of what is around it."""
        notes, decisions = store.notes(), store.decisions()
        find = self._finder(store, now)
        with collector.off():
            near = surroundings(new, find=find, owner=self.owner, now=now, notes=notes, decisions=decisions)
        return review_of(near, notes, decisions, owner=self.owner, packs=packs, now=now)

    def _finder(self, store: Store, now: datetime) -> Callable[[Collection[str]], Iterable[Reading]]:
        """Looks things up, and reads none of them twice."""
        held: dict[int, Reading] = {}

        def find(asked: Collection[str]) -> Iterable[Reading]:
            numbers = {number for key in asked for number in self._numbers(key)}
            held.update(store.readings_of(numbers - held.keys()))
            found = (held[number] for number in numbers if number in held)
            return [reading for reading in found if counts(reading, now)]

        return find

    def _numbers(self, key: str) -> Iterator[int]:
        first = _sum(key) << _BITS
        start, end = bisect_left(self._marks, first), bisect_left(self._marks, first + (1 << _BITS))
        return (mark - first for mark in self._marks[start:end])


def _sum(key: str) -> int:
    return crc32(key.encode("utf-8", "replace"))
