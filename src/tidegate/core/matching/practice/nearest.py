"""People in order, each to the nearest site with a unit left, the earliest week first."""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit

from tidegate.core.matching.practice.desk import Desk, first_open, room, take
from tidegate.core.matching.practice.queue import Array, may_use, next_road


@njit(cache=True, nogil=True)
def book_in_order(
    people: Array, start: Array, roads: Array, fits: Array, desk: Desk
) -> tuple[Array, Array, Array, Array]:
    """Book people in their order; returns person, slot, road and count of each booking.

    Args:
        people: ``PERSON`` records; their counts fall to those left without a slot.
        start: where the roads of each group begin.
        roads: ``ROAD`` records.
        fits: verdicts, as in ``Market``.
        desk: what is on offer.
    """
    most = len(people) + len(desk.slots)
    who, what = np.empty(most, np.int64), np.empty(most, np.int64)
    way, many = np.empty(most, np.int64), np.empty(most, np.int64)
    made = 0
    for i in range(len(people)):
        me = people[i]
        end = start[me.group + 1]
        road = next_road(roads, desk.pools, desk.lines, start[me.group], end)
        while me.count > 0 and road < end and roads[road].minutes <= me.max_minutes:
            beyond = _as_far(roads, road, end)
            slot, at = _next(me, roads, road, beyond, fits, desk, -1)
            while slot >= 0 and me.count > 0:
                rank = desk.slots[slot].rank
                units = _book(me, roads[at].pool, slot, desk)
                if units > 0:
                    who[made], what[made], way[made], many[made] = i, slot, at, units
                    made += 1
                slot, at = _next(me, roads, road, beyond, fits, desk, rank)
            road = next_road(roads, desk.pools, desk.lines, beyond, end)
    return who[:made], what[:made], way[:made], many[:made]


@njit(cache=True, nogil=True)
def _as_far(roads: Array, road: int, end: int) -> int:
    """Return the first road that is longer: pools of one site lie at the same distance."""
    beyond = road + 1
    while beyond < end and roads[beyond].minutes == roads[road].minutes:
        beyond += 1
    return beyond


@njit(cache=True, nogil=True)
def _next(
    me: Any, roads: Array, road: int, beyond: int, fits: Array, desk: Desk, after: int
) -> tuple[int, int]:
    """Return the open slot of least rank above ``after``, and the road to it; -1 for none."""
    pools, slots, lines, _ = desk
    slot, at = -1, -1
    for r in range(road, beyond):
        pool = pools[roads[r].pool]
        left = pool.left > 0 and not lines[pool.line].shut
        if left and may_use(me, roads[r], pool, fits):
            found = first_open(slots, pool, me.closed, after)
            if found >= 0 and (slot < 0 or slots[found].rank < slots[slot].rank):
                slot, at = found, r
    return slot, at


@njit(cache=True, nogil=True)
def _book(me: Any, pool: int, slot: int, desk: Desk) -> int:
    """Give a person, or some of a counted row, as many units as slot and line have for them."""
    line = desk.lines[desk.pools[pool].line]
    units: int = min(me.count, desk.slots[slot].left, room(line, desk.budgets))
    if units > 0:
        take(desk, pool, slot, units)
        me.count -= units
    line.shut = room(line, desk.budgets) <= 0
    return units if units > 0 else 0
