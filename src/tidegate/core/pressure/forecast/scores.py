"""Scores of quantile forecasts: interval score, coverage and bias, one for each task.

The weighted interval score is twice the mean pinball loss over the quantiles (Bracher and others,
2021); on log(1 + count) it weighs missed upswings and small places more (Bosse and others, 2023).
Coverage is the mean of the closed and the open interval, because counts tie with whole quantiles.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

if TYPE_CHECKING:
    from tidegate.core.pressure.forecast.panel import Floats

KEYS = ("location", "reference_date", "horizon")
_DIGITS = 6


def interval_score(quantiles: Floats, truth: Floats, levels: Floats) -> Floats:
    """Return the weighted interval score of each row; lower is better, in the unit of the truth."""
    miss = truth[:, None] - quantiles
    return np.asarray(2 * np.maximum(levels * miss, (levels - 1) * miss).mean(axis=1))


def log_interval_score(quantiles: Floats, truth: Floats, levels: Floats) -> Floats:
    """Return the same after log(1 + x) of both."""
    scaled = np.log1p(np.maximum(quantiles, 0)), np.log1p(np.maximum(truth, 0))
    return interval_score(scaled[0], scaled[1], levels)


def covered(quantiles: Floats, truth: Floats, levels: Floats, share: float) -> Floats:
    """Return for each row how far the central interval of this share holds the truth.

    Returns:
        1 inside, 0 outside, 0.5 on its edge.

    Raises:
        ValueError: the levels do not hold that interval.
    """
    edges = [np.flatnonzero(np.isclose(levels, at)) for at in ((1 - share) / 2, (1 + share) / 2)]
    if not all(edge.size for edge in edges):
        raise ValueError(f"no quantiles for the central {share:.0%}")
    low, high = (quantiles[:, edge[0]] for edge in edges)
    closed = (truth >= low) & (truth <= high)
    within = (truth > low) & (truth < high)
    return np.asarray(0.5 * closed + 0.5 * within)


def bias(quantiles: Floats, truth: Floats, levels: Floats) -> Floats:
    """Return for each row how one-sided it was: 1 all above the truth, -1 all below, 0 neither."""
    median = quantiles[:, np.flatnonzero(np.isclose(levels, 0.5))[0]]
    below = np.where(quantiles <= truth[:, None], levels, 0.0).max(axis=1)
    above = np.where(quantiles >= truth[:, None], levels, 1.0).min(axis=1)
    return np.where(truth < median, 1 - 2 * below, np.where(truth > median, 1 - 2 * above, 0.0))


def score_tasks(forecasts: pl.DataFrame, truth: pl.DataFrame, step_days: int) -> pl.DataFrame:
    """Score every task whose truth is known.

    Args:
        forecasts: columns location, reference_date, horizon, output_type_id, value; tasks that lack
            a quantile which others have are left out.
        truth: columns location, date, value.
        step_days: days of one horizon unit.

    Returns:
        One row a task: ``KEYS``, wis, log_wis, and where the levels hold them covered_50,
        covered_90 and bias.
    """
    levels = sorted(forecasts["output_type_id"].unique().to_list())
    wide = (
        forecasts.with_columns(level=pl.col("output_type_id").rank("dense"))
        .pivot(on="level", index=list(KEYS), values="value", sort_columns=True)
        .drop_nulls()
        .with_columns(date=pl.col("reference_date") + step_days * pl.duration(days="horizon"))
        .join(truth.select("location", "date", y="value").drop_nulls(), on=["location", "date"])
        .sort(KEYS)
    )
    quantiles = wide.select(pl.exclude(*KEYS, "date", "y")).to_numpy().astype(float)
    quantiles = quantiles.reshape(wide.height, len(levels))
    return wide.select(KEYS).with_columns(
        pl.Series(name, values, dtype=pl.Float64)
        for name, values in _scored(quantiles, wide["y"].to_numpy().astype(float), levels).items()
    )


def _scored(quantiles: Floats, truth: Floats, levels: Sequence[float]) -> dict[str, Floats]:
    at = np.array(levels, dtype=float)
    has = {round(level, _DIGITS) for level in levels}
    found = {
        "wis": interval_score(quantiles, truth, at),
        "log_wis": log_interval_score(quantiles, truth, at),
    }
    for share in (0.5, 0.9):
        edges = {round((1 - share) / 2, _DIGITS), round((1 + share) / 2, _DIGITS)}
        if edges <= has:
            found[f"covered_{share * 100:.0f}"] = covered(quantiles, truth, at, share)
    if 0.5 in has:  # noqa: PLR2004 - the median
        found["bias"] = bias(quantiles, truth, at)
    return found
