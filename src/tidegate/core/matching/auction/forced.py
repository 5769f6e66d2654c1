"""Accepted transfers: kept as they are, whatever they are worth today."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from tidegate.core.matching.market.matches import find_roads

if TYPE_CHECKING:
    from tidegate.core.matching.market.incumbents import Incumbents
    from tidegate.core.matching.market.market import Market
    from tidegate.core.matching.market.prices import Prices
    from tidegate.core.matching.problem import Problem

Longs = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Forced:
    """People of the market with an accepted transfer.

    Attributes:
        person: place in ``People``.
        cell: cell of the market (pool × weeks + week).
        value: what the slot is worth to each, without price and stay points.
        line_use: units that they use on each of the problem's lines.
    """

    person: Longs
    cell: Longs
    value: Floats
    line_use: Longs

    def gains(self, market: Market, prices: Prices) -> Floats:
        """Return what each gains at these prices, more than nothing or not."""
        people = market.people
        shift = prices.shift(market)[people.floor[self.person], people.deprived[self.person] * 1]
        gains: Floats = self.value + shift - prices.at_cells(market).ravel()[self.cell]
        return gains

    def treated(self, market: Market) -> Longs:
        """Count them by floor and whether deprived; the last two are without a floor."""
        floors = len(market.floors)
        floor = market.people.floor[self.person].astype(np.int64)
        key = np.where(floor < 0, floors, floor) * 2 + market.people.deprived[self.person]
        return np.bincount(key, market.people.count[self.person], 2 * floors + 2).astype(np.int64)


def forced(problem: Problem, market: Market, promises: Incumbents | None) -> Forced:
    """Find whose transfer is accepted and what it is worth; an unknown journey costs nothing."""
    person = np.zeros(0, np.int64)
    cells = np.full(len(market.people.row), -1, np.int64)
    if promises is not None:
        cells = promises.cells(problem, market)
        person = np.flatnonzero(promises.accepted & (cells >= 0))
    cell = cells[person]
    pool, week = cell // market.weeks, cell % market.weeks
    road = find_roads(market.people, market.roads, person, pool)
    minutes = np.append(problem.travel["minutes"].to_numpy(), 0.0)[
        np.append(market.roads.journey, -1)[road]
    ]
    value = market.curves[market.people.kind[person], week] - market.minute_points * minutes
    line = market.pools.line[pool]
    use = np.bincount(
        line[line >= 0], market.people.count[person][line >= 0], problem.lines.height
    ).astype(np.int64)
    return Forced(person, cell, value, use)
