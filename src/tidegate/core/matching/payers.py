"""Contract lines and budgets as an engine sees them: what is prepaid, what more costs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
import polars as pl

if TYPE_CHECKING:
    from tidegate.core.matching.problem import Problem

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]
Booleans = npt.NDArray[np.bool_]

PENCE_PER_THOUSAND_POUNDS = 100_000


@dataclass(frozen=True, slots=True)
class Payers:
    """Lines and budgets in the order of the problem's rows.

    Attributes:
        prepaid: units paid for whether used or not: the minimum take, at most the cap.
        cap: units that can be used at all; without a cap, as many as are on offer.
        loose: whether the cap can never bind, for want of units on offer.
        unit_pence: price of a unit above the prepaid ones.
        payer: row of the line's budget, or -1 where its payer has none.
        budget_pence: what may be spent above the prepaid units.
    """

    prepaid: Integers
    cap: Integers
    loose: Booleans
    unit_pence: Integers
    payer: Integers
    budget_pence: Integers

    @property
    def unit_thousands(self) -> Floats:
        """Price of a unit in thousands of pounds."""
        return self.unit_pence / PENCE_PER_THOUSAND_POUNDS

    def spend_pence(self, used: Integers) -> Integers:
        """Money spent above the prepaid units, by line, for the units used."""
        spend: Integers = np.maximum(used - self.prepaid, 0) * self.unit_pence
        return spend

    def may_bind(self) -> Booleans:
        """Say of each budget whether its lines together could ever spend more than it holds."""
        most = np.zeros(len(self.budget_pence))
        paid = self.payer >= 0
        spend = (np.maximum(self.cap - self.prepaid, 0) * self.unit_pence)[paid]
        np.add.at(most, self.payer[paid], spend)
        return most > self.budget_pence


def make_payers(problem: Problem) -> Payers:
    """Read lines and budgets off a problem."""
    lines = problem.lines
    on_line = problem.offers.group_by("line_id").agg(offered=pl.col("units").cast(pl.Int64).sum())
    known = lines.select("line_id").join(on_line, on="line_id", how="left", maintain_order="left")
    offered = known["offered"].fill_null(0).to_numpy()
    minimum = lines["minimum_take"].cast(pl.Int64).to_numpy()
    given = lines["cap"].cast(pl.Int64)
    cap = given.fill_null(pl.Series(np.maximum(offered, minimum))).to_numpy()
    budgets = problem.budgets.select(payer="area").with_row_index("row")
    payer = lines.select("payer").join(budgets, on="payer", how="left", maintain_order="left")
    return Payers(
        prepaid=np.minimum(minimum, cap),
        cap=cap,
        loose=cap >= offered,
        unit_pence=lines["unit_price_pence"].to_numpy(),
        payer=payer["row"].cast(pl.Int64).fill_null(-1).to_numpy(),
        budget_pence=problem.budgets["pence"].to_numpy(),
    )
