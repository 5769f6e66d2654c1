"""Hold issued forecasts to the truth: what each day of each forecast scored."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from tidegate.core.pressure.forecast.scores import (
    bias,
    covered,
    interval_score,
    log_interval_score,
)

if TYPE_CHECKING:
    from tidegate.core.pressure.forecast.panel import Floats


@dataclass(frozen=True, slots=True, eq=False)
class Judged:
    """Scores of some days of forecasts, one entry a day, in the order asked."""

    wis: Floats
    log_wis: Floats
    wis_baseline: Floats
    log_wis_baseline: Floats
    covered_50: Floats
    covered_90: Floats
    bias: Floats


def judge(
    values: Sequence[Sequence[float]],
    baseline: Sequence[Sequence[float]],
    truth: Sequence[float],
    quantiles: Sequence[float],
) -> Judged:
    """Score quantiles against the truth, beside the baseline on the same day.

    Args:
        values: one row of quantiles a day.
        baseline: the same of the baseline.
        truth: what came to be.
        quantiles: levels; among them those of the central 50 % and 90 %.
    """
    ours, theirs = np.array(values, dtype=float), np.array(baseline, dtype=float)
    came, levels = np.array(truth, dtype=float), np.array(quantiles, dtype=float)
    return Judged(
        interval_score(ours, came, levels),
        log_interval_score(ours, came, levels),
        interval_score(theirs, came, levels),
        log_interval_score(theirs, came, levels),
        covered(ours, came, levels, 0.5),
        covered(ours, came, levels, 0.9),
        bias(ours, came, levels),
    )
