"""Columns of lists as bits: a list of few distinct things is a mask."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    import polars as pl

Masks = npt.NDArray[np.uint64]


def masks(column: pl.Series, bits: Callable[[pl.Series], Masks]) -> Masks:
    """Join the bits of the items of each list; 0 where the list is empty or unknown.

    ``bits`` is given the items of all lists that have any, end to end, and returns one mask each.
    """
    joined = np.zeros(len(column), np.uint64)
    rows = (column.list.len().fill_null(0) > 0).arg_true().to_numpy()
    if len(rows):
        lists = column.gather(rows)
        lengths = lists.list.len().to_numpy().astype(np.int64)
        starts = np.cumsum(lengths) - lengths
        joined[rows] = np.bitwise_or.reduceat(bits(lists.explode()), starts)
    return joined


def one_bit_each(number: npt.NDArray[np.integer], most: int) -> Masks:
    """Set bit n for each number n among 0 … ``most`` - 1, and no bit for any other."""
    inside = (number >= 0) & (number < most)
    bit = np.uint64(1) << np.where(inside, number, 0).astype(np.uint64)
    return np.where(inside, bit, np.uint64(0))
