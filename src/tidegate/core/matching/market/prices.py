"""What one more unit is worth: of a slot, of a contract line, of money, of an equity floor."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
import polars as pl

from tidegate.core.matching.result import PRICES

if TYPE_CHECKING:
    from tidegate.core.matching.market.market import Market
    from tidegate.core.matching.problem import Problem

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Prices:
    """Final prices, in points.

    Attributes:
        cell: of one more unit of each pool in each week, shape (pools, weeks); never below 0.
        line: of the next unit on each row of the problem's lines.
        budget: of the next £1,000 of each row of the problem's budgets; never below 0.
        equity: of one person by whom each of ``Market.floors`` is short; never below 0.
    """

    cell: Floats
    line: Floats
    budget: Floats
    equity: Floats

    def at_cells(self, market: Market) -> Floats:
        """Return what a unit asks in all: its own price and its line's; shape (pools, weeks)."""
        line = np.append(self.line, 0.0)[market.pools.line]
        return np.ascontiguousarray(self.cell + line[:, None])

    def shift(self, market: Market) -> Floats:
        """Return what a floor adds to any slot's value, by floor and whether deprived.

        Shape (floors + 1, 2); the last row is for people whom no floor concerns.
        """
        gain = self.equity[:, None] * (np.array([0.0, 1.0]) - market.floor_share[:, None])
        return np.concatenate([gain, np.zeros((1, 2))])


def price_list(problem: Problem, market: Market, prices: Prices) -> pl.DataFrame:
    """List every price of the certificate, sorted by kind and id; columns ``PRICES``."""
    cell = prices.cell[market.pools.offer_pool, problem.offers["week"].to_numpy()]
    kinds = (
        ("budget", problem.budgets["area"], prices.budget),
        ("equity", pl.Series(market.floors, dtype=pl.String), prices.equity),
        ("line", problem.lines["line_id"], prices.line),
        ("offer", problem.offers["offer_id"], cell),
    )
    frames = [
        pl.DataFrame({"id": ids, "price": pl.Series(price, dtype=pl.Float64)})
        .select(pl.lit(kind).alias("kind"), "id", "price")
        .sort("id")
        for kind, ids, price in kinds
    ]
    return pl.concat(frames).cast(dict(PRICES))  # type: ignore[arg-type]
