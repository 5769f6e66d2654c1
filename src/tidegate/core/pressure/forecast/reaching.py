"""How likely a count is to reach a level within so many steps, and whether that proved right.

A forecast says for each day how likely each count is; whether a level is reached on any of several
days depends on how one day goes with the next. Paths are drawn whose days follow the forecast's
quantiles and whose ranks stay alike from one step to the next: a path that is high today is
probably high tomorrow. How alike is learnt nowhere else and stated here; the calibration table
says whether it was right.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import NormalDist
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from tidegate.core.pressure.forecast.panel import Floats

LIKENESS = 0.9  # correlation of ranks between neighbouring steps
PATHS = 2000
_BEYOND = 3.0  # standard deviations of a rank at the outermost paths


def chance_of_reaching(
    quantiles: Floats, levels: Sequence[float], threshold: float, generator: np.random.Generator
) -> Floats:
    """Return the probability of reaching ``threshold`` by each horizon; it never falls.

    Args:
        quantiles: of one place, horizons x levels, ascending over levels; horizons one step apart.
        levels: of the quantiles.
        threshold: the count in question.
        generator: draws the paths.
    """
    paths = drawn_paths(quantiles, levels, generator)
    return np.asarray((np.maximum.accumulate(paths, axis=1) >= threshold).mean(axis=0))


def drawn_paths(
    quantiles: Floats, levels: Sequence[float], generator: np.random.Generator
) -> Floats:
    """Return paths x horizons whose days follow the quantiles; beyond the outermost, a line."""
    ranks = np.empty((PATHS, len(quantiles)))
    ranks[:, 0] = generator.standard_normal(PATHS)
    for step in range(1, len(quantiles)):
        fresh = generator.standard_normal(PATHS)
        ranks[:, step] = LIKENESS * ranks[:, step - 1] + np.sqrt(1 - LIKENESS**2) * fresh
    at = np.array([NormalDist().inv_cdf(level) for level in levels])
    drawn = [_by_rank(row, at, ranks[:, step]) for step, row in enumerate(quantiles)]
    return np.maximum(np.stack(drawn, axis=1), 0.0)


def _by_rank(quantiles: Floats, at: Floats, ranks: Floats) -> Floats:
    """Return the counts of ranks, lines between quantiles and on beyond the outermost two."""
    if len(at) == 1:
        return np.full_like(ranks, quantiles[0])
    ends = (-max(_BEYOND, -at[0] + 1), max(_BEYOND, at[-1] + 1))
    slopes = (
        (quantiles[1] - quantiles[0]) / (at[1] - at[0]),
        (quantiles[-1] - quantiles[-2]) / (at[-1] - at[-2]),
    )
    low = quantiles[0] + slopes[0] * (ends[0] - at[0])
    high = quantiles[-1] + slopes[1] * (ends[1] - at[-1])
    return np.asarray(np.interp(ranks, [ends[0], *at, ends[1]], [low, *quantiles, high]))


@dataclass(frozen=True, slots=True)
class CalibrationRow:
    """Of probabilities said within a band: how many, their mean, and how often it happened."""

    least: float
    most: float
    times: int
    said: float
    happened: float


def calibration_table(
    said: Floats, happened: Floats, bands: Sequence[float] = (0, 0.05, 0.2, 0.4, 0.6, 0.8, 0.95, 1)
) -> tuple[CalibrationRow, ...]:
    """Compare said probabilities with what happened, band by band; empty bands are left out.

    Args:
        said: probabilities.
        happened: 1 where it did, 0 where it did not.
        bands: edges, ascending from 0 to 1.
    """
    rows = []
    for number, (least, most) in enumerate(pairwise(bands)):
        last = number == len(bands) - 2
        inside = (said >= least) & ((said <= most) if last else (said < most))
        if inside.any():
            mean = float(said[inside].mean()), float(happened[inside].mean())
            rows.append(CalibrationRow(least, most, int(inside.sum()), *mean))
    return tuple(rows)


def brier_score(said: Floats, happened: Floats) -> float:
    """Return the mean squared difference between probability and outcome; lower is better."""
    return float(np.mean((said - happened) ** 2))
