"""People bid: each in turn takes the slot that gives most and bids until it gives no more."""

from __future__ import annotations

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
from tidegate.core.matching.njit_loop import njit_loop


@njit(cache=True, nogil=True, inline="always")
def take(
    people, cells, bids, pools, lines, price, least, usual, person, cell, worth, level,
):  # fmt: skip
    """Give a cell to a person who bids more than it asks; return who is put out, or -1."""
    here = cells[cell]
    index = pools[cell // price.shape[1]].line
    line = lines[index]
    out = -1
    if here.held == here.units:
        out = replace_least(bids, here.shelf, here.held, level, person)
        people[out].at = -1
    else:
        if has_room(line):
            line.used += 1
        else:
            lowest = lowest_cell(least, line.first, line.end)
            out = put_out(people, cells, bids, pools, price, least, usual, lowest)
        push(bids, here.shelf, here.held, level, person)
        here.held += 1
    me = people[person]
    me.at, me.worth = cell, worth
    reprice_cell(cells, bids, pools, price, least, usual, cell)
    reprice_line(lines, least, index)
    return out


@njit_loop
def bid(s, queue, waiting, epsilon, most, later, many):
    """Let the people in a queue bid until nobody is left in it, or about ``most`` bids are made.

    ``queue`` is a ring with room for everybody; the first ``waiting`` places are filled. Whoever is
    put out and waits for other care than the first person in the queue is added to ``later``, which
    holds ``many`` people: so the memory that bids touch stays small. Returns how many are still
    waiting, at the front, and how many are in ``later``.
    """
    people, groups, roads, pools, lines = s.people, s.groups, s.roads, s.pools, s.lines
    cells, bids, price, least, fits = s.cells, s.bids, s.price, s.least, s.fits
    usual = s.usual
    curves, top, lead, shift, stay = s.curves, s.top, s.lead, s.shift, s.stay
    room, head, made = queue.shape[0], 0, 0
    care = groups[people[queue[0]].group].specialty if waiting else -1
    while waiting > 0 and made < most:
        person = queue[head]
        head = head + 1 if head + 1 < room else 0
        waiting -= 1
        cell, value, best, second = best_two(
            people, groups, roads, pools, lines, price, usual, fits, curves, top, lead, shift, stay,
            person,
        )  # fmt: skip
        if cell < 0:
            continue
        made += 1
        level = asked(pools, lines, price, cell) + best - second + epsilon
        out = take(
            people, cells, bids, pools, lines, price, least, usual, person, cell, value, level,
        )  # fmt: skip
        if out < 0:
            continue
        if groups[people[out].group].specialty == care:
            tail = head + waiting
            queue[tail - room if tail >= room else tail] = out
            waiting += 1
        else:
            later[many] = out
            many += 1
    for at in range(waiting):
        later[many + at] = queue[(head + at) % room]
    for at in range(waiting):
        queue[at] = later[many + at]
    return waiting, many
