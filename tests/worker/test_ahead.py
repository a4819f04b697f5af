"""What is asked for before it is needed."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from worker.ahead import UntilBroken, ahead


def noted(count: int, asked: list[int]) -> Iterator[int]:
    """So many items, each noted when it is asked for."""
    for n in range(count):
        asked.append(n)
        yield n


def test_the_first_are_asked_for_at_once_and_each_later_one_while_another_is_used() -> None:
    asked: list[int] = []
    items = ahead(noted(5, asked), 2)
    assert asked == [0, 1]
    assert next(items) == 0
    assert asked == [0, 1, 2]
    assert list(items) == [1, 2, 3, 4]


def test_slowly_the_first_is_given_before_many_are_asked_for() -> None:
    asked: list[int] = []
    items = ahead(noted(9, asked), 3, slowly=True)
    assert asked == []
    assert [len(asked) - 1 - n for n in items] == [1, 2, 3, 3, 3, 3, 2, 1, 0]


def test_fewer_than_are_asked_for_are_all_given() -> None:
    assert list(ahead([1], 3)) == [1]
    assert list(ahead([], 3)) == []


def test_an_error_that_is_kept_for_later_ends_the_items_for_good() -> None:
    def source() -> Iterator[int]:
        yield 1
        raise TimeoutError

    items = UntilBroken(source())
    assert list(ahead(items, 3)) == [1]
    assert isinstance(items.error, TimeoutError)
    assert list(items) == []
    with pytest.raises(TimeoutError):
        list(ahead(source(), 3))
