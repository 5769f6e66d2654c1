"""The most valuable match that is left, one after another, whoever it is for.

Values only fall as units are used up and lines pass their prepaid take. So it is enough to look at
a person again when what they last hoped for comes to the top of a heap.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit

from tidegate.core.matching.practice.desk import Desk, first_open, room, take
from tidegate.core.matching.practice.queue import Array, may_use


@njit(cache=True, nogil=True)
def book_best_first(
    people: Array, start: Array, roads: Array, curves: Array, fits: Array, desk: Desk
) -> tuple[Array, Array, Array, Array]:
    """Book match by match; returns person, slot, road and count of each booking.

    Args:
        people: ``PERSON`` records, whose order settles what is equal; their counts fall to those
            left without a slot.
        start: where the roads of each group begin.
        roads: ``ROAD`` records.
        curves: points by week, as in ``Market``.
        fits: verdicts, as in ``Market``.
        desk: what is on offer.
    """
    most = len(people) + len(desk.slots) + len(desk.lines)
    who, what = np.empty(most, np.int64), np.empty(most, np.int64)
    way, many = np.empty(most, np.int64), np.empty(most, np.int64)
    hope = np.empty(len(people))
    heap = _hopeful(people, start, roads, curves, fits, desk, hope)
    size, made = len(heap), 0
    while size > 0:
        i = heap[0]
        slot, road, value = _best(people[i], start, roads, curves, fits, desk)
        if slot >= 0 and value >= hope[i]:
            units = _book(people[i], roads[road].pool, slot, desk)
            if units > 0:
                who[made], what[made], way[made], many[made] = i, slot, road, units
                made += 1
        hope[i] = value
        if slot < 0 or people[i].count == 0:
            size -= 1
            heap[0] = heap[size]
        _sink(heap, hope, size, 0)
    return who[:made], what[:made], way[:made], many[:made]


@njit(cache=True, nogil=True)
def _hopeful(
    people: Array,
    start: Array,
    roads: Array,
    curves: Array,
    fits: Array,
    desk: Desk,
    hope: Array,
) -> Array:
    """Return a heap of everybody who could have anything, and note what each hopes for."""
    heap, size = np.empty(len(people), np.int64), 0
    for i in range(len(people)):
        slot, _, hope[i] = _best(people[i], start, roads, curves, fits, desk)
        if slot >= 0:
            heap[size] = i
            size += 1
    for at in range(size // 2 - 1, -1, -1):
        _sink(heap, hope, size, at)
    return heap[:size]


@njit(cache=True, nogil=True)
def _best(
    me: Any, start: Array, roads: Array, curves: Array, fits: Array, desk: Desk
) -> tuple[int, int, float]:
    """Return slot, road and net value of the best match that is left; slot -1 for none.

    A later week is never worth more, so the first open one of a pool is its best.
    """
    pools, slots, lines, _ = desk
    slot, at, best = -1, -1, 0.0
    for r in range(start[me.group], start[me.group + 1]):
        road = roads[r]
        if road.minutes > me.max_minutes or me.top - road.cost <= best:
            break
        pool = pools[road.pool]
        line = lines[pool.line]
        if not may_use(me, road, pool, line, fits):
            continue
        found = first_open(slots, pool, me.closed, -1)
        if found >= 0:
            value = curves[me.kind, slots[found].week] - road.cost
            value -= line.points if line.used >= line.prepaid else 0.0
            if value > best:
                slot, at, best = found, r, value
    return slot, at, best


@njit(cache=True, nogil=True)
def _book(me: Any, pool: int, slot: int, desk: Desk) -> int:
    """Give a person, or some of a counted row, what there is at the price of the moment."""
    line = desk.lines[desk.pools[pool].line]
    units: int = min(me.count, desk.slots[slot].left, room(line, desk.budgets))
    if line.used < line.prepaid:
        units = min(units, line.prepaid - line.used)
    if units > 0:
        take(desk, pool, slot, units)
        me.count -= units
    line.shut = room(line, desk.budgets) <= 0
    return units if units > 0 else 0


@njit(cache=True, nogil=True)
def _sink(heap: Array, hope: Array, size: int, at: int) -> None:
    """Let an entry sink until whoever is below it hopes for less, or for as much but later."""
    if size == 0:
        return
    entry = heap[at]
    while 2 * at + 1 < size:
        below = 2 * at + 1
        if below + 1 < size and _before(heap[below + 1], heap[below], hope):
            below += 1
        if not _before(heap[below], entry, hope):
            break
        heap[at] = heap[below]
        at = below
    heap[at] = entry


@njit(cache=True, nogil=True)
def _before(one: int, other: int, hope: Array) -> bool:
    return hope[one] > hope[other] or (hope[one] == hope[other] and one < other)
