"""How many of those asked say yes: exact odds for people of several groups, fast enough for many.

Each group's yeses follow the beta-binomial of what is believed of it; groups are unrelated, so that
the yeses of all are the sum. Groups are always taken in one order, so that the odds of a party do
not depend on who was asked first.
"""

from __future__ import annotations

import math

import numba
import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Shorts = npt.NDArray[np.int32]


@numba.njit(cache=True, nogil=True)
def log_beta(one: float, other: float) -> float:
    """Return the logarithm of the beta function."""
    return math.lgamma(one) + math.lgamma(other) - math.lgamma(one + other)


@numba.njit(cache=True, nogil=True)
def odds(asked: int, yes: float, no: float, most: int) -> Floats:
    """Return the probabilities of 0, 1 … ``min(asked, most)`` yeses of one group."""
    found = np.empty(min(asked, most) + 1)
    log = log_beta(yes, no + asked) - log_beta(yes, no)
    found[0] = math.exp(log)
    for said in range(len(found) - 1):
        log += math.log((asked - said) * (yes + said) / ((said + 1) * (no + asked - said - 1)))
        found[said + 1] = math.exp(log)
    return found


@numba.njit(cache=True, nogil=True)
def odds_of_all(
    asked: Shorts, yes: Floats, no: Floats, slots: int, group: int, more: int
) -> Floats:
    """Return the probabilities of 0, 1 … ``slots`` yeses in all.

    Args:
        asked: people asked, by group.
        yes: how much speaks for a yes of each group, as in ``Belief``.
        no: how much speaks against it.
        slots: the last number of yeses that is wanted.
        group: the group that further people are of; -1 for none.
        more: how many those are.
    """
    told = np.zeros(slots + 1)
    told[0] = 1.0
    last = 0
    for index in range(len(asked)):
        people = asked[index] + (more if index == group else 0)
        if people == 0:
            continue
        own = odds(people, yes[index], no[index], slots)
        last = min(slots, last + len(own) - 1)
        # From the top down, so that what is still needed is not yet written over.
        for total in range(last, -1, -1):
            joint = 0.0
            for said in range(min(total, len(own) - 1) + 1):
                joint += told[total - said] * own[said]
            told[total] = joint
    return told


@numba.njit(cache=True, nogil=True)
def chance_over(asked: Shorts, yes: Floats, no: Floats, slots: int, group: int, more: int) -> float:
    """Return the probability of more yeses than slots; arguments as ``odds_of_all``."""
    if asked.sum() + more <= slots:
        return 0.0
    return float(max(0.0, 1.0 - odds_of_all(asked, yes, no, slots, group, more).sum()))


@numba.njit(cache=True, nogil=True)
def room(
    asked: Shorts, yes: Floats, no: Floats, slots: int, group: int, most: int, risk: float
) -> int:
    """Return how many more of a group may be asked; P(yes > slots) grows with everyone asked."""
    low = int(max(0, min(most, slots - asked.sum())))
    high = most
    if low < most and chance_over(asked, yes, no, slots, group, low + 1) > risk:
        return low
    while low < high:
        middle = (low + high + 1) // 2
        if chance_over(asked, yes, no, slots, group, middle) <= risk:
            low = middle
        else:
            high = middle - 1
    return low
