"""Who has which slot: a plan's assignments as rows of the market and of the offers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
import polars as pl

if TYPE_CHECKING:
    from tidegate.core.matching.market.market import Market
    from tidegate.core.matching.problem import Problem

Longs = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Placed:
    """People in slots, one row for each pathway and offer.

    Attributes:
        person: place in ``Market.people``, int64.
        offer: row of the problem's offers, int64.
        count: people, int64.
    """

    person: Longs
    offer: Longs
    count: Longs


def placed_in(problem: Problem, market: Market, assignments: pl.DataFrame) -> Placed:
    """Look assignments up by name, for an engine that does not hand out their rows itself."""
    person = np.full(problem.pathways.height, -1, np.int64)
    person[market.people.row] = np.arange(len(market.people.row))
    rows = assignments.select("pathway_id", "offer_id", "count")
    for frame, key in ((problem.pathways, "pathway_id"), (problem.offers, "offer_id")):
        numbered = frame.select(key).with_row_index(f"{key}_row")
        rows = rows.join(numbered, on=key, how="left", maintain_order="left")
    return Placed(
        person[rows["pathway_id_row"].to_numpy()],
        rows["offer_id_row"].cast(pl.Int64).to_numpy(),
        rows["count"].cast(pl.Int64).to_numpy(),
    )
