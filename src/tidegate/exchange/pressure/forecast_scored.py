"""Score a file of earlier forecasts against the history that a folder holds now."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from tidegate.core.pressure.forecast.baseline import baseline
from tidegate.core.pressure.forecast.forecast import Forecast
from tidegate.core.pressure.forecast.scores import score_tasks
from tidegate.core.pressure.forecast.situation import Situation, Task
from tidegate.core.pressure.forecast.track_record import TrackRow, beside, rows_of
from tidegate.exchange.findings import UnusableInput, error
from tidegate.exchange.pressure.forecast_file import forecast_frame

if TYPE_CHECKING:
    from tidegate.core.pressure.forecast.panel import Panel


def score_file(situation: Situation, forecasts: pl.DataFrame, name: str) -> tuple[TrackRow, ...]:
    """Return how earlier forecasts fared, all horizons together first, then each.

    The baseline of each reference date is made from the history up to it, as it stands now.

    Args:
        situation: of the folder; its history is the truth.
        forecasts: as ``read_forecast`` gives them.
        name: of their file, for findings.

    Raises:
        UnusableInput: no task has its truth in the history.
    """
    step, truth = situation.task.step_days, frame_of(situation.history)
    parts = []
    for (reference,), part in sorted(
        forecasts.partition_by("reference_date", as_dict=True).items()
    ):
        scored = score_tasks(part, truth, step)
        if scored.height:
            plain = _baseline(situation, part, reference)
            parts.append(beside(scored, score_tasks(plain, truth, step)))
    rows = rows_of(pl.concat(parts, how="diagonal")) if parts else ()
    if not rows:
        expected = "targets and places that the history holds, each with the same quantiles"
        raise UnusableInput([error("NOTHING_TO_SCORE", name, expected)])
    return rows


def frame_of(panel: Panel) -> pl.DataFrame:
    """Return the known values of a panel as rows of location, date and value."""
    row, column = np.nonzero(np.isfinite(panel.values))
    days = [panel.start + timedelta(days=at * panel.step_days) for at in range(panel.steps)]
    return pl.DataFrame(
        {
            "location": [panel.places[at] for at in row],
            "date": [days[at] for at in column],
            "value": panel.values[row, column],
        },
        schema={"location": pl.String, "date": pl.Date, "value": pl.Float64},
    )


def _baseline(situation: Situation, part: pl.DataFrame, reference: date) -> pl.DataFrame:
    """Return the baseline's quantiles of one reference date, for the places that had a history."""
    horizons = tuple(sorted(part["horizon"].unique().to_list()))
    levels = tuple(sorted(part["output_type_id"].unique().to_list()))
    step = situation.task.step_days
    last = reference if horizons[0] > 0 else reference - timedelta(days=step)
    then = situation.history.until(last)
    begun = {
        place
        for place, values in zip(then.places, then.values, strict=True)
        if np.isfinite(values).any()
    }
    places = tuple(sorted(begun.intersection(part["location"].unique().to_list())))
    task = Task(reference, last, step, horizons, levels, places)
    values = baseline(replace(situation, task=task), places)
    return forecast_frame(Forecast(task, places, values, ()))
