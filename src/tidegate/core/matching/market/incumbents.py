"""What an earlier plan has promised, as rows of the market."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from tidegate.core.matching.market.market import Market
    from tidegate.core.matching.previous import Previous
    from tidegate.core.matching.problem import Problem

Shorts = npt.NDArray[np.int32]
Longs = npt.NDArray[np.int64]
Booleans = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Incumbents:
    """The offer that each of ``People`` has been promised.

    Attributes:
        offer: row of the problem's offers, -1 where nothing is promised or it is gone; int32.
        accepted: whether the patient has accepted it.
    """

    offer: Shorts
    accepted: Booleans

    def cells(self, problem: Problem, market: Market) -> Longs:
        """Return the cell (pool × weeks + week) of each promised offer, -1 where there is none."""
        week = problem.offers["week"].to_numpy()
        cell = market.pools.offer_pool.astype(np.int64) * market.weeks + week
        return np.append(cell, -1)[self.offer]


def incumbents(problem: Problem, market: Market, previous: Previous) -> Incumbents:
    """Look up what an earlier plan has promised; whoever or whatever is gone is left out."""
    pathways = problem.pathways.select("pathway_id").with_row_index("pathway")
    offers = problem.offers.select("offer_id").with_row_index("offer")
    kept = previous.matches.join(offers, on="offer_id").join(pathways, on="pathway_id")
    row, promised = kept["pathway"].to_numpy(), kept["offer"].to_numpy()
    offer = np.full(problem.pathways.height, -1, np.int32)
    accepted = np.zeros(problem.pathways.height, np.bool_)
    offer[row] = promised
    accepted[row] = kept["accepted"].fill_null(value=False).to_numpy()
    return Incumbents(offer[market.people.row], accepted[market.people.row])
