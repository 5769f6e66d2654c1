"""Prices, and what they prove: no plan is worth more than the bound, whatever the prices are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from tidegate.core.matching.payers import PENCE_PER_THOUSAND_POUNDS, Payers

if TYPE_CHECKING:
    from tidegate.core.matching.policy import Policy
    from tidegate.core.matching.program.blocks import Block, Condensed

Floats = npt.NDArray[np.float64]
_PLACES_AT_ONCE = 2_000_000
"""Entries of place × pool × week priced in one step, so that memory stays small."""


@dataclass(frozen=True, slots=True)
class Prices:
    """What one more unit is worth, in points.

    Attributes:
        cell: of each cell's units; never below 0.
        line: of each contract line's next unit; never below 0.
        budget: of each budget's next £1,000; never below 0.
    """

    cell: Floats
    line: Floats
    budget: Floats

    def at_cells(self, condensed: Condensed) -> Floats:
        """Return what a unit of each cell costs in all: its own price and its line's."""
        line = condensed.cells.line
        return self.cell + (np.where(line >= 0, self.line[line], 0.0) if len(self.line) else 0.0)


def no_prices(condensed: Condensed, payers: Payers) -> Prices:
    """Price everything at nothing."""
    return Prices(
        np.zeros(len(condensed.cells.units)),
        np.zeros(len(payers.prepaid)),
        np.zeros(len(payers.budget_pence)),
    )


def blend(one: Prices, other: Prices, share: float) -> Prices:
    """Mix ``share`` of one set of prices with the rest of another."""
    rest = 1.0 - share
    return Prices(
        share * one.cell + rest * other.cell,
        share * one.line + rest * other.line,
        share * one.budget + rest * other.budget,
    )


def place_values(block: Block, at_cells: Floats) -> Floats:
    """Value the best pool for each place and week at these prices: minus travel, minus price.

    Returns shape (places, weeks); -inf where nothing can be had.
    """
    places, pools = block.travel_points.shape
    best = np.full((places, len(block.weeks)), -np.inf)
    if not best.size or not pools:
        return best
    price = cell_prices(block, at_cells)
    step = max(1, _PLACES_AT_ONCE // max(1, price.size))
    for start in range(0, places, step):
        part = slice(start, start + step)
        best[part] = -(block.travel_points[part, :, None] + price).min(axis=1)
    return best


def cell_prices(block: Block, at_cells: Floats) -> Floats:
    """Lay prices out as the block sees them, shape (pools, weeks); inf where there are no units."""
    return np.where(block.cells >= 0, at_cells[block.cells], np.inf)


def class_values(block: Block, place_value: Floats) -> Floats:
    """Value each week for each class: worth of the week plus the best pool there."""
    return block.week_value[block.kind] + place_value[block.place]


def best_values(values: Floats) -> Floats:
    """Take the best week of each class, or none at all when every one costs more than it gives."""
    best: Floats = np.maximum(values.max(axis=1, initial=0.0), 0.0)
    return best


def bound(
    condensed: Condensed,
    payers: Payers,
    policy: Policy,
    prices: Prices,
    blocks: Sequence[int] | None = None,
) -> float:
    """Compute what no plan can exceed, from all pathways and offers (spec: matching 3).

    With ``blocks`` only those blocks' people count: the bound of a part whose prices these are.
    """
    at_cells = prices.at_cells(condensed)
    counted = condensed.blocks if blocks is None else [condensed.blocks[index] for index in blocks]
    people = sum(
        float(block.count @ best_values(class_values(block, place_values(block, at_cells))))
        for block in counted
    )
    units = float(condensed.cells.units @ prices.cell)
    money = float((payers.budget_pence / PENCE_PER_THOUSAND_POUNDS) @ prices.budget)
    return people + units + money + float(line_terms(payers, policy, prices).sum())


def price_empty(condensed: Condensed, prices: Prices) -> None:
    """Price offers without units, in place: what one unit there would be worth beyond today's plan.

    The certificate covers them too, and nobody may gain by a price of nothing.
    """
    at_cells = prices.at_cells(condensed)
    for block in condensed.blocks:
        best = best_values(class_values(block, place_values(block, at_cells)))
        for pool, week in np.argwhere(block.empty >= 0):
            cell = block.empty[pool, week]
            worth = block.week_value[block.kind, week] - block.travel_points[block.place, pool]
            gain = (worth - best).max(initial=0.0) - (at_cells[cell] - prices.cell[cell])
            prices.cell[cell] = max(prices.cell[cell], gain)


def line_costs(payers: Payers, policy: Policy, prices: Prices) -> Floats:
    """Price a unit above the prepaid ones, in points, by line: its money and its budget's."""
    budget = np.append(prices.budget, 0.0)[payers.payer]
    return payers.unit_thousands * (policy.thousand_pounds_points + budget)


def line_terms(payers: Payers, policy: Policy, prices: Prices) -> Floats:
    """Value each line's capacity at its price: prepaid units free, further ones at their cost."""
    prepaid = payers.prepaid * prices.line
    further = prices.line - line_costs(payers, policy, prices)
    return np.maximum(0.0, np.maximum(prepaid, prepaid + (payers.cap - payers.prepaid) * further))
