"""What is found once and kept."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Generic, TypeVar

T = TypeVar("T")


class found_once(Generic[T]):  # noqa: N801 - written above a method, like functools.cached_property
    """A property that is found when it is first asked for.

    The one of Python 3.11 takes a lock, which costs more than most of what is found of a message.
    """

    def __init__(self, find: Callable[[Any], T]) -> None:
        self._find, self._name, self.__doc__ = find, find.__name__, find.__doc__

    def __get__(self, of: object, kind: type) -> T:
        found: T = self._find(of)
        of.__dict__[self._name] = found
        return found
