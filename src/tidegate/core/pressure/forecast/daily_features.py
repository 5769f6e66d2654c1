"""Features of daily series: where each stands, how it grows, and what other measures say."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from tidegate.core.pressure.forecast.growth import Pull, pulled_growth
from tidegate.core.pressure.forecast.windows import carried_forward, steps_ago, trailing_mean

if TYPE_CHECKING:
    from tidegate.core.pressure.forecast.panel import Floats, Whole

WEEK = Pull(window=7, gap=7)
TREND = Pull(window=7, gap=7, spread=0.08)  # carried on, it has to be firmer
_HALF_WEEK = Pull(window=3, gap=4)
_SEASON = 91
_USUAL = 56  # days over which the ratio of two measures is taken as usual
_WINDOWS = (7, 3, 1)
_ENOUGH_KNOWN = 0.5  # share of values that a signal must have
_ENOUGH_COUNT = 1.0  # mean that a signal must have for its growth to say anything


@dataclass(frozen=True, slots=True, eq=False)
class Signal:
    """Another measure, already cut to what is known: values, and days that it lags behind."""

    values: Floats
    delay: int


def log_level(values: Floats, days: int) -> Floats:
    """Return log(1 + mean of the last days), the last known level where there is a gap."""
    return carried_forward(np.log1p(trailing_mean(values, days)))


def steadiest_window(values: Floats) -> int:
    """Return over how many days a mean says best where a series stands the day after.

    Beds in use are best told by yesterday, admissions by a week: the noisier, the longer.
    """
    scaled = np.log1p(values)
    weight = np.nan_to_num(values / (1 + 0.05 * values))

    def miss(days: int) -> float:
        error = np.abs(scaled[:, 1:] - log_level(values, days)[:, :-1])
        known = np.isfinite(error)
        return float(np.sum(np.where(known, error, 0.0) * weight[:, 1:]))

    return min(_WINDOWS, key=miss)


def daily_features(
    values: Floats, signals: Mapping[str, Signal], region: Whole | None
) -> tuple[Floats, Floats, dict[str, Floats]]:
    """Return level and growth a day of each series, and its features by name, places x days.

    Args:
        values: counts without their weekly pattern, places x days.
        signals: other measures by name.
        region: group of each place, if known.
    """
    level = log_level(values, steadiest_window(values))
    growth, around = pulled_growth(values, WEEK, region)
    found = {
        "growth": growth,
        "growth_before": np.nan_to_num(steps_ago(growth, 7)),
        "growth_around": around - growth,
        "yesterday": np.log1p(values) - level,
        "three_days": log_level(values, 3) - level,
        "week": log_level(values, 7) - level,
        "month": log_level(values, 28) - level,
        "growth_lately": pulled_growth(values, _HALF_WEEK, region)[0],
        "size": level - np.nanmean(level, axis=0),
    }
    week = log_level(values, 7)
    if values.shape[1] > 2 * _SEASON:
        found["season"] = log_level(values, _SEASON) - level
    for name, signal in signals.items():
        if not _tells(signal.values):
            continue
        seen = steps_ago(np.maximum(signal.values, 0.0), signal.delay)
        growth = pulled_growth(seen, WEEK, region)[0]
        ratio = log_level(seen, 7) - week
        found[f"{name}_growth"] = growth
        found[f"{name}_growth_lately"] = pulled_growth(seen, _HALF_WEEK, region)[0]
        found[f"{name}_growth_before"] = np.nan_to_num(steps_ago(growth, 7))
        found[f"{name}_ratio"] = ratio - trailing_mean(ratio, _USUAL)
    trend = pulled_growth(values, TREND, region)[0] / TREND.gap
    return level, trend, {name: np.nan_to_num(feature) for name, feature in found.items()}


def _tells(values: Floats) -> bool:
    known = np.isfinite(values)
    return bool(known.mean() >= _ENOUGH_KNOWN and np.nanmean(values) >= _ENOUGH_COUNT)
