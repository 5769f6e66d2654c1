"""What happens to one list in one week, compiled: grow older, leave untreated, be seen, be counted.

``people`` counts who waits, by priority and whole weeks waited; ``top`` is the longest wait there
is; ``taken`` counts who has been given a slot this week. ``tally`` holds what a week adds up to,
by the places below.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from tidegate.core.waiting.simulation.stream import exponential

Whole = NDArray[np.int64]
Real = NDArray[np.float64]

TREATED, REMOVED, MISSED, WAITS = 0, 1, 2, 3
OVER = (18, 52, 65, 78, 104)


class Rules(NamedTuple):
    """A discipline as compiled loops read it."""

    by_priority: bool
    deadline: Whole
    reserved: NDArray[np.bool_]
    reserve: float
    everyone: NDArray[np.bool_]


@njit(nogil=True)
def grow_older(people: Whole, top: int, joined: Whole) -> int:
    """Let everybody wait a week more, and let the week's arrivals join; return the longest wait."""
    for priority in range(people.shape[0]):
        for week in range(top, -1, -1):
            people[priority, week + 1] = people[priority, week]
        people[priority, 0] = joined[priority]
    return top + 1


@njit(nogil=True)
def struck(many: int, rate: float, until: float, state: NDArray[np.uint64]) -> tuple[int, float]:
    """Count who of many is struck by chance, at one rate each; and what is left ``until`` the next.

    ``until`` is how much rate passes before somebody is struck, which is exponential, so that only
    those who are struck cost time.
    """
    found = 0
    while many > 0 and many * rate > until:
        many -= int(until / rate) + 1
        found += 1
        until = exponential(state)
    return found, until - max(many, 0) * rate


@njit(nogil=True)
def remove(people: Whole, top: int, rate: Real, tally: Whole, state: NDArray[np.uint64]) -> None:
    """Take off the list whoever leaves untreated."""
    until = exponential(state)
    for priority in range(people.shape[0]):
        for week in range(top + 1):
            all_of_them = people[priority, week] * rate[week]
            if all_of_them <= until:
                until -= all_of_them
            else:
                gone, until = struck(people[priority, week], rate[week], until, state)
                people[priority, week] -= gone
                tally[REMOVED] += gone
                tally[WAITS] += gone * week


@njit(nogil=True)
def see_due(people: Whole, taken: Whole, top: int, rules: Rules, slots: int) -> tuple[int, int]:
    """See whoever would pass a deadline without a slot; return how many, and with a reserve."""
    left, reserved = slots, 0
    for priority in range(people.shape[0]):
        before = left
        for week in range(top, rules.deadline[priority] - 2, -1):
            many = min(people[priority, week], left)
            people[priority, week] -= many
            taken[priority, week] += many
            left -= many
        if rules.reserved[priority]:
            reserved += before - left
    return slots - left, reserved


@njit(nogil=True)
def see_by_priority(people: Whole, taken: Whole, top: int, slots: int) -> int:
    """See people by priority, then longest wait; return how many."""
    left = slots
    for priority in range(people.shape[0]):
        for week in range(top, -1, -1):
            many = min(people[priority, week], left)
            people[priority, week] -= many
            taken[priority, week] += many
            left -= many
        if left == 0:
            break
    return slots - left


@njit(nogil=True)
def see_by_wait(people: Whole, taken: Whole, top: int, slots: int, only: NDArray[np.bool_]) -> int:
    """See people of some priorities by the longest wait, then priority; return how many."""
    left = slots
    for week in range(top, -1, -1):
        for priority in range(people.shape[0]):
            if only[priority]:
                many = min(people[priority, week], left)
                people[priority, week] -= many
                taken[priority, week] += many
                left -= many
        if left <= 0:
            break
    return slots - left


@njit(nogil=True)
def see_by_pattern(
    people: Whole, taken: Whole, top: int, slots: int, pattern: Real, start: float
) -> int:
    """Spread slots over waits as they have been used of late; return how many found somebody.

    Evenly along the list, by weights per person, from a random ``start`` between 0 and 1: each
    wait gets its share to within one slot, and on average exactly.
    """
    whole = 0.0
    for priority in range(people.shape[0]):
        for week in range(top + 1):
            whole += people[priority, week] * pattern[week]
    if whole <= 0 or slots <= 0:
        return 0
    each, so_far, before, seen = slots / whole, 0.0, 0, 0
    for priority in range(people.shape[0]):
        for week in range(top + 1):
            so_far += people[priority, week] * pattern[week]
            upto = int(so_far * each + start)
            many = min(people[priority, week], upto - before, slots - seen)
            people[priority, week] -= many
            taken[priority, week] += many
            seen += many
            before = upto
    return seen


@njit(nogil=True)
def settle(
    people: Whole, taken: Whole, top: int, missed: float, tally: Whole, state: NDArray[np.uint64]
) -> None:
    """Put back whoever did not come to their slot, and count the others."""
    until = exponential(state)
    for priority in range(people.shape[0]):
        for week in range(top + 1):
            many = taken[priority, week]
            if many > 0:
                not_come, until = struck(many, missed, until, state)
                people[priority, week] += not_come
                taken[priority, week] = 0
                tally[MISSED] += not_come
                tally[TREATED] += many - not_come
                tally[WAITS] += (many - not_come) * week


@njit(nogil=True)
def count(people: Whole, top: int, deadline: Whole, found: Whole) -> None:
    """Count who waits at the end of the week: all, over each threshold, past a deadline."""
    for priority in range(people.shape[0]):
        begins = 0
        for place in range(len(OVER) + 1):
            ends = min(OVER[place], top + 1) if place < len(OVER) else top + 1
            here = 0
            for week in range(begins, ends):
                here += people[priority, week]
                found[7] += people[priority, week] * week
            for beyond in range(place + 1):
                found[beyond] += here
            begins = max(begins, ends)
        for week in range(deadline[priority], top + 1):
            found[6] += people[priority, week]
