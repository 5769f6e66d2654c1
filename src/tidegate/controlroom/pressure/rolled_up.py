"""Scores of a day from providers up to areas, regions and the nation, by pillar and together."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tidegate.controlroom.pressure.scoring import table_on
from tidegate.core.pressure.ladder import Ladder, score_everywhere
from tidegate.core.pressure.score import OVERALL, Score

if TYPE_CHECKING:
    from datetime import date

    from tidegate.controlroom.directory.models import Organisation
    from tidegate.controlroom.pressure.situation import Situation
    from tidegate.core.pressure.observations import Level
    from tidegate.core.pressure.score_table import ScoreTable


@dataclass(frozen=True, slots=True)
class RolledUp:
    """Scores of one day, from the returns of everybody in sight.

    Attributes:
        table: what they were made by.
        scores: of each place and pillar, the overall ones among them.
    """

    table: ScoreTable
    scores: Mapping[tuple[Level, str], tuple[Score, ...]]

    def of(self, kind: Level, code: str) -> Score | None:
        """Return the overall score of a place, or that of its only pillar."""
        found = self.scores.get((kind, code), ())
        if len(self.table.pillars) == 1:
            return found[0] if found else None
        return next((score for score in found if score.pillar == OVERALL), None)

    def by_pillar(self, kind: Level, code: str) -> tuple[Score, ...]:
        """Return the scores of each pillar of a place; none where the table has one pillar only."""
        if len(self.table.pillars) == 1:
            return ()
        found = self.scores.get((kind, code), ())
        return tuple(score for score in found if score.pillar != OVERALL)


def rolled_up(
    known: Situation, areas: Iterable[Organisation], day: date | None = None
) -> RolledUp | None:
    """Score everybody up to whoever is at the top; None where no table is in use.

    Args:
        known: what is known of every provider in sight.
        areas: those in sight, each with who oversees it.
        day: as of which nothing later is looked at; today unless named.
    """
    day = day or known.today
    table = table_on(day)
    if table is None:
        return None
    area_of = known.area_of
    everywhere = score_everywhere(
        known.frame, table, day, _ladder(area_of, areas), providers=area_of
    )
    found: dict[tuple[Level, str], list[Score]] = defaultdict(list)
    for kind, scores in everywhere.items():
        for score in scores:
            found[kind, score.place].append(score)
    return RolledUp(table, {place: tuple(scores) for place, scores in found.items()})


def _ladder(area_of: Mapping[str, str], areas: Iterable[Organisation]) -> Ladder:
    """Say who oversees whom; a place without an overseer counts in none."""
    regions: dict[str, str] = {}
    nations: dict[str, str] = {}
    for area in areas:
        region = area.parent
        if region is not None:
            regions[area.code] = region.code
            if region.parent is not None:
                nations[region.code] = region.parent.code
    return Ladder({code: area for code, area in area_of.items() if area}, regions, nations)
