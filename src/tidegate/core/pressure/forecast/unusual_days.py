"""Named days on which a series did what it does on no other day, such as hospitals at Christmas.

Only named days are looked at, and only a fall or jump that is large beside the usual change from
one week to the next counts: an epidemic that grows through Christmas is not unusual, a hospital
that empties for it is.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from tidegate.core.pressure.forecast.panel import Floats

_WEEK = 7
_LARGE = 3.0  # standard deviations of the usual weekly change
_FEW = 8
_CHRISTMAS = ((12, 22), (1, 2))  # first and last day of the fortnight around Christmas


def is_named(day: date, named_days: Mapping[date, str]) -> bool:
    """Tell whether a day is a bank holiday, next to one, or within the Christmas fortnight."""
    in_fortnight = (day.month, day.day) >= _CHRISTMAS[0] or (day.month, day.day) <= _CHRISTMAS[1]
    beside = any(day + timedelta(days=off) in named_days for off in (-1, 0, 1))
    return in_fortnight or beside


def unusual_days(
    values: Floats, days: list[date], named_days: Mapping[date, str]
) -> NDArray[np.bool_]:
    """Mark the days on which all places together were unusual, one flag a step.

    Args:
        values: counts, places x steps.
        days: the day of each step.
        named_days: bank holidays.
    """
    named = np.array([is_named(day, named_days) for day in days])
    total = np.log1p(np.nanmean(np.where(np.isfinite(values).any(axis=0), values, 0.0), axis=0))
    change = np.full(len(days), np.nan)
    usual_before = total.copy()
    marked = np.zeros(len(days), dtype=bool)
    ordinary = [
        total[at] - total[at - _WEEK]
        for at in range(_WEEK, len(days))
        if not named[at] and not named[at - _WEEK]
    ]
    if len(ordinary) < _FEW:
        return marked
    middle = float(np.median(ordinary))
    width = 1.4826 * float(np.median(np.abs(np.array(ordinary) - middle))) + 1e-3
    for at in range(_WEEK, len(days)):
        change[at] = total[at] - usual_before[at - _WEEK]
        if named[at] and abs(change[at] - middle) > _LARGE * width:
            marked[at] = True
            usual_before[at] = usual_before[at - _WEEK]
    return marked
