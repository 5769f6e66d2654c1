"""The weeks of Christmas and New Year, in which admissions stand out from the trend around them.

General practice is closed, people meet and wait, and reports are late: every Christmas seen so far
stands above the line from the week before it to the week after it. What it does not do is carry
on, so it must not be taken for growth.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from tidegate.core.pressure.forecast.panel import Floats

_CHRISTMAS, _NEW_YEAR = (12, 25), (1, 1)
_BELIEVED = 0.15  # log factor before any Christmas is seen
_BELIEF = 1.0  # Christmases that it weighs as much as
_LARGEST = 0.5


@dataclass(frozen=True, slots=True)
class HolidayWeeks:
    """Columns of one Christmas: the week before, of Christmas, of New Year, and after."""

    before: int
    christmas: int
    new_year: int
    after: int


def holiday_weeks(ends: Sequence[date]) -> tuple[HolidayWeeks, ...]:
    """Return every Christmas whose first week lies among weeks given by their last days."""
    marked = [_holds(end, _CHRISTMAS) for end in ends]
    return tuple(HolidayWeeks(at - 1, at, at + 1, at + 2) for at, on in enumerate(marked) if on)


def holiday_pattern(series: Sequence[Floats], ends: Sequence[date]) -> Floats:
    """Return log factors of each week, nothing but for the two of each Christmas.

    Args:
        series: measures of the same disease, each places x past weeks; NaN where not known.
        ends: last days of past weeks and of those to come.
    """
    seen = [
        found
        for weeks in holiday_weeks(ends)
        for values in series
        if (found := _above_trend(values, weeks)) is not None
    ]
    weight = len(seen) / max(1, len(series))  # two measures of one Christmas are one Christmas
    mean = np.mean(seen, axis=0) if seen else np.zeros(2)
    factors = np.clip((weight * mean + _BELIEF * _BELIEVED) / (weight + _BELIEF), 0.0, _LARGEST)
    pattern = np.zeros(len(ends))
    for weeks in holiday_weeks(ends):
        for factor, at in zip(factors, (weeks.christmas, weeks.new_year), strict=True):
            if at < len(ends):
                pattern[at] = factor
    return pattern


def _above_trend(values: Floats, weeks: HolidayWeeks) -> Floats | None:
    """Return how far the two weeks stood above the line across them, of all places together."""
    if weeks.before < 0 or weeks.after >= values.shape[1]:
        return None
    across = values[:, weeks.before : weeks.after + 1]
    whole = across[np.isfinite(across).all(axis=1)].sum(axis=0)
    if not (whole > 0).all():
        return None
    before, christmas, new_year, after = np.log(whole)
    slope = (after - before) / 3
    return np.array([christmas - before - slope, new_year - before - 2 * slope])


def _holds(end: date, day: tuple[int, int]) -> bool:
    days = (end - timedelta(days=back) for back in range(7))
    return any((each.month, each.day) == day for each in days)
