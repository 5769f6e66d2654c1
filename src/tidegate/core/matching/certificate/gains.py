"""What people could gain at given prices if they might take what is best for them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from numba import njit

if TYPE_CHECKING:
    from tidegate.core.matching.certificate.numbers import Array


@njit(cache=True, nogil=True)
def gains(
    people: Array,
    closed: Array,
    curves: Array,
    roads: Array,
    aisles: Array,
    shelves: Array,
    asked: Array,
) -> float:
    """Add up the gains of some people: the best offer's value less its price, or nothing.

    Args:
        people: ``PERSON`` records.
        closed: weeks that are closed to them.
        curves: points by week before travel.
        roads: ``ROAD`` records.
        aisles: where the shelves of each site and kind of care begin.
        shelves: ``SHELF`` records.
        asked: what each shelf asks by week.
    """
    total = 0.0
    points = np.empty(curves.shape[1])
    for person in people:
        if person.forced:
            total += person.count * (person.known + person.shift)
            continue
        best = person.known
        if person.kind >= 0:
            for t in range(len(points)):
                points[t] = curves[person.curve, t] if t >= person.earliest else -np.inf
            for k in range(person.closed_from, person.closed_to):
                if 0 <= closed[k] < len(points):
                    points[closed[k]] = -np.inf
            best = max(best, _best(person, points, roads, aisles, shelves, asked))
        total += person.count * max(0.0, best + person.shift)
    return total


@njit(cache=True, nogil=True)
def _best(
    person: Any, points: Array, roads: Array, aisles: Array, shelves: Array, asked: Array
) -> float:
    """Return the best net value of any shelf in reach, minus infinity where there is none."""
    most, best = points.max(), -np.inf
    for r in range(person.road_from, person.road_to):
        road = roads[r]
        if not np.isfinite(road.minutes) or road.minutes > person.max_minutes:
            continue
        if not (np.isnan(person.max_miles) or road.miles <= person.max_miles):
            continue
        aisle = road.aisle + person.kind
        for s in range(aisles[aisle], aisles[aisle + 1]):
            if most - shelves[s].least - road.cost <= best or not _fits(person, shelves[s]):
                continue
            for t in range(len(points)):
                best = max(best, points[t] - road.cost - asked[s, t])
    return best


@njit(cache=True, nogil=True)
def _fits(person: Any, shelf: Any) -> bool:
    """Say whether the rules let somebody use a shelf: every limit that there is must be met."""
    if not person.free and person.holder not in (shelf.provider, shelf.site):
        return False
    if not (np.isnan(shelf.max_asa) or person.asa <= shelf.max_asa):
        return False
    if not (np.isnan(shelf.max_bmi) or person.bmi <= shelf.max_bmi):
        return False
    if not (np.isnan(shelf.min_age) or person.age >= shelf.min_age):
        return False
    if shelf.excludes and not (person.told and person.has & shelf.excludes == 0):
        return False
    return not shelf.without_care or person.no_care
