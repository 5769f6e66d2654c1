"""Reports as series to forecast and to judge by: each measure of each provider and area, by day."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from tidegate.controlroom.pressure.forecast_terms import ISSUE
from tidegate.controlroom.pressure.scoring import Scored, scored_by, table_on
from tidegate.controlroom.pressure.terms import TERMS
from tidegate.core.pressure.forecast.panel import Panel
from tidegate.core.pressure.score_table import Rounding

if TYPE_CHECKING:
    from tidegate.core.pressure.score import Score
    from tidegate.core.pressure.score_table import Levels, ScoreTable

YESTERDAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, eq=False)
class Known:
    """What was known of every provider at a moment.

    Attributes:
        today: the day of the moment; no report of a later day is among it.
        frame: figures as ``OBSERVATIONS``, without those that are left out.
        area_of: the area of each provider that reports, or should.
        left_out: how many figures had been asked about and not been answered yet.
    """

    today: date
    frame: pl.DataFrame
    area_of: Mapping[str, str]
    left_out: int

    @property
    def places(self) -> tuple[str, ...]:
        """Return the codes of providers, then those of areas."""
        return (*sorted(self.area_of), *sorted(set(self.area_of.values()) - {""}))


def panel(known: Known, measure: str) -> Panel:
    """Return a measure by place and day up to today; an area's where all its providers reported.

    A provider that is missing is not guessed: its area is then not known on that day either.
    """
    rows = known.frame.filter((pl.col("measure") == measure) & (pl.col("end") <= known.today))
    start = max(_first(rows, known.today), known.today - timedelta(days=ISSUE.history_days - 1))
    rows = rows.filter(pl.col("end") >= start)
    providers, at = sorted(known.area_of), {place: n for n, place in enumerate(known.places)}
    values = np.full((len(at), (known.today - start).days + 1), np.nan)
    for code, end, value in rows.select("organisation", "end", "value").iter_rows():
        if code in known.area_of:
            values[at[code], (end - start).days] = value
    for area in known.places[len(providers) :]:
        own = [at[code] for code in providers if known.area_of[code] == area]
        values[at[area]] = values[own].sum(axis=0)
    return Panel(known.places, start, 1, values)


def score_panel(known: Known, by_day: Mapping[date, Scored]) -> Panel:
    """Return the total of each place's score by day, where it is complete.

    Args:
        known: what is known.
        by_day: from ``scores_by_day``, of one day after the other.
    """
    values = np.full((len(known.places), len(by_day)), np.nan)
    at = {place: row for row, place in enumerate(known.places)}
    for column, day in enumerate(by_day):
        for place, score in _each(by_day[day]):
            if score.total is not None:
                values[at[place], column] = score.total
    return Panel(known.places, min(by_day, default=known.today), 1, values)


def levels(by_day: Mapping[date, Scored]) -> dict[tuple[str, date], int]:
    """Return the level of each place on each day, where its score is complete."""
    return {
        (place, day): score.level
        for day, one in by_day.items()
        for place, score in _each(one)
        if score.level is not None
    }


def scores_by_day(known: Known, since: date, table: ScoreTable | None) -> dict[date, Scored]:
    """Score every place on each day that is over, the first one first; none without a table.

    A day is over when the reports of the next one have come, which hold its figures. All days are
    scored by one table, so that a series is of one kind whatever was in use on each of them.
    """
    if table is None:
        return {}
    last = _last_over(known)
    first = max(since, _first(known.frame, last))
    days = [first + timedelta(days=ahead) for ahead in range((last - first).days + 1)]
    return scored_by(known.frame, known.area_of, days, table)


def label_of(table: ScoreTable | None) -> str:
    """Return the name and edition by which a run names the table of its scores."""
    return f"{table.name} {table.edition}" if table else ""


def table_of(label: str, day: date) -> ScoreTable | None:
    """Return the table that a run of this day named; None where it is not found any more."""
    table = table_on(day)
    return table if table is not None and label_of(table) == label else None


def levels_by(table: ScoreTable | None) -> Levels | None:
    """Return what totals mean by a table."""
    if table is None:
        return None
    return table.pillars[0].levels if len(table.pillars) == 1 else table.overall


def edges(table: ScoreTable | None) -> dict[int, float]:
    """Return from which total on each level above the first is reached.

    Totals are compared as a table that rounds them does: halves of its last decimal up.
    """
    bands = levels_by(table)
    if table is None or bands is None:
        return {}
    half = 0.5 / 10**bands.decimals if table.aggregation.rounding is Rounding.HALF_UP else 0.0
    return {band.level: float(band.least) - half for band in bands.bands[1:]}


def _first(rows: pl.DataFrame, today: date) -> date:
    first = rows["end"].min()
    return first if isinstance(first, date) else today


def _last_over(known: Known) -> date:
    """Return the last day of which figures of the day before are reported, for anybody."""
    day_before = [name for name in TERMS.lines if TERMS.described(name, known.today) < known.today]
    rows = known.frame.filter(pl.col("measure").is_in(day_before))
    last = rows["end"].max()
    return min(last, known.today - YESTERDAY) if isinstance(last, date) else known.today - YESTERDAY


def _each(one: Scored) -> Iterator[tuple[str, Score]]:
    yield from one.providers.items()
    yield from ((area, score) for area, score in one.areas.items() if area)
