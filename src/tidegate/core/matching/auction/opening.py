"""Opening a round with a smaller ε: whoever would now leave for a better slot gives theirs back."""

from __future__ import annotations

import numpy as np

from tidegate.core.matching.auction.choice import best_two, welcome
from tidegate.core.matching.auction.heap import push, replace_least
from tidegate.core.matching.auction.lines import (
    asked,
    least_ask,
    lowest_bid,
    lowest_cell,
    put_out,
    reprice_cell,
    reprice_line,
)
from tidegate.core.matching.auction.stalls import FAR
from tidegate.core.matching.njit_loop import njit_loop


@njit_loop
def look_ahead(s, first, end):
    """Note for each road of groups ``first`` … ``end`` - 1 from where on looking is in vain.

    ``least`` is the least by which any week at the end of this road, or of a longer one of the
    group, asks more than usual, with the journey. It holds for as long as no price falls.
    """
    for group in range(first, end):
        least = np.int32(2 * FAR - 1)
        for at in range(s.groups[group + 1].road - 1, s.groups[group].road - 1, -1):
            least = min(least, np.int32(s.roads[at].cost + s.pools[s.roads[at].pool].low))
            s.roads[at].least = least


@njit_loop
def forget(s):
    """Forget what was seen ahead, since prices may fall from now on."""
    for at in range(s.roads.shape[0]):
        s.roads[at].least = -2 * FAR


@njit_loop
def judge(s, level, first, end, epsilon):
    """Say for people ``first`` … ``end`` - 1 at what bid each would stay.

    ``level`` takes the bid; 0 for those without a slot who want none, -1 for those who want one or
    want another. Returns the sum of what the best slot gives to each, which the bound needs.
    """
    people, groups, roads, pools, lines = s.people, s.groups, s.roads, s.pools, s.lines
    price, fits, curves, shift, stay = s.price, s.fits, s.curves, s.shift, s.stay
    top, lead, usual = s.top, s.lead, s.usual
    total = 0
    for person in range(first, end):
        cell, _, best, second = best_two(
            people, groups, roads, pools, lines, price, usual, fits, curves, top, lead, shift, stay,
            person,
        )  # fmt: skip
        total += best
        me = people[person]
        level[person] = 0 if cell < 0 else -1
        if me.at < 0:
            continue
        asks = asked(pools, lines, price, me.at)
        worth = me.worth + shift[me.floor, me.deprived]
        level[person] = -1
        if worth - asks >= best - epsilon:
            other = second if cell == me.at else best
            level[person] = max(asks, worth - other + epsilon)
    return total


@njit_loop
def reopen(s, level, queue):
    """Take every bid back, let those stay who would, and queue those who want a slot.

    No price falls: a cell asks on what it asked. Returns how many are in the queue.
    """
    people, cells, bids, pools, lines = s.people, s.cells, s.bids, s.pools, s.lines
    width, price, waiting = s.price.shape[1], s.price, 0
    for cell in range(cells.shape[0]):
        pool = cell // width
        if cells[cell].units > 0:
            asks = lines[pools[pool].line].asks
            cells[cell].reserve = max(price[pool, cell - pool * width], asks)
        cells[cell].held = 0
    for line in range(lines.shape[0]):
        lines[line].used = 0
    for person in range(people.shape[0]):
        out = person
        if people[person].at >= 0 and level[person] >= 0:
            pool = people[person].at // width
            out = _stay(people, cells, bids, lines, pools[pool].line, person, level[person])
        elif level[person] >= 0:
            continue
        if out >= 0:
            people[out].at = -1
            queue[waiting] = out
            waiting += 1
    reprice_all(s)
    for index in range(s.lines.shape[0]):
        waiting = _pay_up(s, index, queue, waiting)
    return waiting


@njit_loop
def _stay(people, cells, bids, lines, line, person, level):
    """Let a person stay at a bid, unless the cell is full of higher ones; return who is out."""
    me = people[person]
    here = cells[me.at]
    if here.held < here.units:
        push(bids, here.shelf, here.held, level, person)
        here.held += 1
        lines[line].used += 1
        return -1
    if here.units == 0 or bids[here.shelf].level >= level:
        return person
    return replace_least(bids, here.shelf, here.held, level, person)


@njit_loop
def _pay_up(s, index, queue, waiting):
    """Put out whoever is above a line's cap, or above its prepaid units for less than its price."""
    line = s.lines[index]
    while line.end >= 0 and line.used > line.prepaid:
        dear = lowest_bid(s.least, line.first, line.end) >= line.dear
        if dear and line.used <= line.cap:
            break
        lowest = lowest_cell(s.least, line.first, line.end)
        queue[waiting] = put_out(
            s.people, s.cells, s.bids, s.pools, s.price, s.least, s.usual, lowest,
        )  # fmt: skip
        line.used -= 1
        waiting += 1
    reprice_line(s.lines, s.least, index)
    return waiting


@njit_loop
def lower(s, step):
    """Let every cell ask ``step`` less than it does in all, whoever holds it, and lines nothing."""
    width = s.price.shape[1]
    for pool in range(s.pools.shape[0]):
        asks = s.lines[s.pools[pool].line].asks
        for week in range(width):
            if s.cells[pool * width + week].units > 0:
                s.price[pool, week] = max(0, max(s.price[pool, week], asks) - step)
        s.pools[pool].low = least_ask(s.price, s.usual, pool)
    for line in range(s.lines.shape[0]):
        s.lines[line].asks = 0


@njit_loop
def move_in(s):
    """Let everybody start in the cell that an earlier plan proposed, where it still takes them."""
    width = s.price.shape[1]
    for person in range(s.people.shape[0]):
        me = s.people[person]
        if me.incumbent < 0 or s.cells[me.incumbent].units == 0:
            continue
        pool = me.incumbent // width
        week = me.incumbent - pool * width
        for at in range(s.groups[me.group].road, s.groups[me.group + 1].road):
            road = s.roads[at]
            if road.pool != pool:
                continue
            within = s.curves[me.kind, week] > -FAR and road.minutes <= me.max_minutes
            if within and welcome(s.fits, me, road, s.pools[pool]):
                me.at = me.incumbent
                me.worth = s.curves[me.kind, week] - road.cost + s.stay[0]
            break


@njit_loop
def reprice_all(s):
    """Bring every price up to date."""
    cells, bids, pools, price, least = s.cells, s.bids, s.pools, s.price, s.least
    for pool in range(pools.shape[0]):
        pools[pool].low = -2 * FAR  # so that no price of a week counts as lowest yet
    for cell in range(cells.shape[0]):
        if cells[cell].units > 0:
            reprice_cell(cells, bids, pools, price, least, s.usual, cell)
    for pool in range(pools.shape[0]):
        pools[pool].low = least_ask(price, s.usual, pool)
    for line in range(s.lines.shape[0]):
        reprice_line(s.lines, s.least, line)
