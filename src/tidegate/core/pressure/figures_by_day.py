"""The newest figures of each provider on one day after the other, from one pass over them all."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import TYPE_CHECKING

import polars as pl

from tidegate.core.pressure.observations import Level
from tidegate.core.pressure.score import QUARTER, Figure

if TYPE_CHECKING:
    from datetime import date

    from tidegate.core.pressure.score_table import ScoreTable

Figures = dict[str, dict[str, Figure]]


def figures_by_day(
    observations: pl.DataFrame,
    table: ScoreTable,
    days: Sequence[date],
    remembered_days: int = QUARTER,
) -> Iterator[tuple[date, Figures]]:
    """Yield for each day what ``score.figures_of`` returns for it.

    Args:
        observations: ``OBSERVATIONS`` with shares added, and ``source`` if known.
        table: the table to score by.
        days: ascending.
        remembered_days: as there.
    """
    oldest = [each.oldest_days for pillar in table.pillars for each in pillar.parameters]
    remembered = timedelta(days=max([remembered_days, *oldest]))
    rows = _in_order(observations, table)
    newest: Figures = {}
    at = 0
    for day in days:
        while at < len(rows) and rows[at][4] <= day:
            place, measure, value, start, end, source = rows[at]
            newest.setdefault(place, {})[measure] = Figure(value, start, end, source or "")
            at += 1
        yield day, _remembered(newest, day - remembered)


def _in_order(
    observations: pl.DataFrame, table: ScoreTable
) -> list[tuple[str, str, float, date, date, str | None]]:
    """Return the figures that count, those that ended first first, the longer of two before."""
    known = observations.filter(
        (pl.col("level") == Level.PROVIDER.value)
        & pl.col("measure").is_in(list(table.measures))
        & pl.col("value").is_finite()
    )
    if "source" not in known.columns:
        known = known.with_columns(source=pl.lit(""))
    asked = known.sort("end", "start").select(
        "organisation", "measure", "value", "start", "end", "source"
    )
    return asked.rows()


def _remembered(newest: Figures, since: date) -> Figures:
    found = {
        place: {measure: figure for measure, figure in of.items() if figure.end >= since}
        for place, of in newest.items()
    }
    return {place: of for place, of in found.items() if of}
