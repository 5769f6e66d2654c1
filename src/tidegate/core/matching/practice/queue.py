"""People in the order in which they are taken, and their roads, as records."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt
from numba import njit

if TYPE_CHECKING:
    import polars as pl

    from tidegate.core.matching.market.market import Market
    from tidegate.core.matching.problem import Problem

Array = npt.NDArray[Any]

PERSON = np.dtype(
    [
        ("group", "i4"),
        ("kind", "i4"),
        ("closed", "u8"),
        ("fitness", "i4"),
        ("holder", "i4"),
        ("free", "?"),
        ("max_minutes", "f4"),
        ("max_miles", "f4"),
        ("count", "i4"),  # people without a slot yet
        ("top", "f8"),  # points of the best week there is
    ],
    align=True,
)
ROAD = np.dtype(
    [
        ("pool", "i4"),
        ("minutes", "f4"),
        ("miles", "f4"),
        ("skip", "i4"),  # roads to pass over where the pool has nothing left; 0 where it has
        ("cost", "f8"),
    ],
    align=True,
)
_ACCEPT = 0


def in_order(problem: Problem, market: Market, priorities: pl.Series | None) -> Array:
    """Return places in ``People``: by priority if given, then longest wait, then identifier.

    Args:
        problem: whose pathways they are.
        market: made of it.
        priorities: rank of each pathway's priority; None where it does not matter.
    """
    pathways = problem.pathways
    ids, rows = pathways["pathway_id"], market.people.row.astype(np.int64)
    by_id = np.arange(len(ids)) if ids.is_sorted() else ids.arg_sort().to_numpy()
    place = np.full(len(ids), -1, np.int64)
    place[rows] = np.arange(len(rows))
    waited = pathways["weeks_waited"].to_numpy()
    key = waited.max(initial=0) - waited
    if priorities is not None:
        key = key + priorities.to_numpy().astype(np.int64) * (int(waited.max(initial=0)) + 1)
    order = place[by_id[np.argsort(key[by_id], kind="stable")]]
    return order[order >= 0]


def people_of(market: Market, order: Array) -> Array:
    """Return ``PERSON`` records of those in ``order``."""
    people = np.empty(len(order), PERSON)
    for name in PERSON.names or ():
        if name != "top":
            people[name] = getattr(market.people, name)[order]
    people["top"] = market.curves.max(axis=1, initial=-np.inf)[people["kind"]]
    return people


def roads_of(problem: Problem, market: Market) -> Array:
    """Return ``ROAD`` records of every group, nearest first."""
    roads = np.empty(len(market.roads.pool), ROAD)
    for name in ("pool", "minutes", "miles"):
        roads[name] = getattr(market.roads, name)
    roads["skip"] = 0
    minutes = problem.travel["minutes"].to_numpy()
    roads["cost"] = market.minute_points * minutes[market.roads.journey]
    return roads


@njit(cache=True, nogil=True)
def next_road(roads: Array, pools: Array, lines: Array, road: int, end: int) -> int:
    """Return the first road, from ``road`` on, to a pool that has something left.

    What is used up stays so: roads that were passed over once are passed over in one step.
    """
    at = road
    while at < end:
        if roads[at].skip == 0:
            pool = pools[roads[at].pool]
            if pool.left > 0 and not lines[pool.line].shut:
                break
            roads[at].skip = 1
        at += roads[at].skip
    if at > road:
        roads[road].skip = at - road
    return at


@njit(cache=True, nogil=True)
def may_use(me: Any, road: Any, pool: Any, fits: Array) -> bool:
    """Say whether a pool is for a person who can travel so long."""
    if road.miles > me.max_miles:
        return False
    if not me.free and me.holder not in (pool.site_holder, pool.provider_holder):
        return False
    return bool(fits[me.fitness, pool.profile] == _ACCEPT)
