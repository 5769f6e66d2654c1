"""What anybody would say: the value of the same day last week, and how wrong that has been."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from tidegate.core.pressure.forecast.situation import known
from tidegate.core.pressure.forecast.windows import carried_forward

if TYPE_CHECKING:
    from tidegate.core.pressure.forecast.panel import Floats
    from tidegate.core.pressure.forecast.situation import Situation

_FEWEST = 5


def baseline(situation: Situation, places: tuple[str, ...]) -> Floats:
    """Return the baseline's quantiles, places x horizons x quantiles.

    Daily, a target repeats the last known value of its weekday; weekly, the last known value. Its
    own past changes over the same lead, and their negatives, give the quantiles around it.

    Args:
        situation: what is asked, and data that may reach beyond what may be used.
        places: for whom; each with some history.
    """
    now = known(situation)
    task, history = now.task, now.history
    values = history.over(places, history.start, history.steps).values
    filled = carried_forward(values)
    levels = np.array(task.quantiles)
    found = np.empty((len(places), len(task.leads), len(levels)))
    for column, lead in enumerate(task.leads):
        back = lead if task.step_days != 1 else -(-lead // 7) * 7
        base = filled[:, -1] if task.step_days != 1 else _same_weekday(filled, lead, back)
        for row in range(len(places)):
            change = (
                values[row, back:] - filled[row, :-back] if back < history.steps else np.empty(0)
            )
            change = change[np.isfinite(change)]
            if change.size < _FEWEST:
                change = np.sqrt(np.nan_to_num(base[[row]]) + 1) * np.linspace(-2, 2, 9)
            around = np.quantile(np.concatenate([change, -change]), levels)
            found[row, column] = np.maximum(np.nan_to_num(base[row]) + around, 0.0)
    return found


def _same_weekday(filled: Floats, lead: int, back: int) -> Floats:
    """Return the last known value of the weekday that lies ``lead`` days ahead."""
    column = filled.shape[1] - 1 + lead - back
    return filled[:, max(0, column)]
