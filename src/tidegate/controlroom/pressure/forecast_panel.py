"""What a page shows of the forecasts of one place: its fans, its levels, and how they fared."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

import numpy as np

from tidegate.controlroom.pressure.forecast_series import Known, panel, score_panel, scores_by_day
from tidegate.controlroom.pressure.forecast_terms import ISSUE, SCORE, SERIES
from tidegate.controlroom.pressure.presenters.forecasts import (
    FanShown,
    IssuedShown,
    chances_table,
    fan_shown,
    issued,
)
from tidegate.controlroom.pressure.queries import forecasts as asked

if TYPE_CHECKING:
    import polars as pl

    from tidegate.controlroom.board.tables import Table
    from tidegate.controlroom.directory.models import Organisation
    from tidegate.controlroom.directory.viewer import Viewer

DAYS_BEFORE = 28


@dataclass(frozen=True, slots=True)
class Panel:
    """The forecasts of one place."""

    issued: IssuedShown
    chances: Table | None
    fans: Sequence[FanShown]


def judged_since(today: date) -> date:
    """Return from which reference date on forecasts make the record."""
    return today - timedelta(days=ISSUE.judged_days)


def forecast_panel(
    viewer: Viewer,
    place: Organisation,
    frame: pl.DataFrame,
    area_of: dict[str, str],
    today: date,
    measures: Sequence[str] = SERIES,
) -> Panel | None:
    """Return the newest forecasts of a place; None where there are none.

    Args:
        viewer: who looks.
        place: a provider or an area.
        frame: figures of its providers over the last weeks, from ``observed.observations``.
        area_of: the area of each of these providers.
        today: the day whose reports are due.
        measures: which series to show.
    """
    run = asked.newest_run(viewer)
    rows = asked.forecasts_of(viewer, run, place.code) if run else {}
    if run is None or not rows:
        return None
    known = Known(today, frame, area_of, 0)
    records = asked.records(viewer, asked.By.MEASURE, judged_since(today), place=place.code)
    return Panel(
        issued(run, today),
        chances_table(
            asked.chances(viewer, run, [place.code]), place.code, run.reference
        ),
        [
            fan_shown(rows[measure], run, place.name, _past(known, place.code, measure),
                      records.get(measure))
            for measure in measures
            if measure in rows
        ],
    )  # fmt: skip


def _past(known: Known, place: str, measure: str) -> list[tuple[date, float]]:
    """Return what was reported of a place in the last weeks, by what is known now."""
    since = known.today - timedelta(days=DAYS_BEFORE)
    series = (
        score_panel(known, scores_by_day(known, since))
        if measure == SCORE
        else panel(known, measure)
    )
    places = series.places
    if place not in places:
        return []
    values = series.values[places.index(place)]
    return [
        (series.start + timedelta(days=int(at)), float(values[at]))
        for at in np.flatnonzero(np.isfinite(values))
        if series.start + timedelta(days=int(at)) >= since
    ]
