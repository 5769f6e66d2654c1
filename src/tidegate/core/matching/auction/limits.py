"""Budgets and floors: what their prices add to lines and people, and how well they are kept."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
import polars as pl

from tidegate.core.matching.auction.dials import Dials
from tidegate.core.matching.auction.stalls import FAR
from tidegate.core.matching.payers import PENCE_PER_THOUSAND_POUNDS

if TYPE_CHECKING:
    from tidegate.core.matching.auction.forced import Forced
    from tidegate.core.matching.auction.sale import Sale
    from tidegate.core.matching.market.market import Market
    from tidegate.core.matching.payers import Payers
    from tidegate.core.matching.policy import Policy

Longs = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]

TURNS = (6, 4, 6)
"""How often prices of limits are tried anew in each round; the last number holds for finer ones."""
LEARNT = (0, 0, 2)
"""The same where prices near them are known: from a sample of the people, or an earlier plan."""
FACTORS = (2.0, 1.3, 1.05)
"""By how much a price grows while its limit is overstepped, round by round."""
_SPARE = 0.0002
"""Share of a plan's value that limits may leave unused, at their prices, without another try."""
_FIRST_MONEY, _FIRST_FLOOR = 80.0, 8.0


class Limits:
    """The limits that couple every part of a market.

    Attributes:
        money: dials of the budgets, in points per £1,000.
        floors: dials of the floors, in points per person.
        every: for how many people and units each one that takes part stands.
    """

    def __init__(
        self,
        market: Market,
        policy: Policy,
        payers: Payers,
        forced: Forced,
        *,
        scale: float,
        every: int,
    ) -> None:
        self.market, self.policy, self.payers, self.scale = market, policy, payers, scale
        self.forced, self.every = forced, every
        self._turns = TURNS
        self.money = Dials(len(payers.budget_pence), _FIRST_MONEY)
        self.floors = Dials(len(market.floors), _FIRST_FLOOR)

    def start_from(self, prices: pl.DataFrame, budgets: pl.Series) -> None:
        """Start from an earlier plan's prices of budgets (by area) and floors; 0 where it has none.

        Args:
            prices: columns ``result.PRICES``.
            budgets: area of each of the problem's budgets.
        """
        areas = (
            ("budget", self.money, budgets),
            ("equity", self.floors, pl.Series(self.market.floors, dtype=pl.String)),
        )
        for kind, dials, names in areas:
            known = dict(prices.filter(pl.col("kind") == kind).select("id", "price").iter_rows())
            dials.price = np.array([known.get(name, 0.0) for name in names.to_list()], np.float64)
        self._turns = LEARNT

    def learn_from(self, sample: Limits) -> None:
        """Start from what a sample of the people has found; few tries are needed after that."""
        self._turns = LEARNT
        self.money.price, self.floors.price = sample.money.price, sample.floors.price

    def charges(self) -> tuple[Longs, Longs]:
        """Return, in steps, what a dear unit costs by line, and the shift by floor."""
        points = (
            self.policy.thousand_pounds_points + np.append(self.money.price, 0.0)[self.payers.payer]
        )
        dear = np.rint(np.minimum(self.payers.unit_thousands * points * self.scale, FAR))
        gain = self.floors.price[:, None] * (
            np.array([0.0, 1.0]) - self.market.floor_share[:, None]
        )
        shift = np.concatenate([gain, np.zeros((1, 2))]) * self.scale
        return dear.astype(np.int64), np.rint(shift).astype(np.int64)

    def room_pence(self, sales: Sequence[Sale]) -> Longs:
        """Return what is left of each budget, below 0 where it is overspent."""
        used = self.forced.line_use.copy()
        for sale in sales:
            used[sale.lines] += self.every * sale.stalls.lines["used"][:-1].astype(np.int64)
        paid = self.payers.payer >= 0
        spent = np.zeros(len(self.payers.budget_pence), np.int64)
        np.add.at(spent, self.payers.payer[paid], self.payers.spend_pence(used)[paid])
        room: Longs = self.payers.budget_pence - spent
        return room

    def short(self, sales: Sequence[Sale]) -> tuple[Floats, Longs]:
        """Return by how many deprived people each floor is missed, and whom it concerns."""
        floors = len(self.market.floors)
        treated = self.forced.treated(self.market)
        for sale in sales:
            people = sale.stalls.people
            held = people["at"] >= 0
            key = people["floor"][held] * 2 + people["deprived"][held]
            count = np.bincount(key, minlength=2 * floors + 2)[: 2 * floors + 2]
            treated = treated + self.every * count
        by_floor = treated.reshape(-1, 2)[:floors]
        known = by_floor.sum(axis=1)
        return self.market.floor_share * known - by_floor[:, 1], known

    def turn(self, sales: Sequence[Sale], value: float) -> bool:
        """Set the next prices by how well the limits are kept; say whether any has changed.

        ``value`` is about what the plan is worth, in points.
        """
        count = len(self.money.price) + len(self.floors.price)
        spare = _SPARE * value / max(1, count)
        over = -self.room_pence(sales) / PENCE_PER_THOUSAND_POUNDS
        short, _ = self.short(sales)
        money, floors = self.money.turn(over, spare), self.floors.turn(short, spare)
        return money or floors

    def refine(self, number: int) -> int:
        """Begin a round: search near the prices found; return how often to try."""
        for dials in (self.money, self.floors):
            dials.refine(FACTORS[min(number, len(FACTORS) - 1)])
        return self._turns[min(number, len(self._turns) - 1)]
