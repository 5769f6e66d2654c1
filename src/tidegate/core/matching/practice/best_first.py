"""The most valuable match that is left, one after another, whoever it is for.

Values only fall as units are used up and lines pass their prepaid take. So it is enough to look at
a person again when what they last hoped for comes to the top of a heap.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit

from tidegate.core.matching.practice.desk import Desk, first_open, room, take
from tidegate.core.matching.practice.queue import Array, may_use, next_road

HOPE = np.dtype([("value", "f8"), ("person", "i8")])
"""What somebody could have at best when last looked at."""


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
    hopes, made = _hopeful(people, start, roads, curves, fits, desk), 0
    size = len(hopes)
    while size > 0:
        i, hope = hopes[0].person, hopes[0].value
        slot, road, value = _best(people[i], start, roads, curves, fits, desk)
        if slot >= 0 and value >= hope:
            units = _book(people[i], roads[road].pool, slot, desk)
            if units > 0:
                who[made], what[made], way[made], many[made] = i, slot, road, units
                made += 1
        if slot < 0 or people[i].count == 0:
            size -= 1
            i, value = hopes[size].person, hopes[size].value
        _sink(hopes, size, 0, i, value)
    return who[:made], what[:made], way[:made], many[:made]


@njit(cache=True, nogil=True)
def _hopeful(
    people: Array, start: Array, roads: Array, curves: Array, fits: Array, desk: Desk
) -> Array:
    """Return a heap of what everybody hopes for who could have anything."""
    hopes, size = np.empty(len(people), HOPE), 0
    for i in range(len(people)):
        slot, _, value = _best(people[i], start, roads, curves, fits, desk)
        if slot >= 0:
            hopes[size].person, hopes[size].value = i, value
            size += 1
    for at in range(size // 2 - 1, -1, -1):
        _sink(hopes, size, at, hopes[at].person, hopes[at].value)
    return hopes[:size]


@njit(cache=True, nogil=True)
def _best(
    me: Any, start: Array, roads: Array, curves: Array, fits: Array, desk: Desk
) -> tuple[int, int, float]:
    """Return slot, road and net value of the best match that is left; slot -1 for none.

    A later week is never worth more, so the first open one of a pool is its best.
    """
    pools, slots, lines, _ = desk
    slot, at, best = -1, -1, 0.0
    end = start[me.group + 1]
    r = next_road(roads, pools, lines, start[me.group], end)
    while r < end:
        road = roads[r]
        if road.minutes > me.max_minutes or me.top - road.cost <= best:
            break
        pool, line = pools[road.pool], lines[pools[road.pool].line]
        found = -1
        if may_use(me, road, pool, fits):
            found = first_open(slots, pool, me.closed, -1)
        if found >= 0:
            value = curves[me.kind, slots[found].week] - road.cost
            value -= line.points if line.used >= line.prepaid else 0.0
            if value > best:
                slot, at, best = found, r, value
        r = next_road(roads, pools, lines, r + 1, end)
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
def _sink(hopes: Array, size: int, at: int, person: int, value: float) -> None:
    """Put a hope at ``at`` or below, above whoever hopes for less, or for as much but later."""
    if size == 0:
        return
    while 2 * at + 1 < size:
        below = 2 * at + 1
        if below + 1 < size and _before(hopes[below + 1], hopes[below].person, hopes[below].value):
            below += 1
        if not _before(hopes[below], person, value):
            break
        hopes[at].person, hopes[at].value = hopes[below].person, hopes[below].value
        at = below
    hopes[at].person, hopes[at].value = person, value


@njit(cache=True, nogil=True)
def _before(hope: Any, person: int, value: float) -> bool:
    return bool(hope.value > value or (hope.value == value and hope.person < person))
