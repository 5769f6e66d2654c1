"""How days of the week differ: a pattern of all places, and each place's own pulled towards it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from tidegate.core.pressure.forecast.windows import trailing_mean

if TYPE_CHECKING:
    from tidegate.core.pressure.forecast.panel import Floats, Whole

_HALF_LIFE = 56.0
_PULL_DAYS = 30.0  # days of the usual count that the common pattern is believed as firmly as
_SMALLEST_USUAL = 5.0
_WEEK = 7


def week_pattern(values: Floats, weekdays: Whole) -> Floats:
    """Return log factors of the days of the week, places x 7, that average to nothing.

    Args:
        values: counts, places x days; NaN days are left out.
        weekdays: day of the week of each column, 0 to 6.
    """
    days = values.shape[1]
    if days <= _WEEK:
        return np.zeros((len(values), _WEEK))
    around = np.full_like(values, np.nan)
    around[:, 3 : days - 3] = trailing_mean(values, _WEEK)[:, 6:]
    known = np.isfinite(values) & np.isfinite(around)
    weight = 0.5 ** ((days - 1 - np.arange(days)) / _HALF_LIFE)
    on = np.eye(_WEEK)[weekdays]
    seen = (np.where(known, values, 0.0) * weight) @ on
    expected = (np.where(known, around, 0.0) * weight) @ on
    common = np.log((seen.sum(axis=0) + 1) / (expected.sum(axis=0) + 1))
    usual = float(np.nanmean(around)) if known.any() else 0.0
    pull = _PULL_DAYS * max(usual, _SMALLEST_USUAL)
    own = np.log((seen + pull * np.exp(common)) / (expected + pull))
    return np.asarray(own - own.mean(axis=1, keepdims=True))
