"""Who belongs where: from providers up to areas, regions and the nation, and their scores."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tidegate.core.pressure.aggregate import aggregate, sizes_above
from tidegate.core.pressure.observations import Level
from tidegate.core.pressure.score import figures_of, score_known, sizes_of

if TYPE_CHECKING:
    from datetime import date

    import polars as pl

    from tidegate.core.pressure.score import Score
    from tidegate.core.pressure.score_table import ScoreTable


@dataclass(frozen=True, slots=True)
class Ladder:
    """The place above each place.

    Attributes:
        areas: the area of each provider.
        regions: the region of each area.
        nations: the nation of each region.
    """

    areas: Mapping[str, str]
    regions: Mapping[str, str]
    nations: Mapping[str, str]


def score_everywhere(
    observations: pl.DataFrame,
    table: ScoreTable,
    day: date,
    ladder: Ladder,
    *,
    providers: Iterable[str] | None = None,
) -> dict[Level, tuple[Score, ...]]:
    """Score every provider, area, region and the nation on a day.

    Args:
        observations: ``OBSERVATIONS`` with shares added (``with_shares``), and ``source`` if known.
        table: the table to score by.
        day: nothing that ends after it is looked at.
        ladder: who belongs where.
        providers: whom to score; None scores whoever reported in the last quarter.

    Raises:
        TableNotReady: something is open in the table.
    """
    known = figures_of(observations, table, day)
    scores = score_known(known, table, day, providers)
    return scores_up(scores, ladder, table, sizes_of(known, table))


def scores_up(
    providers: Sequence[Score], ladder: Ladder, table: ScoreTable, sizes: Mapping[str, float]
) -> dict[Level, tuple[Score, ...]]:
    """Return the scores of every kind of place, from those of providers on one day.

    Args:
        providers: from ``score_providers``.
        ladder: whoever has no place above is counted in none.
        table: the table that the scores were computed by.
        sizes: of providers, from ``sizes_of``.
    """
    found: dict[Level, tuple[Score, ...]] = {Level.PROVIDER: tuple(providers)}
    below: Sequence[Score] = providers
    steps = ((Level.ICB, ladder.areas), (Level.REGION, ladder.regions),
             (Level.NATION, ladder.nations))  # fmt: skip
    for kind, above in steps:
        scores = aggregate(below, kind, above, table, sizes)
        sizes = sizes_above(below, above, table, sizes)
        found[kind] = below = scores
    return found
