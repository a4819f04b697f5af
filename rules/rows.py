"""Rows of weights that add up in one step: one whole number holds a weight for each of many columns.

A sentence is weighed against every act at once, by some hundred of its parts, in every mail: adding whole
rows is several times faster than adding the weights one by one, and exact in whatever order.
"""

from __future__ import annotations

import struct
from collections.abc import Mapping
from functools import cache

Row = int
"""A weight in each column, in hundredths; rows are added and negated as the numbers they are."""

_BITS = 32  # of a column: no sum of hundredths comes near that
_ONE = 100
_MIDDLE = 1 << (_BITS - 1)  # what keeps a column above zero while it is taken out


def row(weights: Mapping[int, float]) -> Row:
    """Weights by the number of their column as one row; finer than a hundredth they are rounded."""
    return sum(round(weight * _ONE) << (_BITS * column) for column, weight in weights.items())


def weights(total: Row, columns: int, *, first: int | None = None) -> tuple[float, ...]:
    """The weight in each of a row's columns, or in the `first` few of them."""
    read = columns if first is None else first
    raised = (total + _middles(columns)).to_bytes(columns * _BITS // 8, "little")
    return tuple([(held - _MIDDLE) / _ONE for held in struct.unpack_from(f"<{read}I", raised)])


@cache
def _middles(columns: int) -> Row:
    return sum(_MIDDLE << (_BITS * column) for column in range(columns))
