"""What the pages of a plan read from its folder; the last few plans stay in memory."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import polars as pl

from tidegate.exchange.matching.plan_folder import read_ground, refuse_damage

if TYPE_CHECKING:
    from pathlib import Path

    from tidegate.exchange.matching.plan_context import Ground

KEPT_IN_MEMORY = 16


@dataclass(frozen=True, slots=True)
class PlanFigures:
    """The figures of a plan, and how the units of each site were used week by week.

    Attributes:
        summary: what ``exchange.matching.summary`` wrote.
        use: columns ``site, week, used, unused``.
        ground: what its map is drawn on.
        holders: whose pathways are in it.
    """

    summary: dict[str, Any]
    use: pl.DataFrame
    ground: Ground
    holders: frozenset[str]


def plan_figures(folder: Path) -> PlanFigures:
    """Read a plan's figures without its people; a plan never changes once it is made.

    Raises:
        UnusableInput: its files are missing or damaged.
    """
    with refuse_damage(folder):
        return _read(folder)


@lru_cache(maxsize=KEPT_IN_MEMORY)
def _read(folder: Path) -> PlanFigures:
    summary = json.loads((folder / "summary.json").read_text(encoding="utf-8"))
    offered = pl.read_parquet(
        folder / "inputs" / "offers.parquet", columns=["offer_id", "site", "week"]
    )
    used = pl.read_parquet(folder / "offers.parquet", columns=["offer_id", "used", "unused"])
    use = offered.join(used, on="offer_id").group_by("site", "week").agg(pl.sum("used", "unused"))
    held = pl.scan_parquet(folder / "inputs" / "pathways.parquet").select(pl.col("holder").unique())
    holders = frozenset(held.collect()["holder"].drop_nulls())
    return PlanFigures(summary, use.sort("site", "week"), read_ground(folder), holders)
