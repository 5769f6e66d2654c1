"""Patterns that need years to be seen: seasons, weekdays and named days, of all places and each.

A regression of log counts on a trend that bends each year, five waves a year, days of the week
and named days. What all places share is fitted to their mean; what a place adds is fitted to the
rest with a firmer pull to nothing. The trend itself is left to the growth that comes after.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from tidegate.core.pressure.forecast.panel import Floats

LONG_ENOUGH = 731  # days
_YEAR = 365.25
_WAVES = 5
_HALF_LIFE = 730.0
_PULL, _OWN_PULL = 2.0, 60.0  # in days: how firmly each effect is believed to be nothing
_FIXED = {
    (12, 24): "christmas_eve", (12, 25): "christmas", (12, 26): "boxing", (12, 27): "after_boxing",
    (12, 30): "before_new_years_eve", (12, 31): "new_years_eve", (1, 1): "new_year",
    (1, 2): "after_new_year",
}  # fmt: skip


def yearly_pattern(values: Floats, days: list[date], named_days: Mapping[date, str]) -> Floats:
    """Return log factors of each day, those to come included, places x len(days).

    Args:
        values: counts, places x past days.
        days: past days and those to come.
        named_days: bank holidays of both.
    """
    known = values.shape[1]
    trend, pattern = _trend(days, known), _pattern_terms(days, named_days)
    weight = 0.5 ** ((known - 1 - np.arange(known)) / _HALF_LIFE)
    scaled = np.log1p(values)
    common = np.nanmean(scaled - np.nanmean(scaled, axis=1, keepdims=True), axis=0)
    shared = _fit(trend[:known], pattern[:known], common, weight, _PULL)
    found = np.empty((len(values), len(days)))
    for row, series in enumerate(scaled):
        rest = series - pattern[:known] @ shared
        found[row] = pattern @ (
            shared + _fit(trend[:known], pattern[:known], rest, weight, _OWN_PULL)
        )
    return np.asarray(found - found[:, :known].mean(axis=1, keepdims=True))


def _trend(days: list[date], known: int) -> Floats:
    """Return a line and its bends, one a year, flat after the last known day."""
    at = np.minimum(np.arange(len(days)), known - 1) / _YEAR
    bends = np.arange(1.0, known / _YEAR - 0.5)
    return np.stack([np.ones_like(at), at, *(np.maximum(at - bend, 0.0) for bend in bends)], axis=1)


def _pattern_terms(days: list[date], named_days: Mapping[date, str]) -> Floats:
    angle = 2 * np.pi * np.array([day.timetuple().tm_yday for day in days]) / _YEAR
    waves = [wave(n * angle) for n in range(1, _WAVES + 1) for wave in (np.sin, np.cos)]
    weekday = np.array([day.weekday() for day in days])
    week = [(weekday == n) - 1 / 7 for n in range(7)]
    named = [_named(day, named_days) for day in days]
    names = sorted({name for name in named if name})
    special = [np.array([1.0 if each == name else 0.0 for each in named]) for name in names]
    return np.stack([*waves, *week, *special], axis=1).astype(float)


def _named(day: date, named_days: Mapping[date, str]) -> str:
    """Return which named day it is: bank holidays share one name, but for those at fixed dates."""
    if fixed := _FIXED.get((day.month, day.day)):
        return fixed
    if day in named_days:
        return "bank_holiday"
    return "before_bank_holiday" if day + timedelta(days=1) in named_days else ""


def _fit(trend: Floats, pattern: Floats, target: Floats, weight: Floats, pull: float) -> Floats:
    """Fit trend and pattern together, and return the pattern's weights."""
    known = np.isfinite(target)
    terms = np.concatenate([trend, pattern], axis=1)[known]
    weighted = terms * weight[known, None]
    penalty = np.concatenate([np.full(trend.shape[1], 1e-6), np.full(pattern.shape[1], pull)])
    solved = np.linalg.solve(weighted.T @ terms + np.diag(penalty), weighted.T @ target[known])
    return np.asarray(solved[trend.shape[1] :])
