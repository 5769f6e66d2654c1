"""Scores of providers and areas from returns, by the table in force on a day."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from tidegate.controlroom.pressure.terms import MEASURES
from tidegate.core.pressure.aggregate import aggregate
from tidegate.core.pressure.observations import Level
from tidegate.core.pressure.score import OVERALL, Score, figures_of, score_providers, sizes_of
from tidegate.exchange.pressure.score_tables import load_score_table, table_in_force

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


@cache
def _shipped() -> ScoreTable:
    return load_score_table(measures=MEASURES)


def table_on(day: date) -> ScoreTable | None:
    """Return the table in force on a day, if there is one."""
    return table_in_force([_shipped()], day)


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


def _one_each(scores: tuple[Score, ...]) -> dict[str, Score]:
    """Keep of each place its overall score, or that of its only pillar."""
    found: dict[str, Score] = {}
    for score in scores:
        if score.place not in found or score.pillar == OVERALL:
            found[score.place] = score
    return found
