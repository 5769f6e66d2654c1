"""Features of weekly series: growth now and before, of the place, the nation and the signal."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from tidegate.core.pressure.forecast.growth import Pull, growth_of, pulled_growth
from tidegate.core.pressure.forecast.windows import steps_ago, trailing_mean

if TYPE_CHECKING:
    from tidegate.core.pressure.forecast.panel import Floats

WEEK = Pull(window=1, gap=1, dispersion=3.0, spread=0.2, floor=0.0004)
_TWO_MONTHS = 8


def weekly_features(
    values: Floats, signal: Floats | None, total: int | None
) -> tuple[tuple[str, ...], Floats]:
    """Return names of features, and the features, places x weeks x names.

    Args:
        values: counts, places x weeks.
        signal: an early signal in the same unit, if there is one.
        total: row of the nation, if one is.
    """
    growth, around = _growth(values, total)
    plain = np.nan_to_num(np.log1p(values) - steps_ago(np.log1p(values), 1))
    found = {
        "growth": growth,
        "growth_before": np.nan_to_num(steps_ago(growth, 1)),
        "growth_two_before": np.nan_to_num(steps_ago(growth, 2)),
        "growth_around": around - growth,
        "growth_plain": np.clip(plain, -1.2, 1.2) - growth,
    }
    if signal is not None:
        told, _ = _growth(signal, total)
        ratio = np.log((signal + 1) / (values + 1))
        usual = np.log(
            (trailing_mean(signal, _TWO_MONTHS) + 1) / (trailing_mean(values, _TWO_MONTHS) + 1)
        )
        found["signal_growth"] = told
        found["signal_growth_before"] = np.nan_to_num(steps_ago(told, 1))
        found["signal_ratio"] = np.clip(np.nan_to_num(ratio - usual), -1.2, 1.2)
    return tuple(found), np.stack(list(found.values()), axis=2)


def _growth(values: Floats, total: int | None) -> tuple[Floats, Floats]:
    whole = None if total is None else growth_of(values[[total]], WEEK)
    return pulled_growth(values, WEEK, whole=whole)
