"""What a person would bid for: the best cells at the prices of the moment."""

from __future__ import annotations

import numpy as np
from numba import njit

from tidegate.core.matching.auction.lines import asked
from tidegate.core.matching.auction.stalls import FAR

ACCEPTED = 0
_ONE = np.uint64(1)


@njit(cache=True, nogil=True, inline="always")
def welcome(fits, me, road, pool):
    """Say whether the pool at the end of a road takes a person who can travel it."""
    if fits[me.fitness, pool.profile] != ACCEPTED:
        return False
    if not me.free and me.holder != pool.site_holder and me.holder != pool.provider_holder:
        return False
    return road.miles <= me.max_miles


@njit(cache=True, nogil=True)
def fill_weeks(curve, closed, weeks):
    """Lay out what each week is worth, FAR below nothing where the person cannot come."""
    for week in range(weeks.shape[0]):
        shut = (closed >> np.uint64(week)) & _ONE
        weeks[week] = -FAR if shut else curve[week]


@njit(cache=True, nogil=True)
def best_week(weeks, price, asks):
    """Return the most that any week of a pool gives after its price."""
    best = np.int32(-2 * FAR)
    for week in range(weeks.shape[0]):
        best = max(best, np.int32(weeks[week] - max(price[week], asks)))
    return best


@njit(cache=True, nogil=True, inline="always")
def best_two(s, person, weeks):
    """Look at every slot within reach at the prices of the moment.

    ``weeks`` is room to work in, one number per week. Returns the best cell, what it is worth to
    the person, what it gives after its price, and what the second best gives; shift included in
    what they give. The cell is -1 and gives 0 where none gives more than nothing, and the second
    best never gives less than nothing.
    """
    me = s.people[person]
    roads, pools, lines, price, fits = s.roads, s.pools, s.lines, s.price, s.fits
    fill_weeks(s.curves[me.kind], me.closed, weeks)
    shift = s.shift[me.floor, me.deprived]
    width, cell, value = price.shape[1], -1, 0
    # Nothing at all gives nothing: whatever is worse is not looked at.
    best = second = -shift
    top = s.top[me.kind]
    for at in range(s.groups[me.group].road, s.groups[me.group + 1].road):
        road = roads[at]
        if top - road.cost <= second or road.minutes > me.max_minutes:
            break
        pool = pools[road.pool]
        asks = lines[pool.line].asks
        if top - road.cost - max(pool.low, asks) <= second:
            continue
        if not welcome(fits, me, road, pool):
            continue
        row = price[road.pool]
        if best_week(weeks, row, asks) - road.cost <= second:
            continue
        for week in range(width):
            gain = weeks[week] - road.cost - max(row[week], asks)
            if gain > best:
                best, second = gain, best
                cell, value = road.pool * width + week, weeks[week] - road.cost
            elif gain > second:
                second = gain
    if me.incumbent >= 0:
        cell, value, best, second = _or_stay(s, me, cell, value, best, second)
    return cell, value, best + shift, second + shift


@njit(cache=True, nogil=True, inline="always")
def _or_stay(s, me, cell, value, best, second):
    """Let the cell that an earlier plan proposed be worth more to its patient."""
    width = s.price.shape[1]
    pool = me.incumbent // width
    for at in range(s.groups[me.group].road, s.groups[me.group + 1].road):
        road = s.roads[at]
        if road.pool != pool:
            continue
        week = me.incumbent - pool * width
        open_then = not (me.closed >> np.uint64(week)) & _ONE
        if open_then and road.minutes <= me.max_minutes and welcome(s.fits, me, road, s.pools[road.pool]):
            worth = s.curves[me.kind, week] - road.cost + s.stay[0]
            gain = worth - asked(s, me.incumbent)
            if cell == me.incumbent:
                best, value = gain, worth
            elif gain > best:
                cell, value, best, second = me.incumbent, worth, gain, best
            elif gain > second:
                second = gain
        break
    return cell, value, best, second
