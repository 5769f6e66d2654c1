"""The bids that a cell holds: a binary heap in a slice of the shelf, the lowest bid first."""

from __future__ import annotations

from tidegate.core.matching.njit_loop import njit_loop


@njit_loop
def push(bids, start, size, level, person):
    """Add a bid to the ``size`` bids that stand from ``start`` on."""
    at = size
    while at > 0:
        above = (at - 1) >> 1
        if bids[start + above].level <= level:
            break
        _copy(bids, start + above, start + at)
        at = above
    bids[start + at].level = level
    bids[start + at].person = person


@njit_loop
def replace_least(bids, start, size, level, person):
    """Put a bid in the place of the lowest one and return whose that was."""
    out = bids[start].person
    _sink(bids, start, size, 0, level, person)
    return out


@njit_loop
def pop_least(bids, start, size):
    """Take the lowest of ``size`` bids out and return whose it was."""
    out = bids[start].person
    last = start + size - 1
    _sink(bids, start, size - 1, 0, bids[last].level, bids[last].person)
    return out


@njit_loop
def remove(bids, start, size, person):
    """Take one person's bid out of ``size`` bids."""
    at = 0
    while bids[start + at].person != person:
        at += 1
    last = start + size - 1
    level, moved = bids[last].level, bids[last].person
    if start + at == last:
        return
    if at > 0 and level < bids[start + ((at - 1) >> 1)].level:
        push(bids, start, at, level, moved)
    else:
        _sink(bids, start, size - 1, at, level, moved)


@njit_loop
def _sink(bids, start, size, at, level, person):
    """Let a bid sink from position ``at`` until no bid below it is lower."""
    while True:
        below = 2 * at + 1
        if below >= size:
            break
        if below + 1 < size and bids[start + below + 1].level < bids[start + below].level:
            below += 1
        if bids[start + below].level >= level:
            break
        _copy(bids, start + below, start + at)
        at = below
    bids[start + at].level = level
    bids[start + at].person = person


@njit_loop
def _copy(bids, source, target):
    bids[target].level = bids[source].level
    bids[target].person = bids[source].person
