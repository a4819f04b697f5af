"""Asking before the answer is needed: what takes a round trip is under way while the last is being read.

Where a source breaks off, what was drawn of it and not given yet is lost, but for `UntilBroken`.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TypeVar

T = TypeVar("T")


def ahead(items: Iterable[T], count: int, *, slowly: bool = False) -> Iterator[T]:
    """The items in their order, each drawn `count` items before it is given.

    The first ones are drawn at once; or `slowly`, two for each that is given until there are so many: then
    the first is not held up by what comes after it.
    """
    source = iter(items)
    drawn = deque(islice(source, 0 if slowly else count))
    return _kept_full(source, drawn, count)


def _kept_full(source: Iterator[T], drawn: deque[T], count: int) -> Iterator[T]:
    while True:
        drawn.extend(islice(source, min(2, count + 1 - len(drawn))))
        if not drawn:
            return
        yield drawn.popleft()


class UntilBroken(Iterator[T]):
    """The items up to the error that a source breaks off with, which is kept for whoever has used them."""

    def __init__(self, items: Iterable[T]) -> None:
        self._items = iter(items)
        self.error: Exception | None = None

    def __next__(self) -> T:
        if self.error:
            raise StopIteration
        try:
            return next(self._items)
        except StopIteration:
            raise
        except Exception as error:
            self.error = error
            raise StopIteration from error
