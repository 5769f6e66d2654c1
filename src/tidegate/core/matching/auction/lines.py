"""What cells and contract lines ask for one more unit.

Prepaid units of a line cost nothing more, further ones their price, up to the cap; where a line is
at such a limit, one more unit costs what the lowest of its holders bid. Both limits are nested, so
what a cell asks in all is the larger of its own price and its line's.
"""

from __future__ import annotations

import numpy as np
from numba import njit

from tidegate.core.matching.auction.heap import pop_least
from tidegate.core.matching.auction.stalls import FAR
from tidegate.core.matching.njit_loop import njit_loop


@njit(cache=True, nogil=True, inline="always")
def asked(pools, lines, price, cell):
    """Return what a cell asks in all."""
    width = price.shape[1]
    pool = cell // width
    return max(price[pool, cell - pool * width], lines[pools[pool].line].asks)


@njit_loop
def lowest_bid(least, first, end):
    """Return the lowest bid that any cell of these pools holds; FAR where none does."""
    lowest = FAR
    for pool in range(first, end):
        for week in range(least.shape[1]):
            lowest = min(lowest, least[pool, week])
    return lowest


@njit_loop
def lowest_cell(least, first, end):
    """Return the first cell of these pools that holds the lowest bid."""
    lowest, cell = FAR, -1
    width = least.shape[1]
    for pool in range(first, end):
        for week in range(width):
            if least[pool, week] < lowest:
                lowest, cell = least[pool, week], pool * width + week
    return cell


@njit_loop
def reprice_line(lines, least, index):
    """Bring what a line asks up to date."""
    line = lines[index]
    if line.end < 0:
        return
    if line.used < line.prepaid:
        line.asks = 0
    elif line.used < line.cap:
        line.asks = line.dear
        if line.used == line.prepaid:
            line.asks = min(line.dear, lowest_bid(least, line.first, line.end))
    else:
        lowest = lowest_bid(least, line.first, line.end)
        line.asks = lowest if line.cap == line.prepaid else max(line.dear, lowest)


@njit_loop
def has_room(line):
    """Say whether a line takes one more unit, at what it asks, without anybody leaving."""
    if line.end < 0 or line.used < line.prepaid:
        return True
    return line.used < line.cap and line.asks >= line.dear


@njit(cache=True, nogil=True, inline="always")
def least_ask(price, usual, pool):
    """Return the least by which any week of a pool asks more than ``usual``."""
    low = np.int32(FAR)
    for week in range(price.shape[1]):
        low = min(low, np.int32(price[pool, week] - usual[week]))
    return low


@njit(cache=True, nogil=True, inline="always")
def reprice_cell(cells, bids, pools, price, least, usual, cell):
    """Bring the price of a cell up to date: its lowest bid when it is full, else its reserve."""
    width = price.shape[1]
    pool = cell // width
    week = cell - pool * width
    here = cells[cell]
    least[pool, week] = bids[here.shelf].level if here.held > 0 else FAR
    after = here.reserve if here.held < here.units else least[pool, week]
    price[pool, week] = after
    pools[pool].low = min(pools[pool].low, np.int32(after - usual[week]))


@njit(cache=True, nogil=True, inline="always")
def put_out(people, cells, bids, pools, price, least, usual, cell):
    """Let the holder of a cell's lowest bid go; return the person."""
    here = cells[cell]
    person = pop_least(bids, here.shelf, here.held)
    here.held -= 1
    people[person].at = -1
    reprice_cell(cells, bids, pools, price, least, usual, cell)
    return person
