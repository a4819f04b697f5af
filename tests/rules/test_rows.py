"""Rows of weights: adding whole rows is adding each column by itself."""

from __future__ import annotations

import random

import pytest

from rules.rows import Row, columns, raised, row, weight


def weights(total: Row, count: int) -> tuple[float, ...]:
    return tuple(map(weight, columns(total, count)))


def test_a_row_holds_what_was_put_into_it_and_nothing_elsewhere() -> None:
    assert weights(row({0: 1.24, 2: -0.02}), 4) == (1.24, 0.0, -0.02, 0.0)
    assert weights(row({}), 0) == ()


def test_rows_add_up_column_by_column_in_any_order() -> None:
    chance = random.Random(3)
    tables = [{column: round(chance.uniform(-4, 4) * 50) / 50 for column in range(30)} for _ in range(2000)]
    plain = [sum(table[column] for table in tables) for column in range(30)]
    assert weights(sum(map(row, tables)), 30) == pytest.approx(plain)
    assert sum(map(row, tables)) == sum(map(row, reversed(tables)))


def test_a_weight_is_rounded_to_a_fiftieth() -> None:
    assert weights(row({0: 0.131}), 1) == (0.14,)


def test_columns_compare_as_their_weights_do_even_before_they_are_read() -> None:
    low, high = columns(row({0: -2.5, 1: 0.25}), 2)
    assert low < raised(-2.0) < raised(0.0) < high == raised(0.25)
