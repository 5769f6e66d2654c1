"""What a person would bid for: the best cells at the prices of the moment."""

from __future__ import annotations

import numpy as np
from numba import njit

from tidegate.core.matching.auction.stalls import FAR

ACCEPTED = 0


@njit(cache=True, nogil=True, inline="always")
def welcome(fits, me, road, pool):
    """Say whether the pool at the end of a road takes a person who can travel it."""
    if fits[me.fitness, pool.profile] != ACCEPTED:
        return False
    if not me.free and me.holder != pool.site_holder and me.holder != pool.provider_holder:
        return False
    return road.miles <= me.max_miles


@njit(cache=True, nogil=True, inline="always")
def best_week(curves, kind, price, pool, asks):
    """Return the most that any week of a pool gives after its price."""
    best = np.int32(-2 * FAR)
    for week in range(price.shape[1]):
        best = max(best, np.int32(curves[kind, week] - max(price[pool, week], asks)))
    return best


# Arrays are handed over one by one: reading them off a tuple in a loop counts references each
# time, which took longer than the bids themselves.
@njit(cache=True, nogil=True, inline="always")
def best_two(people, groups, roads, pools, lines, price, fits, curves, top, shift, stay, person):
    """Look at every slot within reach at the prices of the moment.

    The arrays are those of ``Stalls``. Returns the best cell, what it is worth to the person, what
    it gives after its price, and what the second best gives; the floor's shift included in what
    they give. The cell is -1 and gives 0 where none gives more than nothing, and the second best
    never gives less than nothing.
    """
    me = people[person]
    kind, more = me.kind, shift[me.floor, me.deprived]
    width, cell, value = price.shape[1], -1, 0
    # Nothing at all gives nothing: whatever is worse is not looked at.
    best = second = -more
    most = top[kind]
    for at in range(groups[me.group].road, groups[me.group + 1].road):
        road = roads[at]
        if most - road.cost <= second or road.minutes > me.max_minutes:
            break
        pool = pools[road.pool]
        asks = lines[pool.line].asks
        if most - road.cost - max(pool.low, asks) <= second or not welcome(fits, me, road, pool):
            continue
        if best_week(curves, kind, price, road.pool, asks) - road.cost <= second:
            continue
        for week in range(width):
            gain = curves[kind, week] - road.cost - max(price[road.pool, week], asks)
            if gain > best:
                best, second = gain, best
                cell, value = road.pool * width + week, curves[kind, week] - road.cost
            elif gain > second:
                second = gain
    if me.incumbent >= 0:
        cell, value, best, second = _or_stay(
            groups, roads, pools, lines, price, fits, curves, stay[0], me,
            cell, value, best, second,
        )  # fmt: skip
    return cell, value, best + more, second + more


@njit(cache=True, nogil=True)
def _or_stay(groups, roads, pools, lines, price, fits, curves, stay, me, cell, value, best, second):
    """Let the cell that an earlier plan proposed be worth more to its patient."""
    width = price.shape[1]
    pool = me.incumbent // width
    week = me.incumbent - pool * width
    for at in range(groups[me.group].road, groups[me.group + 1].road):
        road = roads[at]
        if road.pool != pool:
            continue
        within = curves[me.kind, week] > -FAR and road.minutes <= me.max_minutes
        if within and welcome(fits, me, road, pools[pool]):
            worth = curves[me.kind, week] - road.cost + stay
            gain = worth - max(price[pool, week], lines[pools[pool].line].asks)
            if cell == me.incumbent:
                best, value = gain, worth
            elif gain > best:
                cell, value, best, second = me.incumbent, worth, gain, best
            elif gain > second:
                second = gain
        break
    return cell, value, best, second
