"""The market and its final prices, laid out for loops over people and their roads."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import numpy.typing as npt
from numba import njit

if TYPE_CHECKING:
    from tidegate.core.matching.market.market import Market
    from tidegate.core.matching.market.prices import Prices

MINUTES, MILES, CRITERIA, CONSENT = 1, 2, 4, 8
"""What can stand against a pool that lies at the end of a road; their sum says all that does."""


class Scene(NamedTuple):
    """Arrays of ``Market``, by the same names, and what a slot asks.

    ``asked`` is the price of a unit and of its contract line, in points, shape (pools, weeks);
    ``site`` numbers the pools' sites in order of their codes; ``lowest`` is the lowest that any
    slot asks, but never above 0; ``top`` is the best week of each kind, before travel.
    """

    group: npt.NDArray[np.int32]
    kind: npt.NDArray[np.int32]
    closed: npt.NDArray[np.uint64]
    fitness: npt.NDArray[np.int32]
    holder: npt.NDArray[np.int32]
    free: npt.NDArray[np.bool_]
    max_minutes: npt.NDArray[np.float32]
    max_miles: npt.NDArray[np.float32]
    road_start: npt.NDArray[np.int64]
    road_pool: npt.NDArray[np.int32]
    road_minutes: npt.NDArray[np.float32]
    road_miles: npt.NDArray[np.float32]
    curves: npt.NDArray[np.float64]
    top: npt.NDArray[np.float64]
    minute_points: float
    fits: npt.NDArray[np.int8]
    profile: npt.NDArray[np.int32]
    site_holder: npt.NDArray[np.int32]
    provider_holder: npt.NDArray[np.int32]
    site: npt.NDArray[np.int32]
    units: npt.NDArray[np.int32]
    asked: npt.NDArray[np.float64]
    lowest: float


def make_scene(market: Market, prices: Prices) -> Scene:
    """Lay a market out at its final prices."""
    people, roads, pools = market.people, market.roads, market.pools
    number = {code: index for index, code in enumerate(sorted(set(pools.site)))}
    asked = prices.at_cells(market)
    return Scene(
        people.group, people.kind, people.closed, people.fitness, people.holder, people.free,
        people.max_minutes, people.max_miles,
        roads.start, roads.pool, roads.minutes, roads.miles,
        market.curves, market.curves.max(axis=1, initial=-np.inf), float(market.minute_points),
        market.fits, pools.profile, pools.site_holder, pools.provider_holder,
        np.array([number[code] for code in pools.site], np.int32),
        pools.units, asked, float(asked.min(initial=0.0)),
    )  # fmt: skip


@njit(inline="always")
def against(s: Scene, person: int, road: int) -> int:
    """Say what stands against a person's using the pool at the end of a road; 0 is nothing."""
    pool = s.road_pool[road]
    found = 0
    if not s.road_minutes[road] <= s.max_minutes[person]:
        found |= MINUTES
    if s.max_miles[person] < np.inf and not s.road_miles[road] <= s.max_miles[person]:
        found |= MILES
    if s.fits[s.fitness[person], s.profile[pool]] != 0:
        found |= CRITERIA
    # Spelt out: a tuple to look into would be made anew at every step of the loop.
    at_home = s.site_holder[pool] == s.holder[person] or s.provider_holder[pool] == s.holder[person]
    if not (s.free[person] or at_home):
        found |= CONSENT
    return found
