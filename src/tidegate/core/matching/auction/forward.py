"""People bid: each in turn takes the slot that gives most and bids until it gives no more."""

from __future__ import annotations

import numpy as np
from numba import njit

from tidegate.core.matching.auction.choice import best_two
from tidegate.core.matching.auction.heap import push, replace_least
from tidegate.core.matching.auction.lines import (
    asked,
    has_room,
    lowest_cell,
    put_out,
    reprice_cell,
    reprice_line,
)


@njit(cache=True, nogil=True, inline="always")
def take(s, person, cell, worth, level):
    """Give a cell to a person who bids more than it asks; return who is put out, or -1."""
    here = s.cells[cell]
    index = s.pools[cell // s.price.shape[1]].line
    line = s.lines[index]
    out = -1
    if here.held == here.units:
        out = replace_least(s.bids, here.shelf, here.held, level, person)
        s.people[out].at = -1
    else:
        if has_room(line):
            line.used += 1
        else:
            out = put_out(s, lowest_cell(s.least, line.first, line.end))
        push(s.bids, here.shelf, here.held, level, person)
        here.held += 1
    s.people[person].at = cell
    s.people[person].worth = worth
    s.people[person].level = level
    reprice_cell(s.cells, s.bids, s.pools, s.price, s.least, cell)
    reprice_line(s.lines, s.least, index)
    return out


@njit(cache=True, nogil=True)
def bid(s, queue, waiting, epsilon, most):
    """Let the people in a queue bid until nobody is left in it, or ``most`` bids are made.

    ``queue`` is a ring with room for everybody; the first ``waiting`` places are filled. Returns
    how many are still waiting, at the front, and how many bids were made.
    """
    weeks = np.empty(s.price.shape[1], np.int32)
    room, head, bids = queue.shape[0], 0, 0
    while waiting > 0 and bids < most:
        person = queue[head]
        head = head + 1 if head + 1 < room else 0
        waiting -= 1
        cell, value, best, second = best_two(s, person, weeks)
        if cell < 0:
            continue
        bids += 1
        out = take(s, person, cell, value, asked(s, cell) + best - second + epsilon)
        if out >= 0:
            tail = head + waiting
            queue[tail - room if tail >= room else tail] = out
            waiting += 1
    left = np.empty(waiting, np.int32)
    for at in range(waiting):
        left[at] = queue[(head + at) % room]
    queue[:waiting] = left
    return waiting, bids
