"""Asking before the answer is needed: what takes a round trip is under way while the last is being read."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TypeVar

T = TypeVar("T")


def ahead(items: Iterable[T], count: int) -> Iterator[T]:
    """The items in their order, each drawn `count` items before it is given; the first ones at once."""
    source = iter(items)
    drawn = deque(islice(source, count))
    return _kept_full(source, drawn)


def _kept_full(source: Iterator[T], drawn: deque[T]) -> Iterator[T]:
    for item in source:
        drawn.append(item)
        yield drawn.popleft()
    while drawn:
        yield drawn.popleft()
