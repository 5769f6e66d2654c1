"""Lists forward by week, run after run, compiled."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numba import njit

from tidegate.core.waiting.simulation import weeks as of
from tidegate.core.waiting.simulation.stream import begin, uniform

if TYPE_CHECKING:
    from numpy.typing import NDArray

_STREAMS = 3  # removals, pattern, missed slots


class Lists(NamedTuple):
    """All queues side by side, padded to one width of waits; the first index is the queue.

    Attributes:
        start: people by queue, priority and weeks waited.
        missed: rate by queue.
    """

    start: of.Whole
    missed: of.Real


class Met(NamedTuple):
    """What chance brings; the first index is the run, the second the queue.

    Attributes:
        arrivals: people by run, queue, week and priority.
        pattern, removal: weight and rate by run, queue and weeks waited.
        given, patterned: slots by run, queue and week, and those of them that go by the pattern.
    """

    arrivals: of.Whole
    pattern: of.Real
    removal: of.Real
    given: of.Whole
    patterned: of.Whole


@njit(cache=True, nogil=True)
def run_lists(
    seeds: NDArray[np.uint64],
    met: Met,
    lists: Lists,
    rules: of.Rules,
    found: of.Whole,
    waits: of.Whole,
) -> None:
    """Take every list forward in some runs, and add up over lists.

    Args:
        seeds: one for each run.
        met: what chance brings.
        lists: the queues.
        rules: the discipline.
        found: by run, week and measure, to be added to.
        waits: by run: weeks that people waited until they left, and those of whoever is left;
            both count the week-ends since the start at which they waited, to be added to.
    """
    people = np.zeros(lists.start.shape[1:], np.int64)
    taken = np.zeros(lists.start.shape[1:], np.int64)
    weeks = met.arrivals.shape[2]
    for run in range(len(seeds)):
        for queue in range(met.arrivals.shape[1]):
            top = _filled(people, lists.start[queue])
            waits[run, 0] -= _weeks(people, top, 1)
            for week in range(weeks):
                top = of.grow_older(people, top, met.arrivals[run, queue, week])
                tally = _one_week(
                    people, taken, top, run, queue, week, met, lists, rules, seeds[run]
                )
                waits[run, 0] += tally[of.WAITS]
                _add(found[run, week], tally, met.arrivals[run, queue, week])
                found[run, week, 12] += met.given[run, queue, week]
                of.count(people, top, rules.deadline, found[run, week])
            waits[run, 1] += _weeks(people, top, 1)


@njit(nogil=True)
def _one_week(  # noqa: PLR0913, PLR0917 - a tuple of arrays would cost more than the week
    people: of.Whole,
    taken: of.Whole,
    top: int,
    run: int,
    queue: int,
    week: int,
    met: Met,
    lists: Lists,
    rules: of.Rules,
    seed: np.uint64,
) -> of.Whole:
    """Let people leave untreated and be seen, by the rules in their order; return the tally."""
    state, tally = np.empty(1, np.uint64), np.zeros(4, np.int64)
    place = (queue * met.arrivals.shape[2] + week) * _STREAMS
    begin(state, seed, place)
    of.remove(people, top, met.removal[run, queue], tally, state)
    slots = met.given[run, queue, week]
    left = slots
    seen, reserved = of.see_due(people, taken, top, rules, left)
    left -= seen
    held = min(int(rules.reserve * slots + 0.5) - reserved, left)
    if held > 0:
        left -= of.see_by_wait(people, taken, top, held, rules.reserved)
    begin(state, seed, place + 1)
    start = uniform(state)
    some = min(max(met.patterned[run, queue, week] - (slots - left), 0), left)
    left -= of.see_by_pattern(people, taken, top, some, met.pattern[run, queue], start)
    if rules.by_priority:
        of.see_by_priority(people, taken, top, left)
    else:
        of.see_by_wait(people, taken, top, left, rules.everyone)
    begin(state, seed, place + 2)
    of.settle(people, taken, top, lists.missed[queue], tally, state)
    return tally


@njit(nogil=True)
def _add(found: of.Whole, tally: of.Whole, joined: of.Whole) -> None:
    """Add what came and went in a week to the figures of the run."""
    found[8] += tally[of.TREATED]
    found[9] += tally[of.REMOVED]
    found[10] += joined.sum()
    found[11] += tally[of.MISSED]


@njit(nogil=True)
def _filled(people: of.Whole, start: of.Whole) -> int:
    """Put a list's first day in place; return the longest wait in it."""
    top = 0
    for priority in range(people.shape[0]):
        for week in range(people.shape[1]):
            people[priority, week] = start[priority, week]
            if start[priority, week] > 0:
                top = max(top, week)
    return top


@njit(nogil=True)
def _weeks(people: of.Whole, top: int, more: int) -> int:
    """Add up the weeks that people have waited, and some more for each of them."""
    total = 0
    for priority in range(people.shape[0]):
        for week in range(top + 1):
            total += people[priority, week] * (week + more)
    return total
