"""Solving one part as exactly as asked: few columns first, then those that the prices ask for.

A small part goes into one program whole. A large one starts from learnt prices: whatever comes near
to the best at those prices is let in and the program is solved. Its prices, or a blend of them with
the best so far, price everybody again; what comes near then is let in as well, until the bound over
everybody proves the gap. A class whose best value is not above its price needs no column at all.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from tidegate.core.matching.program.master import Columns, Flows, Part, Solution, solve_part
from tidegate.core.matching.program.pricing import (
    Prices,
    best_values,
    blend,
    bound,
    cell_prices,
    class_values,
    line_costs,
    no_prices,
    place_values,
)
from tidegate.core.matching.program.smooth import learn_prices

if TYPE_CHECKING:
    from tidegate.core.matching.payers import Payers
    from tidegate.core.matching.policy import Policy
    from tidegate.core.matching.program.blocks import Block, Condensed
    from tidegate.core.matching.stop import Stop

Floats = npt.NDArray[np.float64]
Booleans = npt.NDArray[np.bool_]

WHOLE, WHOLE_OF_SINGLES = 400_000, 60_000
"""Columns up to which a part is solved whole: of counted classes, and of single people, whose many
ties slow the program down."""
SINGLES = 5
"""People per class below which a part counts as one of single people."""
NEAR, NEARER = 0.01, 0.003
"""How near to the best a column must come to be let in, at first and later, as a share of the mean
value of a unit."""
ROUNDING = 1e-9
"""Share of the bound that binary arithmetic may lose."""
BLENDS = (0.05, 0.15, 0.3, 0.6, 1.0)
"""Shares of the program's new prices that are tried in place of the best prices so far."""


@dataclass(frozen=True, slots=True)
class Sifted:
    """The flows found for a part, the best prices of its rows, and how it went."""

    flows: tuple[Flows, ...]
    prices: Prices
    objective: float
    bound: float
    rounds: int
    columns: int


class Sifter:
    """One part on its way to a proven gap."""

    def __init__(
        self, condensed: Condensed, payers: Payers, policy: Policy, part: Part, *, seed: int
    ) -> None:
        self.condensed, self.payers, self.policy, self.part = condensed, payers, policy, part
        self.blocks = [condensed.blocks[position] for position in part.blocks]
        self.seed = seed

    def run(self, stop: Stop, out_of_time: Callable[[], bool], whole: int | None = None) -> Sifted:
        """Solve until the gap is proven, the rounds are used up, or time is out.

        ``whole`` sets the columns up to which the part is solved whole.
        """
        most = self._most_columns() if whole is None else whole
        if sum(columns_of(block) for block in self.blocks) <= most:
            return self._whole()
        prices, mean = learn_prices(self.condensed, self.payers, self.policy, self.part)
        prices, proven = self._no_dearer_than_loose_caps_allow(prices), np.inf
        let_in = self._near(prices, NEAR * mean)
        for rounds in range(1, stop.rounds + 1):  # noqa: B007 - counted for the record
            solution = self._solve(let_in, "simplex")
            fresh = self._prices(solution)
            prices, proven = self._best_blend(prices, fresh)
            if proven - solution.objective <= (stop.gap + ROUNDING) * proven or out_of_time():
                break
            more = _together(let_in, self._near(prices, NEARER * mean), self._near(fresh, 0.0))
            if _size(more) == _size(let_in):
                break
            let_in = more
        return Sifted(solution.flows, prices, solution.objective, proven, rounds, _size(let_in))

    def _most_columns(self) -> int:
        classes = sum(len(block.count) for block in self.blocks)
        people = sum(int(block.count.sum()) for block in self.blocks)
        return WHOLE_OF_SINGLES if people < SINGLES * classes else WHOLE

    def _whole(self) -> Sifted:
        let_in = [_everything(block) for block in self.blocks]
        solution = self._solve(let_in, "ipm")
        prices = self._prices(solution)
        columns = sum(len(flow.people) + len(flow.units) for flow in solution.flows)
        proven = self._bound(prices)
        return Sifted(solution.flows, prices, solution.objective, proven, 1, columns)

    def _solve(self, let_in: Sequence[Columns], solver: str) -> Solution:
        return solve_part(
            self.condensed,
            self.payers,
            self.policy,
            self.part,
            let_in,
            seed=self.seed,
            solver=solver,
        )

    def _bound(self, prices: Prices) -> float:
        return bound(self.condensed, self.payers, self.policy, prices, self.part.blocks)

    def _near(self, prices: Prices, slack: float) -> list[Columns]:
        at_cells = prices.at_cells(self.condensed)
        return [near(block, at_cells, slack) for block in self.blocks]

    def _best_blend(self, prices: Prices, fresh: Prices) -> tuple[Prices, float]:
        """Move the prices towards the program's as far as that lowers the bound.

        The program's own prices swing widely while columns are missing; the bound is convex, so
        that a point between them and the best prices so far is seldom worse and often better.
        """
        tried = [(self._bound(prices), prices)]
        for share in BLENDS:
            mixed = self._no_dearer_than_loose_caps_allow(blend(fresh, prices, share))
            tried.append((self._bound(mixed), mixed))
        proven, best = min(tried, key=lambda pair: pair[0])
        return best, proven

    def _prices(self, solution: Solution) -> Prices:
        """Lay the part's prices out over the whole problem."""
        prices = no_prices(self.condensed, self.payers)
        prices.cell[self.part.cells] = solution.cell
        prices.line[self.part.lines] = solution.line
        prices.budget[self.part.budgets] = solution.budget
        return self._no_dearer_than_loose_caps_allow(prices)

    def _no_dearer_than_loose_caps_allow(self, prices: Prices) -> Prices:
        """Where a line's cap cannot bind, no price above its cost is right: the cells hold it."""
        cost = line_costs(self.payers, self.policy, prices)
        line = np.where(self.payers.loose, np.minimum(prices.line, cost), prices.line)
        return Prices(prices.cell, line, prices.budget)


def columns_of(block: Block) -> int:
    """Count the columns that a block has in all."""
    weeks = np.isfinite(block.week_value).sum(axis=1)[block.kind].sum()
    pools = np.isfinite(block.travel_points).sum(axis=0) @ (block.cells >= 0).sum(axis=1)
    return int(weeks + pools)


def _size(columns: Sequence[Columns]) -> int:
    return sum(int(each.weeks.sum() + each.pools.sum()) for each in columns)


def near(block: Block, at_cells: Floats, slack: float) -> Columns:
    """Let in what comes within ``slack`` points of the best that its class and place can do."""
    node = place_values(block, at_cells)
    values = class_values(block, node)
    best = best_values(values)
    weeks = (values >= best[:, None] - slack) & np.isfinite(values)
    wanted = np.zeros(node.shape, np.bool_)
    row, week = np.nonzero(weeks)
    wanted[block.place[row], week] = True
    net = -(block.travel_points[:, :, None] + cell_prices(block, at_cells)[None])
    pools = np.isfinite(net) & (net >= node[:, None, :] - slack) & wanted[:, None, :]
    return Columns(weeks, pools)


def _everything(block: Block) -> Columns:
    return Columns(
        np.isfinite(block.week_value[block.kind]),
        np.isfinite(block.travel_points)[:, :, None] & (block.cells >= 0)[None],
    )


def _together(*sets: Sequence[Columns]) -> list[Columns]:
    return [
        Columns(
            np.logical_or.reduce([each.weeks for each in same]),
            np.logical_or.reduce([each.pools for each in same]),
        )
        for same in zip(*sets, strict=True)
    ]
