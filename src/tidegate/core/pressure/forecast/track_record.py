"""Issued forecasts, and how they fared once the truth arrived: by horizon, beside a baseline."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

import numpy as np
import polars as pl

from tidegate.core.pressure.forecast.scores import KEYS, score_tasks

ENGINE = "tidegate forecast 1"
_EITHER = ("wis", "log_wis", "wis_baseline", "log_wis_baseline")


@dataclass(frozen=True, slots=True, eq=False)
class IssuedForecast:
    """One forecast as it was issued; nothing of it changes afterwards.

    Attributes:
        series: what is forecast.
        reference: the day it was made for.
        made_at: when.
        step_days: days of one horizon unit.
        engine: name and version of what made it.
        frame: columns location, reference_date, horizon, output_type_id, value.
        baseline: the same columns, of the baseline on the same day.
    """

    series: str
    reference: date
    made_at: datetime
    step_days: int
    engine: str
    frame: pl.DataFrame
    baseline: pl.DataFrame


@dataclass(frozen=True, slots=True)
class TrackRow:
    """How forecasts fared at one horizon, or at all of them.

    Attributes:
        horizon: steps ahead; None for all.
        tasks: places and days that were scored.
        dates: reference dates among them: errors of one date are no independent evidence.
        wis: mean interval score.
        relative_wis: sum of interval scores over the baseline's; below 1 is better than it.
        relative_log_wis: the same on the log scale.
        covered_50, covered_90: share of truths inside the central intervals; None where the
            forecast has no such interval.
        bias: -1 always too low, 1 always too high.
    """

    horizon: int | None
    tasks: int
    dates: int
    wis: float
    relative_wis: float
    relative_log_wis: float
    covered_50: float | None
    covered_90: float | None
    bias: float | None


def track_record(issued: Sequence[IssuedForecast], truth: pl.DataFrame) -> tuple[TrackRow, ...]:
    """Score issued forecasts of one series where the truth has arrived.

    Args:
        issued: forecasts of one series; a later one for the same day replaces an earlier one.
        truth: columns location, date, value.

    Returns:
        All horizons together first, then each; nothing while no truth has arrived.
    """
    newest = {each.reference: each for each in sorted(issued, key=lambda each: each.made_at)}
    scored = [
        beside(
            score_tasks(each.frame, truth, each.step_days),
            score_tasks(each.baseline, truth, each.step_days),
        )
        for _, each in sorted(newest.items())
    ]
    return rows_of(pl.concat(scored, how="diagonal")) if scored else ()


def beside(scored: pl.DataFrame, baseline: pl.DataFrame) -> pl.DataFrame:
    """Keep the tasks that both answered, with the baseline's scores in columns of their own."""
    theirs = baseline.select(*KEYS, wis_baseline="wis", log_wis_baseline="log_wis")
    return scored.join(theirs, on=list(KEYS))


def rows_of(scored: pl.DataFrame) -> tuple[TrackRow, ...]:
    """Sum up scored tasks, all together and by horizon."""
    if scored.is_empty():
        return ()
    parts: list[tuple[int | None, pl.DataFrame]] = [(None, scored)]
    parts += [(int(horizon), part) for (horizon,), part in scored.group_by("horizon")]
    return tuple(
        _row(horizon, part)
        for horizon, part in sorted(parts, key=lambda part: -1 if part[0] is None else part[0])
    )


def _row(horizon: int | None, scored: pl.DataFrame) -> TrackRow:
    total = {name: float(scored[name].sum()) for name in _EITHER}

    def mean(name: str) -> float | None:
        return float(scored[name].mean()) if name in scored.columns else None  # type: ignore[arg-type]

    return TrackRow(
        horizon, scored.height, scored["reference_date"].n_unique(), total["wis"] / scored.height,
        _ratio(total["wis"], total["wis_baseline"]),
        _ratio(total["log_wis"], total["log_wis_baseline"]),
        mean("covered_50"), mean("covered_90"), mean("bias"),
    )  # fmt: skip


def _ratio(ours: float, theirs: float) -> float:
    """Return ours over theirs; 1 where both were perfect."""
    if theirs > 0:
        return ours / theirs
    return 1.0 if ours <= 0 else float(np.inf)
