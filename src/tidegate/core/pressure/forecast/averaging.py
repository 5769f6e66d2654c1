"""Average learners' quantiles; those that were nearer in the past count more."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from tidegate.core.pressure.forecast.panel import Floats
    from tidegate.core.pressure.forecast.past_errors import PastErrors
    from tidegate.core.pressure.forecast.recipes import Recipe


def weights_of(past: Sequence[PastErrors], places: int, recipe: Recipe) -> Floats:
    """Return the weight of each learner, adding up to one.

    Past errors of all places are pooled: one place's own would be chance. Errors on the log scale
    are weighed by the counts that they stand for, up to where chance no longer matters.

    Args:
        past: errors of each learner from the same origins; at least one.
        places: only errors of the first so many series count.
        recipe: half-life of errors, and how fast weights fall: at 12, with errors that are 6 %
            larger, to half.
    """
    misses = np.array([_miss(each, places, recipe.error_half_life) for each in past])
    nearest = float(misses.min())
    if not np.isfinite(nearest) or nearest <= 0:
        return np.full(len(past), 1 / len(past))
    weights = (misses / nearest) ** -recipe.softness
    return np.asarray(weights / weights.sum())


def _miss(past: PastErrors, places: int, half_life: float) -> float:
    mine = past.series < places
    count = np.exp(past.said[mine])
    weight = 0.5 ** (past.age[mine] / half_life) * count / (1 + 0.05 * count)
    total = float(weight.sum())
    return float((weight * np.abs(past.error[mine])).sum()) / total if total > 0 else np.nan
