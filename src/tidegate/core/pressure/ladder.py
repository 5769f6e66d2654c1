"""Who belongs where: from providers up to areas, regions and the nation, and their scores."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tidegate.core.pressure.aggregate import aggregate, sizes_above
from tidegate.core.pressure.observations import Level

if TYPE_CHECKING:
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
