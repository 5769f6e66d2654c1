"""What a person would bid for: the best cells at the prices of the moment."""

from __future__ import annotations

import numpy as np
from numba import njit

from tidegate.core.matching.auction.stalls import FAR
from tidegate.core.matching.njit_loop import njit_loop

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
def best_week(curves, kind, price, usual, pool, asks):
    """Return the most that any week of a pool gives after its price, and its least ask."""
    best, low = np.int32(-2 * FAR), np.int32(FAR)
    for week in range(price.shape[1]):
        best = max(best, np.int32(curves[kind, week] - max(price[pool, week], asks)))
        low = min(low, np.int32(price[pool, week] - usual[week]))
    return best, low


@njit(cache=True, nogil=True, inline="always")
def which_week(curves, kind, price, pool, asks, best):
    """Return the first week of a pool that gives ``best``, and the most that any other gives."""
    first = np.int32(price.shape[1])
    for week in range(price.shape[1]):
        gain = np.int32(curves[kind, week] - max(price[pool, week], asks))
        first = min(first, np.int32(week) if gain == best else np.int32(price.shape[1]))
    other = np.int32(-2 * FAR)
    for week in range(price.shape[1]):
        gain = np.int32(curves[kind, week] - max(price[pool, week], asks))
        other = max(other, np.int32(-2 * FAR) if week == first else gain)
    return first, other


@njit(cache=True, nogil=True, inline="always")
def best_two(
    people, groups, roads, pools, lines, price, usual, fits, curves, top, lead, shift, stay, person,
):  # fmt: skip
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
    most, ahead = top[kind], lead[kind]
    for at in range(groups[me.group].road, groups[me.group + 1].road):
        road = roads[at]
        if most - road.cost <= second or road.minutes > me.max_minutes:
            break
        if ahead - road.least <= second:
            break
        pool = pools[road.pool]
        if ahead - road.cost - pool.low <= second or not welcome(fits, me, road, pool):
            continue
        asks = lines[pool.line].asks
        if most - road.cost - asks <= second:
            continue
        gain, pools[road.pool].low = best_week(curves, kind, price, usual, road.pool, asks)
        if gain - road.cost > best:
            week, other = which_week(curves, kind, price, road.pool, asks, gain)
            best, second = gain - road.cost, max(best, other - road.cost)
            cell, value = road.pool * width + week, curves[kind, week] - road.cost
        else:
            second = max(second, gain - road.cost)
    if me.incumbent >= 0:
        cell, value, best, second = _or_stay(
            groups, roads, pools, lines, price, fits, curves, stay[0], me,
            cell, value, best, second,
        )  # fmt: skip
    return cell, value, best + more, second + more


@njit_loop
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
