"""What is asked for before it is needed."""

from __future__ import annotations

from collections.abc import Iterator

from worker.ahead import ahead


def test_the_first_are_asked_for_at_once_and_each_later_one_while_another_is_used() -> None:
    asked: list[int] = []

    def source() -> Iterator[int]:
        for n in range(5):
            asked.append(n)
            yield n

    items = ahead(source(), 2)
    assert asked == [0, 1]
    assert next(items) == 0
    assert asked == [0, 1, 2]
    assert list(items) == [1, 2, 3, 4]


def test_slowly_the_first_is_given_before_many_are_asked_for() -> None:
    asked: list[int] = []

    def source() -> Iterator[int]:
        for n in range(9):
            asked.append(n)
            yield n

    items = ahead(source(), 3, slowly=True)
    assert asked == []
    assert [len(asked) - 1 - n for n in items] == [1, 2, 3, 3, 3, 3, 2, 1, 0]


def test_fewer_than_are_asked_for_are_all_given() -> None:
    assert list(ahead([1], 3)) == [1]
    assert list(ahead([], 3)) == []
