"""Rows of weights that add up in one step: one whole number holds a weight for each of many columns.

A sentence is weighed against every act at once, by some hundred of its parts, in every mail: adding whole
rows is several times faster than adding the weights one by one, and exact in whatever order.
"""

from __future__ import annotations

import struct
from collections.abc import Mapping
from functools import cache

Row = int
"""A weight in each column, in steps of 0.02; rows are added and negated as the numbers they are."""

_BITS = 16  # of a column
_ONE = 50  # of a weight: then no sum of parts that one sentence can hold fills a column
_MIDDLE = 1 << (_BITS - 1)  # what keeps a column above zero while it is taken out


def row(weights: Mapping[int, float]) -> Row:
    """Weights by the number of their column as one row; finer than a step they are rounded."""
    return sum(cell(weight, column) for column, weight in weights.items())


def cell(weight: float, column: int) -> Row:
    """A row with a weight in one column alone."""
    return round(weight * _ONE) << (_BITS * column)


def columns(total: Row, count: int) -> tuple[int, ...]:
    """A row's first columns as they are held: raised above zero, they compare as their weights do."""
    return struct.unpack(f"<{count}H", (total + _middles(count)).to_bytes(count * _BITS // 8, "little"))


def weight(held: int) -> float:
    """The weight that a column holds."""
    return (held - _MIDDLE) / _ONE


def raised(weight: float) -> int:
    """A weight as a column would hold it."""
    return _MIDDLE + round(weight * _ONE)


@cache
def _middles(count: int) -> Row:
    return sum(_MIDDLE << (_BITS * column) for column in range(count))
