"""First prices for a large part: soft demand against units, from warm to cold.

At a temperature each class spreads itself over slots by a softmax of value minus price; every price
moves by how far its soft demand is from its units, as Newton's method would were it alone. Cooling
step by step ends near the true prices at the cost of a few matrix passes. Nothing is proven here:
the prices only say which columns are worth letting into the linear program.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from tidegate.core.matching.payers import PENCE_PER_THOUSAND_POUNDS, Payers
from tidegate.core.matching.program.pricing import Prices, line_costs, no_prices

if TYPE_CHECKING:
    from tidegate.core.matching.policy import Policy
    from tidegate.core.matching.program.blocks import Block, Condensed
    from tidegate.core.matching.program.master import Part

Floats = npt.NDArray[np.float64]
Singles = npt.NDArray[np.float32]
Integers = npt.NDArray[np.int64]

LADDER = ((0.1, 30), (0.03, 50), (0.01, 100), (0.003, 200), (0.001, 300))
"""Temperatures, as shares of a unit's mean value, and the steps taken at each."""
WORK = 2_000_000_000
"""Table entries that may be visited in all; larger parts take fewer steps."""
CHANCE = 3
"""How many times a pool's units of people stand a chance before prices are known."""
STIFF, STRIDE, SHARE = 0.02, 10.0, 0.8
"""Least elasticity assumed, longest step in temperatures, and share of Newton's step taken."""
_NEVER = -1e9


@dataclass(frozen=True, slots=True)
class Crowd:
    """Those of one block who stand a chance, against all of its cells.

    Attributes:
        value: worth before prices, shape (classes, cells).
        count: people of each class.
        cells: the problem's cell of each column.
        best: best worth of each class.
    """

    value: Singles
    count: Singles
    cells: Integers
    best: Floats


def learn_prices(
    condensed: Condensed, payers: Payers, policy: Policy, part: Part
) -> tuple[Prices, float]:
    """Learn prices for one part; also return the mean value of a unit, its natural scale."""
    crowds = [_crowd(condensed, condensed.blocks[position]) for position in part.blocks]
    mean = _mean_value(condensed, part, crowds)
    prices = no_prices(condensed, payers)
    size = sum(crowd.value.size for crowd in crowds)
    patience = min(1.0, WORK / max(1, size * sum(steps for _, steps in LADDER)))
    for share, steps in LADDER:
        for _ in range(max(5, int(steps * patience))):
            prices = _step(condensed, payers, policy, part, crowds, prices, share * mean)
    return prices, mean


def _crowd(condensed: Condensed, block: Block) -> Crowd:
    chosen, best = _stand_a_chance(condensed, block)
    pool, week = np.nonzero(block.cells >= 0)
    value = (
        block.week_value[block.kind[chosen]][:, week]
        - block.travel_points[block.place[chosen]][:, pool]
    )
    finite: Singles = np.where(np.isfinite(value), value, _NEVER).astype(np.float32)
    count: Singles = block.count[chosen].astype(np.float32)
    return Crowd(finite, count, block.cells[pool, week], best)


def _stand_a_chance(condensed: Condensed, block: Block) -> tuple[Integers, Floats]:
    """List the classes that are among the best for some pool, a few times its units of people."""
    worth = block.week_value.max(axis=1, initial=-np.inf)[block.kind]
    best = np.full(len(block.count), -np.inf)
    chosen = np.zeros(len(block.count), np.bool_)
    for pool in range(len(block.pools)):
        value = worth - block.travel_points[block.place, pool]
        np.maximum(best, value, out=best)
        order = np.argsort(-value, kind="stable")
        order = order[value[order] > 0]
        cells = block.cells[pool]
        people = CHANCE * condensed.cells.units[cells[cells >= 0]].sum()
        chosen[order[np.cumsum(block.count[order]) - block.count[order] < people]] = True
    listed = np.flatnonzero(chosen)
    return listed, best[listed]


def _mean_value(condensed: Condensed, part: Part, crowds: Sequence[Crowd]) -> float:
    """Take the mean worth of as many of the best as there are units."""
    best = np.concatenate([crowd.best for crowd in crowds])
    count = np.concatenate([crowd.count for crowd in crowds]).astype(np.float64)
    order = np.argsort(-best, kind="stable")
    units = float(condensed.cells.units[part.cells].sum())
    within = np.cumsum(count[order]) - count[order] < units
    weight = count[order][within]
    return max(1.0, float(best[order][within] @ weight / max(1.0, float(weight.sum()))))


def _step(
    condensed: Condensed,
    payers: Payers,
    policy: Policy,
    part: Part,
    crowds: Sequence[Crowd],
    prices: Prices,
    heat: float,
) -> Prices:
    demand, elastic = _soft_demand(crowds, prices.at_cells(condensed), heat)
    units = condensed.cells.units.astype(np.float64)
    move = np.clip((demand - units) / (elastic + STIFF * units + 1e-9), -STRIDE, STRIDE)
    cell = prices.cell.copy()
    cell[part.cells] = np.maximum(0.0, cell + SHARE * heat * move)[part.cells]
    if not len(part.lines):
        return Prices(cell, prices.line, prices.budget)
    used = np.minimum(demand, units)
    line, spend = _line_step(condensed, payers, policy, prices, used, elastic, heat)
    budget = prices.budget.copy()
    for row in part.budgets:
        money = payers.budget_pence[row] / PENCE_PER_THOUSAND_POUNDS
        over = np.log((spend[payers.payer == row].sum() + 1e-3) / (money + 1e-3))
        push = 0.1 * max(budget[row], policy.thousand_pounds_points) * np.clip(over, -1.0, 1.0)
        budget[row] = max(0.0, budget[row] + push)
    return Prices(cell, line, budget)


def _soft_demand(crowds: Sequence[Crowd], at_cells: Floats, heat: float) -> tuple[Floats, Floats]:
    """Return the demand for each cell and how fast it falls with the price, in units of heat."""
    demand, elastic = np.zeros(len(at_cells)), np.zeros(len(at_cells))
    for crowd in crowds:
        if not crowd.value.size:
            continue
        net = crowd.value - at_cells[crowd.cells].astype(np.float32)
        best = np.maximum(net.max(axis=1), np.float32(0))
        net -= best[:, None]
        net *= np.float32(1 / heat)
        np.exp(net, out=net)
        # The 1 beside the slots is staying without any.
        weight = net.sum(axis=1) + np.exp(-best / np.float32(heat))
        share = crowd.count / weight
        mine = share @ net
        demand[crowd.cells] += mine
        elastic[crowd.cells] += mine - (share / weight) @ np.square(net)
    return demand, elastic


def _line_step(
    condensed: Condensed,
    payers: Payers,
    policy: Policy,
    prices: Prices,
    used: Floats,
    elastic: Floats,
    heat: float,
) -> tuple[Floats, Floats]:
    """Move each line's price: nothing up to the prepaid units, then its cost, then the cap's.

    Also returns what each line spends, in thousands of pounds.
    """
    line = condensed.cells.line
    on, lines = line >= 0, len(payers.prepaid)
    use = np.bincount(line[on], weights=used[on], minlength=lines)
    slope = np.bincount(line[on], weights=elastic[on], minlength=lines)
    cost = line_costs(payers, policy, prices)

    def towards(target: Integers) -> Floats:
        move = (use - target) / (slope + STIFF * target + 1.0)
        return prices.line + heat * np.clip(move, -STRIDE, STRIDE)

    prepaid, cap = towards(payers.prepaid), towards(payers.cap)
    free = np.where(prices.line < cost, np.clip(prepaid, 0.0, cost), cost)
    free = np.where(use < payers.prepaid, np.clip(prepaid, 0.0, cost), free)
    dear = np.where((use > payers.cap) & ~payers.loose, np.maximum(cap, cost), free)
    price = np.where((prices.line > cost) & ~payers.loose, np.maximum(cap, free), dear)
    return price, np.maximum(use - payers.prepaid, 0.0) * payers.unit_thousands
