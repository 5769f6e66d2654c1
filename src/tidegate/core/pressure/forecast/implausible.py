"""Values that cannot be: a place that jumps while nobody else moves, and totals that carry it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from tidegate.core.pressure.forecast.panel import Floats

_JUMP = np.log(4.0)  # beyond the median change of all places in the same step
_LEAST = 100.0  # below this count, chance and small outbreaks jump as far
_ENOUGH = 5  # places without which there is no telling what is usual
_CLOSE = 0.05  # how near a total is to the sum of the others


def total_row(values: Floats) -> int | None:
    """Return the row that is the sum of all others, if one is; a nation among its states."""
    if len(values) < _ENOUGH:
        return None
    whole = np.nansum(values, axis=0)
    for row in np.argsort(-np.nansum(values, axis=1), kind="stable")[:1]:
        others = whole - np.nan_to_num(values[row])
        known = np.isfinite(values[row]) & (others > 0)
        if known.any() and abs(np.median(values[row][known] / others[known]) - 1) < _CLOSE:
            return int(row)
    return None


def plausible(values: Floats, total: int | None) -> Floats:
    """Return values without impossible jumps; a total loses what the jump had added to it.

    A value more than four times what its last one and the median change of all places lead to
    expect is replaced by that expectation.
    """
    if len(values) < _ENOUGH:
        return values
    found = values.copy()
    parts = np.array([row for row in range(len(values)) if row != total])
    for step in range(1, values.shape[1]):
        change = np.log((found[parts, step] + 1) / (found[parts, step - 1] + 1))
        if not np.isfinite(change).any():
            continue
        usual = float(np.nanmedian(change))
        jumped = parts[(change - usual > _JUMP) & (found[parts, step] >= _LEAST)]
        expected = (found[jumped, step - 1] + 1) * np.exp(usual) - 1
        if total is not None:
            found[total, step] -= float(np.sum(found[jumped, step] - expected))
        found[jumped, step] = expected
    return found
