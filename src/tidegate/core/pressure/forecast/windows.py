"""Looking back along rows: means of the last steps, and values of steps ago."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from tidegate.core.pressure.forecast.panel import Floats, Whole


def trailing_mean(values: Floats, steps: int) -> Floats:
    """Return the mean of what is known among the last ``steps`` columns; NaN where nothing is."""
    known = np.isfinite(values)
    total = np.cumsum(np.where(known, values, 0.0), axis=1)
    count = np.cumsum(known, axis=1).astype(float)
    if steps < values.shape[1]:
        total[:, steps:] -= total[:, :-steps].copy()
        count[:, steps:] -= count[:, :-steps].copy()
    return np.where(count > 0, total / np.maximum(count, 1.0), np.nan)


def steps_ago(values: Floats, steps: int) -> Floats:
    """Return what each row was ``steps`` columns earlier; NaN before it began."""
    if steps == 0:
        return values
    gap = np.full((values.shape[0], min(steps, values.shape[1])), np.nan)
    return np.concatenate([gap, values[:, : max(0, values.shape[1] - steps)]], axis=1)


def carried_forward(values: Floats) -> Floats:
    """Fill gaps with the last value before them; NaN stays only before the first value."""
    known = np.isfinite(values)
    last = np.maximum.accumulate(np.where(known, np.arange(values.shape[1])[None], -1), axis=1)
    filled = np.take_along_axis(values, np.maximum(last, 0), axis=1)
    return np.where(last >= 0, filled, np.nan)


def mean_of_groups(values: Floats, group: Whole) -> Floats:
    """Return the mean over the places of each group, groups x steps; NaN where none is known."""
    known = np.isfinite(values)
    groups = int(group.max()) + 1
    total, count = np.zeros((groups, values.shape[1])), np.zeros((groups, values.shape[1]))
    np.add.at(total, group, np.where(known, values, 0.0))
    np.add.at(count, group, known.astype(float))
    return np.where(count > 0, total / np.maximum(count, 1.0), np.nan)
