"""What each person would gain at the final prices were one rule a step looser."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from numba import njit

from tidegate.core.matching.advice.scene import CONSENT, CRITERIA, MILES, MINUTES, Scene, against

Longs = npt.NDArray[np.int64]
Shorts = npt.NDArray[np.int32]
Floats = npt.NDArray[np.float64]

LEAST = 1.0
"""Points that count as a gain: a hundredth of a routine week; less is arithmetic."""
MINUTE_BANDS = 24
"""Limits on minutes are told apart by steps up to this many; longer ones go with the last."""

A_MOMENT = 0.01
"""Minutes by which single precision may be out, and more."""


class Loose(NamedTuple):
    """What is loosened: rows of ``Gains`` are bands of minutes, of miles, then ``opens``.

    ``shift`` is what an equity floor adds to the value of any slot, by row of the floors (and a
    last one for none) and by whether the person is deprived; ``heads`` counts people.
    """

    minutes: float
    miles: npt.NDArray[np.float32]
    opens: npt.NDArray[np.int16]
    heads: npt.NDArray[np.int32]
    floor: npt.NDArray[np.int32]
    deprived: npt.NDArray[np.bool_]
    shift: Floats


class Gains(NamedTuple):
    """Who would gain, by what is loosened and the pool that would be used: shape (rows, pools)."""

    people: Longs
    points: Floats
    best: Floats


class Found(NamedTuple):
    """What one person could use were one rule looser: row of gains, site, pool and net value."""

    row: Longs
    site: Longs
    pool: Longs
    net: Floats


@njit(cache=True, nogil=True)
def gather(s: Scene, loose: Loose, begin: int, end: int) -> tuple[Gains, Longs, Floats]:
    """Add up the gains of the people from ``begin`` to before ``end``.

    Also return what each would gain by saying yes to moving, and the pool, or -1 for nothing.
    """
    shape = (MINUTE_BANDS + len(loose.miles) + _changes(loose), len(s.profile))
    gains = Gains(np.zeros(shape, np.int64), np.zeros(shape), np.zeros(shape))
    yes_pool, yes_points = np.full(end - begin, -1), np.zeros(end - begin)
    most = 1 + (s.road_start[1:] - s.road_start[:-1]).max() if len(s.road_start) > 1 else 1
    found = Found(
        np.empty(most, np.int64), np.empty(most, np.int64), np.empty(most, np.int64), np.empty(most)
    )
    for person in range(begin, end):
        many, base = look(s, loose, person, found)
        shift = loose.shift[loose.floor[person], np.int64(loose.deprived[person])]
        floor = max(0.0, base + shift)
        for index in range(many):
            gain = found.net[index] + shift - floor
            if gain < LEAST:
                continue
            row, pool, people = found.row[index], found.pool[index], loose.heads[person]
            if row < 0:
                yes_pool[person - begin], yes_points[person - begin] = pool, gain
                continue
            gains.people[row, pool] += people
            gains.points[row, pool] += people * gain
            gains.best[row, pool] = max(gains.best[row, pool], gain)
    return gains, yes_pool, yes_points


@njit(inline="always")
def look(s: Scene, loose: Loose, person: int, found: Found) -> tuple[int, float]:
    """Find what a person could use were one rule looser, and the best that they can use as it is.

    ``found`` is filled from its start; returned are how many entries count, and that best.
    """
    many, base = 0, -np.inf
    group, kind = s.group[person], s.kind[person]
    shift = max(loose.shift[loose.floor[person], np.int64(loose.deprived[person])], 0.0)
    for road in range(s.road_start[group], s.road_start[group + 1]):
        travel = s.minute_points * s.road_minutes[road]
        if s.top[kind] - travel - s.lowest + shift <= 0:
            break
        stops = against(s, person, road)
        row = 0 if stops == 0 else row_of(s, loose, person, road, stops)
        if row < -1:
            continue
        pool = s.road_pool[road]
        net = best_net(s, person, pool) - travel
        if stops == 0:
            base = max(base, net)
        elif net > -np.inf:
            site = s.site[pool] if row >= MINUTE_BANDS + len(loose.miles) else -1
            many = keep(found, many, row, site, pool, net)
    return many, base


@njit(inline="always")
def row_of(s: Scene, loose: Loose, person: int, road: int, stops: int) -> int:
    """Say in which row the one thing stands that keeps a person out: -1 consent, -2 none alone."""
    if stops == MINUTES:
        limit = s.max_minutes[person]
        if s.road_minutes[road] <= limit + loose.minutes + A_MOMENT:
            return min(max(int(np.ceil(limit / loose.minutes)), 1), MINUTE_BANDS) - 1
    elif stops == MILES:
        band: int = np.searchsorted(loose.miles, s.max_miles[person], "right")
        if s.road_miles[road] <= loose.miles[band]:
            return MINUTE_BANDS + band
    elif stops == CRITERIA:
        change: int = loose.opens[s.fitness[person], s.profile[s.road_pool[road]]]
        if change >= 0:
            return MINUTE_BANDS + len(loose.miles) + change
    elif stops == CONSENT:
        return -1
    return -2


@njit(inline="always")
def best_net(s: Scene, person: int, pool: int) -> float:
    """Return the most that a person could get from a pool's units, before travel."""
    kind, closed = s.kind[person], s.closed[person]
    best = -np.inf
    for week in range(s.units.shape[1]):
        if s.units[pool, week] > 0 and not closed >> np.uint64(week) & np.uint64(1):
            best = max(best, s.curves[kind, week] - s.asked[pool, week])
    return best


@njit(inline="always")
def keep(found: Found, many: int, row: int, site: int, pool: int, net: float) -> int:
    """Keep the best of each row and site; return how many there are now."""
    for index in range(many):
        if found.row[index] == row and found.site[index] == site:
            if net > found.net[index]:
                found.pool[index], found.net[index] = pool, net
            return many
    found.row[many], found.site[many] = row, site
    found.pool[many], found.net[many] = pool, net
    return many + 1


@njit(inline="always")
def _changes(loose: Loose) -> int:
    return max(int(loose.opens.max()) + 1, 1) if loose.opens.size else 1
