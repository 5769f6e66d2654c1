"""How two kept plans differ; the last few answers stay in memory, because no plan ever changes."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import polars as pl

from tidegate.controlroom.matching.plan_store import kept_plan
from tidegate.exchange.matching.comparison import compare_plans
from tidegate.exchange.matching.difference_facts import difference_facts
from tidegate.exchange.matching.from_files import names_given

if TYPE_CHECKING:
    from collections.abc import Collection
    from pathlib import Path

KEPT_IN_MEMORY = 8


@dataclass(frozen=True, slots=True)
class PlanDifference:
    """The difference between two plans of one area.

    Attributes:
        told: its figures, of the whole area; what ``difference_facts`` makes.
        moves: columns ``MOVES``, one row per pathway whose place is not kept.
    """

    told: dict[str, Any]
    moves: pl.DataFrame

    def moves_of(self, holders: Collection[str]) -> pl.DataFrame:
        """Return the rows about pathways of these holders."""
        return self.moves.filter(pl.col("holder").is_in(list(holders)))


@lru_cache(maxsize=KEPT_IN_MEMORY)
def plan_difference(before: Path, after: Path) -> PlanDifference:
    """Compare two plans by their folders.

    Raises:
        UnusableInput: files of one are missing or damaged.
    """
    plans = kept_plan(before), kept_plan(after)
    found = compare_plans(*plans)
    names = {**names_given(plans[0].problem), **names_given(plans[1].problem)}
    return PlanDifference(difference_facts(found, names), found.moves)
