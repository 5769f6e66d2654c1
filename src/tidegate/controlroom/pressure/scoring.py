"""Scores of providers and areas from returns, by the table in force on a day."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from tidegate.controlroom.pressure.tables_in_use import in_use_on
from tidegate.core.pressure.aggregate import aggregate
from tidegate.core.pressure.figures_by_day import figures_by_day
from tidegate.core.pressure.observations import Level
from tidegate.core.pressure.score import (
    OVERALL,
    Score,
    figures_of,
    score_known,
    score_providers,
    sizes_of,
)

if TYPE_CHECKING:
    from datetime import date

    import polars as pl

    from tidegate.core.pressure.score_table import ScoreTable


@dataclass(frozen=True, slots=True)
class Scored:
    """Scores of one day: of each provider and each area, by code."""

    day: date
    providers: Mapping[str, Score]
    areas: Mapping[str, Score]


def table_on(day: date) -> ScoreTable | None:
    """Return the table in use on a day, if there is one."""
    return in_use_on([day])[day].table


def scored(frame: pl.DataFrame, area_of: Mapping[str, str], day: date) -> Scored | None:
    """Score providers, silent ones too, and their areas; None where no table is in force.

    Args:
        frame: figures from ``observed.observations``.
        area_of: the area of each provider.
        day: nothing that ends after it is looked at.
    """
    table = table_on(day)
    if table is None:
        return None
    scores = score_providers(frame, table, day, providers=area_of)
    sizes = sizes_of(figures_of(frame, table, day), table)
    return Scored(
        day,
        _one_each(scores),
        _one_each(aggregate(scores, Level.ICB, area_of, table, sizes)),
    )


def scored_by_day(
    frame: pl.DataFrame, area_of: Mapping[str, str], days: Sequence[date]
) -> dict[date, Scored]:
    """Score one day after the other, as ``scored`` does each of them; without those of no table.

    Args:
        frame: as there.
        area_of: as there.
        days: ascending.
    """
    found: dict[date, Scored] = {}
    used = in_use_on(days)
    for table, of_table in groupby(days, lambda day: used[day].table):
        if table is not None:
            found |= scored_by(frame, area_of, list(of_table), table)
    return found


def scored_by(
    frame: pl.DataFrame, area_of: Mapping[str, str], days: Sequence[date], table: ScoreTable
) -> dict[date, Scored]:
    """Score one day after the other by one table, whichever is in use on them."""
    scored_then = {}
    for day, known in figures_by_day(frame, table, days):
        scores = score_known(known, table, day, area_of)
        above = aggregate(scores, Level.ICB, area_of, table, sizes_of(known, table))
        scored_then[day] = Scored(day, _one_each(scores), _one_each(above))
    return scored_then


def _one_each(scores: tuple[Score, ...]) -> dict[str, Score]:
    """Keep of each place its overall score, or that of its only pillar."""
    found: dict[str, Score] = {}
    for score in scores:
        if score.place not in found or score.pillar == OVERALL:
            found[score.place] = score
    return found
