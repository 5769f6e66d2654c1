"""The lesson of weekly series: releases as they were, revisions, and an early signal's past."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

import numpy as np

from tidegate.core.pressure.forecast.early_signal import in_unit_of, longest_signal
from tidegate.core.pressure.forecast.holiday_weeks import holiday_pattern
from tidegate.core.pressure.forecast.implausible import plausible, total_row
from tidegate.core.pressure.forecast.lesson import Lesson, Prepared
from tidegate.core.pressure.forecast.revisions import (
    AsOf,
    corrected,
    newest_by_step,
    revision_factors,
)
from tidegate.core.pressure.forecast.weekly_features import weekly_features
from tidegate.core.pressure.forecast.windows import carried_forward

if TYPE_CHECKING:
    from tidegate.core.pressure.forecast.panel import Floats
    from tidegate.core.pressure.forecast.recipes import Recipe
    from tidegate.core.pressure.forecast.situation import Situation

_LOOK_BACK = 10  # weeks of a release that features need


@dataclass(frozen=True, slots=True, eq=False)
class _Weeks:
    """The history and its signal on one calendar, long enough for both."""

    start: date
    values: Floats
    signal: Floats | None
    earlier: dict[int, AsOf]
    total: int | None


def prepare_weekly(situation: Situation, places: tuple[str, ...], recipe: Recipe) -> Prepared:
    """Return the lesson of these places, and the pattern of holiday weeks that was taken out.

    Args:
        situation: cut to what was known.
        places: whom to forecast, each with some history.
        recipe: the weekly configuration.
    """
    weeks = _weeks(situation, places, recipe)
    known = weeks.values.shape[1]
    ends = [weeks.start + timedelta(weeks=at) for at in range(known + max(situation.task.leads))]
    measures = [weeks.values] if weeks.signal is None else [weeks.values, weeks.signal]
    pattern = holiday_pattern(measures, ends)
    usual = np.exp(pattern[:known])
    signal = None if weeks.signal is None else weeks.signal / usual
    factors = revision_factors(weeks.values, weeks.earlier)
    now = corrected(weeks.values, factors) / usual
    names, features = weekly_features(now, signal, weeks.total)
    level, scaled = carried_forward(np.log1p(now)), np.log1p(now)
    for last, release in weeks.earlier.items():
        if not 0 < last < known - 1:
            continue
        cut = slice(max(0, last + 1 - _LOOK_BACK), last + 1)
        then = (corrected(release.values, factors) / usual[: last + 1])[:, cut]
        seen = None if signal is None else signal[:, cut]
        features[:, last] = weekly_features(then, seen, weeks.total)[1][:, -1]
        level[:, last] = carried_forward(np.log1p(then))[:, -1]
    if signal is not None:
        told = np.log1p(signal)
        further = weekly_features(signal, signal, weeks.total)[1]
        features = np.concatenate([features, further])
        level, scaled = np.concatenate([level, told]), np.concatenate([scaled, told])
    growth = features[:, :, names.index("growth")]
    lesson = Lesson(names, features, level, growth, scaled, np.ones(known), len(places))
    ahead = pattern[[known - 1 + lead for lead in situation.task.leads]]
    return Prepared(lesson, np.repeat(ahead[None], len(places), axis=0))


def _weeks(situation: Situation, places: tuple[str, ...], recipe: Recipe) -> _Weeks:
    history = situation.history
    signal = longest_signal(situation.signals)
    first = history.start if signal is None else min(signal.start, history.start)
    steps = (history.end - first).days // 7 + 1
    if steps > recipe.longest:
        first, steps = first + timedelta(weeks=steps - recipe.longest), recipe.longest
    raw = history.over(places, first, steps).values
    total = total_row(raw)
    values = plausible(raw, total)
    releases = [each.panel.over(places, first, steps).values for each in situation.releases]
    earlier = {
        last: AsOf(last, plausible(release.values, total))
        for last, release in newest_by_step(releases).items()
    }
    told = None
    if signal is not None:
        sizes = np.array([situation.populations.get(place, 1.0) for place in places])
        told = in_unit_of(values, signal.over(places, first, steps).values, sizes, total)
    return _Weeks(first, values, told, earlier, total)
