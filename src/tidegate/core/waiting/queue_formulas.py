"""Formulas for a waiting list in balance: how large it may be, and how much capacity it needs.

Source: Fong, Walton, Mohammed and others, medRxiv 2022.08.23.22279117, and the package
NHSRwaitinglist. Two faults of that package are not copied. Days and weeks are never mixed: each
argument says its unit, and pressure takes both of its waits in the same one. And the variation of
a flow is that of weekly counts (``weekly_dispersion``), because gaps in whole days between
referrals measure the calendar once there is more than about one referral a day.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import accumulate
from statistics import fmean, variance

USUAL_FACTOR = 4.0
WEEKS_TO_TARGET = 26.0
TARGET_DAYS = {"P1": 7, "P2": 28, "P3": 84, "P4": 365}
TOO_LARGE = 2.0
_TWO_COUNTS = 2


def load(demand_per_week: float, slots_per_week: float) -> float:
    """Return demand as a share of capacity; over 1 the list grows without end."""
    return demand_per_week / slots_per_week


def target_mean_wait(target_wait: float, factor: float = USUAL_FACTOR) -> float:
    """Return the mean wait at which few wait longer than the target, in the target's unit.

    Waits on a well-run list are nearly exponential: with a factor of 4, 1.8 % exceed the target.
    """
    return target_wait / factor


def target_queue(
    demand_per_week: float, target_weeks: float, factor: float = USUAL_FACTOR
) -> float:
    """Return how many may wait for the target to be met (Little's law at the target mean wait)."""
    return demand_per_week * target_mean_wait(target_weeks, factor)


def is_too_large(queue: float, target: float) -> bool:
    """Tell whether a queue needs relief: more than twice its target."""
    return queue > TOO_LARGE * target


def relief_capacity(
    demand_per_week: float, queue: float, target: float, weeks: float = WEEKS_TO_TARGET
) -> float:
    """Return the slots a week that bring a queue to its target in so many weeks."""
    return demand_per_week + (queue - target) / weeks


def target_capacity(
    demand_per_week: float,
    target_weeks: float,
    factor: float = USUAL_FACTOR,
    demand_variation: float = 1.0,
    capacity_variation: float = 1.0,
) -> float:
    """Return the slots a week that hold a queue at its target once it is there.

    Args:
        demand_per_week: people who join.
        target_weeks: the longest wait wanted.
        factor: target wait over target mean wait.
        demand_variation: coefficient of variation; the root of ``weekly_dispersion`` of arrivals.
        capacity_variation: the same of slots.
    """
    variation = (demand_variation**2 + capacity_variation**2) / 2
    return demand_per_week + variation * factor / target_weeks


def pressure(mean_wait: float, target_wait: float) -> float:
    """Return twice the mean wait over the target, both in one unit; over 1 is under pressure."""
    return 2 * mean_wait / target_wait


def weekly_dispersion(weekly_counts: Sequence[int]) -> float:
    """Return the variance of weekly counts over their mean: 1 where only chance moves them.

    Raises:
        ValueError: fewer than two weeks, or nobody in any of them.
    """
    if len(weekly_counts) < _TWO_COUNTS or not any(weekly_counts):
        raise ValueError("dispersion needs two weeks or more with somebody in them")
    return variance(weekly_counts) / fmean(weekly_counts)


def queue_sizes(
    referrals: Sequence[date], removals: Sequence[date | None], first: date, last: date
) -> list[int]:
    """Count who waits at the end of each day; whoever is removed on a day does not wait then."""
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    change = dict.fromkeys(days, 0)
    for day, step in [*((day, 1) for day in referrals), *((day, -1) for day in removals if day)]:
        if day <= last:
            change[max(day, first)] += step
    return list(accumulate(change.values()))


def mean_wait_days(
    referrals: Sequence[date], removals: Sequence[date | None], at: date
) -> float | None:
    """Return the mean wait so far, in days, of those who wait at the end of a day."""
    waits = [
        (at - referred).days
        for referred, removed in zip(referrals, removals, strict=True)
        if referred <= at and (removed is None or removed > at)
    ]
    return fmean(waits) if waits else None
