"""Each person's next best at the final prices, as far as there is room for it."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from numba import njit

from tidegate.core.matching.advice.room import Room, fits_in, take
from tidegate.core.matching.advice.scene import Scene, against

Shorts = npt.NDArray[np.int32]
Longs = npt.NDArray[np.int64]
NONE = -1


class Asked(NamedTuple):
    """Who is asked: their place among the people, the part of them that is expected to take it.

    ``own`` is the cell of the slot they have, ``first`` that of an alternative they have already.
    """

    person: int
    part: int
    own: int
    first: int


@njit(cache=True, nogil=True)
def pick(
    s: Scene, room: Room, people: Longs, parts: Longs, own: Longs, first: Longs, elsewhere: bool
) -> tuple[Longs, Longs, Longs]:
    """Let people choose in turn; return cell, offer and road of each, ``NONE`` where none fits.

    Args:
        s: the market at its final prices.
        room: what is expected to be free; what is chosen is taken from it.
        people: who chooses, in turn.
        parts: thousandths of a person who are expected to take what is chosen.
        own: cell of the slot that each has.
        first: cell of an alternative that each has already, or ``NONE``.
        elsewhere: whether another site is preferred, or another week at the same.
    """
    weeks = s.asked.shape[1]
    cell = np.full(len(people), NONE, np.int64)
    offer, road = cell.copy(), cell.copy()
    for turn in range(len(people)):
        if parts[turn] <= 0:
            continue
        asked = Asked(people[turn], parts[turn], own[turn], first[turn])
        found, by = next_best(s, room, asked, elsewhere)
        if found >= 0:
            cell[turn], road[turn] = found, by
            offer[turn] = take(room, found, weeks, parts[turn])
    return cell, offer, road


@njit(cache=True, nogil=True)
def next_best(s: Scene, room: Room, asked: Asked, elsewhere: bool) -> tuple[int, int]:
    """Find the best cell besides two, of the preferred kind where there is any; and its road."""
    weeks = s.asked.shape[1]
    person = asked.person
    site, kind = s.site[asked.own // weeks], s.kind[person]
    wanted, wanted_net, wanted_road = NONE, -np.inf, NONE
    other, other_net, other_road = NONE, -np.inf, NONE
    for road in range(s.road_start[s.group[person]], s.road_start[s.group[person] + 1]):
        travel = s.minute_points * s.road_minutes[road]
        most = s.top[kind] - travel
        # Roads only get longer: nothing further on can be worth its travel, or be better.
        if most <= 0 or (wanted >= 0 and most - s.lowest <= wanted_net):
            break
        if against(s, person, road) != 0:
            continue
        pool = s.road_pool[road]
        preferred = (s.site[pool] != site) == elsewhere
        bar = wanted_net if preferred else other_net
        week, net = best_week(s, room, asked, pool, travel, bar)
        if week < 0:
            continue
        if preferred:
            wanted, wanted_net, wanted_road = pool * weeks + week, net, road
        else:
            other, other_net, other_road = pool * weeks + week, net, road
    return (wanted, wanted_road) if wanted >= 0 else (other, other_road)


@njit(cache=True, nogil=True)
def best_week(
    s: Scene, room: Room, asked: Asked, pool: int, travel: float, bar: float
) -> tuple[int, float]:
    """Find the best week of one pool that gives more than ``bar`` and has room; -1 where none."""
    weeks = s.asked.shape[1]
    week, kind, closed = -1, s.kind[asked.person], s.closed[asked.person]
    for each in range(weeks):
        value = s.curves[kind, each] - travel
        net = value - s.asked[pool, each]
        cell = pool * weeks + each
        if value <= 0 or net <= bar or cell in (asked.own, asked.first):
            continue
        if closed >> np.uint64(each) & np.uint64(1):
            continue
        if fits_in(room, cell, weeks, asked.part):
            week, bar = each, net
    return week, bar
