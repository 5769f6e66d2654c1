"""What a page shows of the forecasts of one place: its fans, its levels, and how they fared."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

import numpy as np

from tidegate.controlroom.board.figures import Origin, origin
from tidegate.controlroom.pressure.forecast_series import (
    Known,
    levels_by,
    panel,
    score_panel,
    scores_by_day,
    table_of,
)
from tidegate.controlroom.pressure.forecast_terms import ISSUE, SCORE, SERIES
from tidegate.controlroom.pressure.presenters.forecasts import (
    FanShown,
    IssuedShown,
    chance_words,
    chances_table,
    fan_shown,
    issued,
    summary,
)
from tidegate.controlroom.pressure.queries import forecasts as asked

if TYPE_CHECKING:
    import polars as pl

    from tidegate.controlroom.board.tables import Table
    from tidegate.controlroom.directory.models import Organisation
    from tidegate.controlroom.directory.viewer import Viewer
    from tidegate.core.pressure.score_table import ScoreTable

DAYS_BEFORE = 28


@dataclass(frozen=True, slots=True)
class Panel:
    """The forecasts of one place."""

    issued: IssuedShown
    chances: Table | None
    summary: Table
    fans: Sequence[FanShown]


@dataclass(frozen=True, slots=True)
class Said:
    """How likely a place was said to reach the level of the board, or a higher one.

    Attributes:
        chance: for the level that the board is sorted by.
        text: the same in words.
        higher: the same for the levels above, in words; empty where there is none.
        origin: when it was said.
    """

    chance: float
    text: str
    higher: str
    origin: Origin


def board_chances(viewer: Viewer, places: Sequence[str], today: date) -> dict[str, Said]:
    """Return what the newest forecasts say of the level of each place, where they say anything."""
    run = asked.newest_run(viewer)
    if run is None:
        return {}
    said = asked.chances(viewer, run, places)
    made = origin("return", "Forecast", run.reference, today)
    return {
        place: Said(chance, chance_words(chance), _higher(said, place), made)
        for place in places
        if (chance := said.get((place, ISSUE.board_level, ISSUE.board_within))) is not None
    }


def _higher(said: asked.Chances, place: str) -> str:
    above = sorted(
        level
        for of, level, within in said
        if of == place and within == ISSUE.board_within and level > ISSUE.board_level
    )
    found = [
        f"level {level}{'' if level == above[-1] else ' or above'}:"
        f" {chance_words(said[place, level, ISSUE.board_within])}"
        for level in above
    ]
    return ", ".join(found)


def judged_since(today: date) -> date:
    """Return from which reference date on forecasts make the record."""
    return today - timedelta(days=ISSUE.judged_days)


def forecast_panel(
    viewer: Viewer,
    place: Organisation,
    frame: pl.DataFrame,
    area_of: dict[str, str],
    today: date,
    drawn: Sequence[str] = SERIES[:2],
) -> Panel | None:
    """Return the newest forecasts of a place; None where there are none.

    Args:
        viewer: who looks.
        place: a provider or an area.
        frame: figures of its providers over the last weeks, from ``observed.observations``.
        area_of: the area of each of these providers.
        today: the day whose reports are due.
        drawn: which series to draw; all of them are in the summary.
    """
    run = asked.newest_run(viewer)
    found = asked.forecasts_of(viewer, run, place.code) if run else {}
    if run is None or not found:
        return None
    rows = {measure: found[measure] for measure in SERIES if measure in found}
    known = Known(today, frame, area_of, 0)
    records = asked.records(viewer, asked.By.MEASURE, judged_since(today), place=place.code)
    table = table_of(run.table, run.reference)
    past = {measure: _past(known, place.code, measure, table) for measure in rows}
    return Panel(
        issued(run, today),
        chances_table(asked.chances(viewer, run, [place.code]), place.code, levels_by(table)),
        summary(rows, run, past, records),
        [
            fan_shown(
                rows[measure],
                run,
                place.name,
                past[measure],
                records.get(measure),
                levels_by(table),
            )
            for measure in drawn
            if measure in rows
        ],
    )


def _past(
    known: Known, place: str, measure: str, table: ScoreTable | None
) -> list[tuple[date, float]]:
    """Return what was reported of a place in the last weeks, by what is known now."""
    since = known.today - timedelta(days=DAYS_BEFORE)
    series = (
        score_panel(known, scores_by_day(known, since, table))
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
