"""Journeys and personal limits on them in single precision, compared as if in double."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import polars as pl

Singles = npt.NDArray[np.float32]


def in_single(journeys: pl.Series, limits: pl.Series) -> tuple[Singles, Singles]:
    """Round both such that a journey keeps a limit afterwards if, and only if, it did before.

    Distinct numbers that would become the same move apart by the least steps there are. Unknown
    journeys become infinite: within no limit, and no hindrance without one. No limit is infinite.
    """
    known = pl.concat([_known(each).drop_nulls().unique() for each in (journeys, limits)])
    exact = known.filter(known.is_between(0, np.inf, closed="left")).unique().sort().to_numpy()
    # Numbers from 0 on are in the order of their bits, and the next bits are the next number.
    bits = exact.astype(np.float32).view(np.int32).astype(np.int64)
    place = np.arange(len(bits))
    apart = (np.maximum.accumulate(bits - place) + place).astype(np.int32).view(np.float32)
    return _looked_up(journeys, exact, apart), _looked_up(limits, exact, apart)


def _known(column: pl.Series) -> pl.Series:
    return column.cast(pl.Float64).fill_nan(None)


def _looked_up(column: pl.Series, exact: npt.NDArray[np.float64], single: Singles) -> Singles:
    if column.null_count() == len(column):
        return np.full(len(column), np.inf, np.float32)
    values = _known(column).fill_null(np.inf).to_numpy()
    # Whatever lies below 0 is a limit that nobody keeps.
    found = np.append(single, np.float32(np.inf))[np.searchsorted(exact, values)]
    found[values < 0] = -1
    return found
