"""Codes as small numbers, in the order of their text, so that no order of rows can show in them."""

from __future__ import annotations

import numba
import numpy as np
import numpy.typing as npt
import polars as pl

Shorts = npt.NDArray[np.int32]
Longs = npt.NDArray[np.int64]


def distinct(*columns: pl.Series) -> pl.Series:
    """Return the codes that occur in any of the columns, in order of their text."""
    return pl.concat([column.drop_nulls().unique() for column in columns]).unique().sort()


def numbers(column: pl.Series, codes: pl.Series, absent: int = -1) -> Shorts:
    """Number each row by its place among the distinct ``codes``; ``absent`` where it has none."""
    placed = column.cast(pl.Enum(codes), strict=False).to_physical().cast(pl.Int32)
    return placed.fill_null(absent).to_numpy()


def dense(key: Longs, size: int) -> tuple[Shorts, Longs]:
    """Number the keys that occur among 0 … ``size`` - 1 without gaps; also list them."""
    present = np.zeros(size, np.bool_)
    present[key] = True
    number = np.cumsum(present, dtype=np.int32) - np.int32(1)
    return number[key], np.flatnonzero(present)


@numba.njit(cache=True, nogil=True)
def sort_by(order: Longs, number: npt.NDArray[np.integer]) -> Longs:
    """Put rows in order of their numbers from 0 on; those of one number stay in the order given."""
    at = np.zeros(number.max() + 2, np.int64)
    for row in order:
        at[number[row] + 1] += 1
    at = np.cumsum(at)
    sorted_ = np.empty_like(order)
    for row in order:
        sorted_[at[number[row]]] = row
        at[number[row]] += 1
    return sorted_
