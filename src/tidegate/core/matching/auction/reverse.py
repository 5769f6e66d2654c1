"""Empty slots look for people: a unit nobody holds lowers its price until somebody takes it.

Without this a slot whose price rose in an earlier round could stay empty at that price for good.
Whoever is found leaves another slot, which then looks for people in its turn.
"""

from __future__ import annotations

import numpy as np
from numba import njit

from tidegate.core.matching.auction.choice import best_two, welcome
from tidegate.core.matching.auction.forward import take
from tidegate.core.matching.auction.heap import pop_least, push, remove, replace_least
from tidegate.core.matching.auction.lines import asked, has_room, reprice_cell, reprice_line
from tidegate.core.matching.auction.stalls import BID, FAR
from tidegate.core.matching.njit_loop import njit_loop


@njit_loop
def overpriced(s, cell, epsilon):
    """Say whether a cell has units left and yet asks more than its line does."""
    here = s.cells[cell]
    pool = cell // s.price.shape[1]
    return here.held < here.units and here.reserve > s.lines[s.pools[pool].line].asks + epsilon


@njit(cache=True, nogil=True, inline="always")
def give_back(s, person, empty, many, epsilon):
    """Take a person out of the cell held; queue the cells that have units left by that."""
    width = s.price.shape[1]
    cell = s.people[person].at
    pool = cell // width
    index = s.pools[pool].line
    line, here = s.lines[index], s.cells[cell]
    before = line.asks
    if here.held == here.units:
        here.reserve = s.price[pool, cell - pool * width]
    remove(s.bids, here.shelf, here.held, person)
    here.held -= 1
    line.used -= 1
    s.people[person].at = -1
    reprice_cell(s.cells, s.bids, s.pools, s.price, s.least, s.usual, cell)
    reprice_line(s.lines, s.least, index)
    if line.end >= 0 and line.asks < before:
        many = _hold_prices(s, index, before, empty, many, epsilon)
    return _enqueue(s, cell, empty, many, epsilon)


@njit(cache=True, nogil=True, inline="always")
def _hold_prices(s, index, before, empty, many, epsilon):
    """A line asks less than before: its cells with units left ask on what they asked until now."""
    width = s.price.shape[1]
    for cell in range(s.lines[index].first * width, s.lines[index].end * width):
        here = s.cells[cell]
        if here.held < here.units and here.reserve < before:
            here.reserve = before
            reprice_cell(s.cells, s.bids, s.pools, s.price, s.least, s.usual, cell)
            many = _enqueue(s, cell, empty, many, epsilon)
    return many


@njit(cache=True, nogil=True, inline="always")
def _enqueue(s, cell, empty, many, epsilon):
    if not s.cells[cell].waiting and overpriced(s, cell, epsilon):
        s.cells[cell].waiting = 1
        empty[many] = cell
        many += 1
    return many


@njit(cache=True, nogil=True, inline="always")
def _note(s, most, person):
    """Raise what a person's group would gain at most to what this person would."""
    me = s.people[person]
    if me.at >= 0:
        has = me.worth - asked(s.pools, s.lines, s.price, me.at)
    else:
        has = -s.shift[me.floor, me.deprived]
    for week in range(most.shape[0]):
        most[week, me.group] = max(most[week, me.group], s.curves[me.kind, week] - has)
    if me.incumbent >= 0:
        week = me.incumbent % most.shape[0]
        gain = s.curves[me.kind, week] - has + s.stay[0]
        most[week, me.group] = max(most[week, me.group], gain)


@njit(cache=True, nogil=True, inline="always")
def seekers(s, cell, ways, way_start, most, floor, found, wanted):
    """Gather the ``wanted`` people who would gain most by a cell that asked nothing.

    Gains count from what each person has and must lie above ``floor``. ``ways`` lists the roads
    that end at each pool, with their groups; groups in which nobody can be among those who gain
    ``most`` are passed over. Returns how many ``found`` holds, as a heap.
    """
    width = s.price.shape[1]
    pool = cell // width
    week = cell - pool * width
    count, least = 0, floor
    people, roads, groups, curves, fits = s.people, s.roads, s.groups, s.curves, s.fits
    price, pools, lines, shift = s.price, s.pools, s.lines, s.shift
    stay, here = s.stay[0], pools[pool]
    for at in range(way_start[pool], way_start[pool + 1]):
        group, cost = ways[at, 0], roads[ways[at, 1]].cost
        if most[week, group] - cost <= least:
            continue
        road = roads[ways[at, 1]]
        for person in range(groups[group].person, groups[group + 1].person):
            me = people[person]
            gain = curves[me.kind, week] - cost
            if me.incumbent == cell:
                gain += stay
            if me.at >= 0:
                other = me.at // width
                asks = max(price[other, me.at - other * width], lines[pools[other].line].asks)
                gain -= me.worth - asks
            else:
                gain += shift[me.floor, me.deprived]
            if gain <= least or me.at == cell:
                continue
            if road.minutes > me.max_minutes or not welcome(fits, me, road, here):
                continue
            if count < wanted:
                push(found, 0, count, gain, person)
                count += 1
            else:
                replace_least(found, 0, count, gain, person)
            least = found[0].level if count == wanted else floor
    return count


@njit(cache=True, nogil=True)
def seek(s, ways, way_start, empty, many, queue, epsilon, most):
    """Let cells that have units left at a price look for people until none is left to look.

    ``empty`` is a stack with room for every cell. Stops after ``most`` looks; returns how many
    cells are left and how many looks were made.
    """
    found = np.empty(s.cells.units.max() + 2, BID)
    # By week and group, the most that anybody would gain by a slot without price or journey.
    gains = np.full((s.price.shape[1], s.groups.shape[0] - 1), -2 * FAR, np.int32)
    return _seek(s, ways, way_start, empty, many, queue, epsilon, most, found, gains)


@njit_loop
def _seek(s, ways, way_start, empty, many, queue, epsilon, most, found, gains):
    looks = 0
    for person in range(s.people.shape[0]):
        _note(s, gains, person)
    while many > 0 and looks < most:
        many -= 1
        cell = empty[many]
        s.cells[cell].waiting = 0
        if not overpriced(s, cell, epsilon):
            continue
        looks += 1
        pool = cell // s.price.shape[1]
        here, asks = s.cells[cell], s.lines[s.pools[pool].line].asks
        wanted = here.units - here.held
        count = seekers(s, cell, ways, way_start, gains, asks, found, wanted + 1)
        here.reserve = asks
        if count > wanted:
            here.reserve = max(asks, found[0].level - epsilon)
        reprice_cell(s.cells, s.bids, s.pools, s.price, s.least, s.usual, cell)
        many, waiting = _invite(s, cell, found, count, empty, many, queue, epsilon)
        _move_on(s, gains, queue, waiting, epsilon)
        many = _enqueue(s, cell, empty, many, epsilon)
    return many, looks


@njit_loop
def _move_on(s, most, queue, waiting, epsilon):
    """Let those who are put out bid, and whoever is put out by that; note what they would gain."""
    people, groups, roads, pools, lines = s.people, s.groups, s.roads, s.pools, s.lines
    cells, bids, price, least, fits = s.cells, s.bids, s.price, s.least, s.fits
    usual = s.usual
    curves, top, lead, shift, stay = s.curves, s.top, s.lead, s.shift, s.stay
    while waiting > 0:
        waiting -= 1
        person = queue[waiting]
        cell, value, best, second = best_two(
            people, groups, roads, pools, lines, price, usual, fits, curves, top, lead, shift, stay,
            person,
        )  # fmt: skip
        if cell >= 0:
            level = asked(pools, lines, price, cell) + best - second + epsilon
            out = take(
                people, cells, bids, pools, lines, price, least, usual, person, cell, value, level,
            )  # fmt: skip
            if out >= 0:
                queue[waiting] = out
                waiting += 1
        _note(s, most, person)


@njit(cache=True, nogil=True, inline="always")
def _invite(s, cell, found, count, empty, many, queue, epsilon):
    """Let the people found move in, those who gain most first; return who is put out by that."""
    waiting = 0
    here = s.cells[cell]
    line = s.lines[s.pools[cell // s.price.shape[1]].line]
    _most_first(found, count)
    for at in range(count):
        person, gain = found[at].person, found[at].level
        # Everybody moves in at the price asked: it never rises while slots look for people.
        level = max(here.reserve, line.asks)
        if here.held == here.units or gain - epsilon < level:
            break
        if level == line.asks and not has_room(line):
            break
        me = s.people[person]
        if me.at >= 0:
            worth = gain + me.worth - asked(s.pools, s.lines, s.price, me.at)
            many = give_back(s, person, empty, many, epsilon)
        else:
            worth = gain - s.shift[me.floor, me.deprived]
        out = take(
            s.people, s.cells, s.bids, s.pools, s.lines, s.price, s.least, s.usual,
            person, cell, worth, level,
        )  # fmt: skip
        if out >= 0:
            queue[waiting] = out
            waiting += 1
    return many, waiting


@njit_loop
def _most_first(found, count):
    """Sort a heap in place, the highest first."""
    for size in range(count, 1, -1):
        level = found[0].level
        person = pop_least(found, 0, size)
        found[size - 1].level = level
        found[size - 1].person = person
