"""The lesson of daily series: weekly and yearly patterns out, growth features in."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import numpy as np

from tidegate.core.pressure.forecast.daily_features import Signal, daily_features
from tidegate.core.pressure.forecast.lesson import Lesson, Prepared
from tidegate.core.pressure.forecast.unusual_days import is_named, unusual_days
from tidegate.core.pressure.forecast.week_pattern import week_pattern
from tidegate.core.pressure.forecast.yearly_pattern import LONG_ENOUGH, yearly_pattern

if TYPE_CHECKING:
    from tidegate.core.pressure.forecast.panel import Floats, Whole
    from tidegate.core.pressure.forecast.recipes import Recipe
    from tidegate.core.pressure.forecast.situation import Situation

_NAMED_COUNTS = 0.25  # what a target on a named day teaches, where no year of them was seen


def prepare_daily(situation: Situation, places: tuple[str, ...], recipe: Recipe) -> Prepared:
    """Return the lesson of these places, and what turns its scale back into counts.

    Args:
        situation: cut to what was known.
        places: whom to forecast, each with some history.
        recipe: the daily configuration.
    """
    history = situation.history
    values = history.over(places, history.start, history.steps).values
    ahead = max(situation.task.leads)
    days = [history.start + timedelta(days=at) for at in range(history.steps + ahead)]
    pattern, odd = _patterns(values, days, situation)
    known = history.steps
    keep = max(0, known - recipe.longest)
    plain = values[:, keep:] / np.exp(pattern[:, keep:known])
    usual = np.where(odd[None, keep:], np.nan, plain)
    signals = {
        name: Signal(
            _without_week(panel.over(places, days[keep], known - keep).values, days[keep:known]),
            max(0, (days[known - 1] - panel.end).days),
        )
        for name, panel in situation.signals.items()
        if panel.steps
    }
    level, growth, features = daily_features(usual, signals, _regions(situation, places))
    counts_for = np.array([_weight(day, known, situation) for day in days[keep:known]])
    lesson = Lesson(
        tuple(features), np.stack(list(features.values()), axis=2), level, growth, np.log1p(usual),
        counts_for, len(places),
    )  # fmt: skip
    at = [known - 1 + lead for lead in situation.task.leads]
    return Prepared(lesson, pattern[:, at])


def _patterns(
    values: Floats, days: list[date], situation: Situation
) -> tuple[Floats, np.ndarray[tuple[int], np.dtype[np.bool_]]]:
    """Return log factors of every day, past and to come, and which past days were unusual."""
    known = values.shape[1]
    if known >= LONG_ENOUGH:
        return yearly_pattern(values, days, situation.named_days), np.zeros(known, dtype=bool)
    odd = unusual_days(values, days[:known], situation.named_days)
    weekdays = np.array([day.weekday() for day in days], dtype=np.intp)
    factors = week_pattern(np.where(odd[None], np.nan, values), weekdays[:known])
    return factors[:, weekdays], odd


def _without_week(values: Floats, days: list[date]) -> Floats:
    """Return a signal without its own pattern of the week."""
    weekdays = np.array([day.weekday() for day in days], dtype=np.intp)
    counts = np.maximum(values, 0.0)
    return np.asarray(counts / np.exp(week_pattern(counts, weekdays)[:, weekdays]))


def _weight(day: date, known: int, situation: Situation) -> float:
    if known < LONG_ENOUGH and is_named(day, situation.named_days):
        return _NAMED_COUNTS
    return 1.0


def _regions(situation: Situation, places: tuple[str, ...]) -> Whole | None:
    if not situation.regions:
        return None
    named = [situation.regions.get(place, "") for place in places]
    return np.unique(named, return_inverse=True)[1].astype(np.intp)
