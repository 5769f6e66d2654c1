"""Each person's next best at the final prices, as far as there is room for it."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from numba import njit

from tidegate.core.matching.advice.room import BOUNDLESS, Room, line_takes, take, week_takes
from tidegate.core.matching.advice.scene import Scene, against

Shorts = npt.NDArray[np.int32]
Longs = npt.NDArray[np.int64]
Masks = npt.NDArray[np.uint64]
NONE = -1
_ONE = np.uint64(1)


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
    s: Scene, room: Room, people: Longs, parts: Longs, own: Longs, first: Shorts, elsewhere: bool
) -> tuple[Shorts, Shorts, Shorts]:
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
    cell = np.full(len(people), NONE, np.int32)
    offer, road = cell.copy(), cell.copy()
    least = max(parts.min(), 1) if len(parts) else 1
    free = weeks_with_room(room, s.asked.shape, least)
    for turn in range(len(people)):
        if parts[turn] <= 0:
            continue
        asked = Asked(people[turn], parts[turn], own[turn], first[turn])
        found, by = next_best(s, room, free, asked, elsewhere)
        if found < 0:
            found, by = next_best(s, room, free, asked, not elsewhere)
        if found >= 0:
            cell[turn], road[turn] = found, by
            offer[turn] = take(room, found, weeks, parts[turn])
            if room.cell[found] < least:
                free[found // weeks] &= ~(_ONE << np.uint64(found % weeks))
    return cell, offer, road


@njit(cache=True, nogil=True)
def weeks_with_room(room: Room, shape: tuple[int, int], least: int) -> Masks:
    """Set bit t for each week t of each pool in which so much of a person may fit."""
    free = np.zeros(shape[0], np.uint64)
    for cell in range(shape[0] * shape[1]):
        if room.cell[cell] >= least:
            free[cell // shape[1]] |= _ONE << np.uint64(cell % shape[1])
    return free


@njit(inline="always")
def next_best(s: Scene, room: Room, free: Masks, asked: Asked, elsewhere: bool) -> tuple[int, int]:
    """Find the best cell at other sites, or at the same, that has room; and the road to it."""
    weeks = s.asked.shape[1]
    person = asked.person
    site, kind = s.site[asked.own // weeks], s.kind[person]
    found, best, by = NONE, -np.inf, NONE
    for road in range(s.road_start[s.group[person]], s.road_start[s.group[person] + 1]):
        travel = s.minute_points * s.road_minutes[road]
        most = s.top[kind] - travel
        # Roads only get longer: nothing further on can be worth its travel, or be better.
        if most <= 0 or most - s.lowest <= best:
            break
        pool = s.road_pool[road]
        if free[pool] == 0 or (s.site[pool] != site) != elsewhere:
            continue
        if against(s, person, road) != 0 or not line_takes(room, room.line_of[pool], asked.part):
            continue
        week, net = best_week(s, room, free[pool], asked, pool, travel, best)
        if week >= 0:
            found, best, by = pool * weeks + week, net, road
    return found, by


@njit(inline="always")
def best_week(
    s: Scene, room: Room, free: np.uint64, asked: Asked, pool: int, travel: float, bar: float
) -> tuple[int, float]:
    """Find the best week of one pool that gives more than ``bar`` and has room; -1 where none."""
    weeks = s.asked.shape[1]
    week, kind = -1, s.kind[asked.person]
    free &= ~s.closed[asked.person]
    line = room.line_of[pool]
    for each in range(weeks):
        if not free >> np.uint64(each) & _ONE:
            continue
        value = s.curves[kind, each] - travel
        net = value - s.asked[pool, each]
        cell = pool * weeks + each
        if value <= 0 or net <= bar or cell == asked.own or cell == asked.first:  # noqa: PLR1714
            continue
        if room.cell[cell] < asked.part:
            continue
        if room.change[line] == BOUNDLESS or week_takes(
            room.use[line], room.change[line], each, asked.part
        ):
            week, bar = each, net
    return week, bar
