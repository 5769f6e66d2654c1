"""Who is next in line for an offer once those whom the plan places there have been asked.

Whoever the offer could take at once is in its line: of its kind of care, within reach, within its
criteria, with the consent that the policy asks for, free in its week, and better off there than
waiting. A higher clinical priority always goes first. Among equals the margin over the plan's
prices decides; one offer has one price, so that its value decides as well; then the name.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numba
import numpy as np
import numpy.typing as npt

from tidegate.core.matching.eligibility import ACCEPT
from tidegate.core.matching.market.market import NOBODY
from tidegate.core.matching.problem import PRIORITIES
from tidegate.core.transfers.groups import ELSEWHERE, OWN, UNKNOWN, bands

if TYPE_CHECKING:
    import polars as pl

    from tidegate.core.matching.market.market import Market
    from tidegate.core.transfers.prior import YieldPrior

Bytes = npt.NDArray[np.int8]
Shorts = npt.NDArray[np.int32]
Longs = npt.NDArray[np.int64]
Masks = npt.NDArray[np.uint64]
Singles = npt.NDArray[np.float32]
Floats = npt.NDArray[np.float64]
Booleans = npt.NDArray[np.bool_]

FRONT = 32
"""People at the front of a line that are kept at a time; it is made again when they are used up."""

LAST = len(PRIORITIES)
"""After every priority."""


class Waiting(NamedTuple):
    """Those who may be asked, group by group of the market.

    ``left`` counts the people of each row not asked so far; it is changed as they are asked.
    ``name`` is the place of the pathway's name among all; ``trait`` as ``groups.traits``.
    """

    start: Longs
    row: Shorts
    left: Shorts
    kind: Shorts
    closed: Masks
    fitness: Shorts
    holder: Shorts
    free: Booleans
    max_minutes: Singles
    max_miles: Singles
    priority: Shorts
    trait: Shorts
    name: Shorts


class Ways(NamedTuple):
    """The market's roads, pool by pool; ``exact`` is minutes in double, ``band`` their band."""

    start: Longs
    group: Shorts
    minutes: Singles
    miles: Singles
    exact: Floats
    band: Shorts


class Rules(NamedTuple):
    """What an offer is worth and whom it takes; as in the market, by pool where it is of pools."""

    curves: Floats
    minute_points: float
    fits: Bytes
    profile: Shorts
    site_holder: Shorts
    provider_holder: Shorts


class Fronts(NamedTuple):
    """The front of each offer's line: who, worth how much, by which of ``Ways``.

    Of the ``size`` people those before ``head`` are done with; fewer than ``FRONT`` are all.
    """

    who: Shorts
    worth: Floats
    way: Shorts
    size: Shorts
    head: Shorts


def make_waiting(market: Market, left: Shorts, facts: pl.DataFrame) -> Waiting:
    """Gather those who may be asked.

    Args:
        market: the people, group by group.
        left: people who may be asked, by row of the problem's pathways.
        facts: columns ``priority, trait, name``, likewise.
    """
    people = market.people
    free = np.flatnonzero(left[people.row] > 0)
    row = people.row[free]
    groups = np.arange(len(market.roads.people))
    return Waiting(
        start=np.searchsorted(people.group[free], groups).astype(np.int64),
        row=row,
        left=left[row],
        kind=people.kind[free],
        closed=people.closed[free],
        fitness=people.fitness[free],
        holder=people.holder[free],
        free=people.free[free],
        max_minutes=people.max_minutes[free],
        max_miles=people.max_miles[free],
        priority=facts["priority"].to_numpy()[row],
        trait=facts["trait"].to_numpy()[row],
        name=facts["name"].to_numpy()[row],
    )


def make_ways(market: Market, travel: pl.DataFrame, prior: YieldPrior) -> Ways:
    """Turn the market's roads round, so that they lead from pools to groups."""
    roads = market.roads
    order = np.argsort(roads.pool, kind="stable")
    group = np.repeat(np.arange(len(roads.start) - 1, dtype=np.int32), np.diff(roads.start))
    pools = np.arange(len(market.pools.site) + 1)
    minutes = travel["minutes"].to_numpy()
    journey = roads.journey[order]
    return Ways(
        start=np.searchsorted(roads.pool[order], pools).astype(np.int64),
        group=group[order],
        minutes=roads.minutes[order],
        miles=roads.miles[order],
        exact=minutes[journey],
        band=bands(minutes, prior.travel)[journey],
    )


def make_rules(market: Market) -> Rules:
    """Take off the market what decides whom an offer takes and what it is worth."""
    pools = market.pools
    return Rules(
        market.curves,
        float(market.minute_points),
        market.fits,
        pools.profile,
        pools.site_holder,
        pools.provider_holder,
    )


def no_fronts(offers: int) -> Fronts:
    """Make room for the fronts of so many lines, as if a first one were used up."""
    who, way = np.zeros((2, offers, FRONT), np.int32)
    size, head = np.full((2, offers), FRONT, np.int32)
    return Fronts(who, np.zeros((offers, FRONT)), way, size, head)


@numba.njit(cache=True, nogil=True)
def line_up(
    fronts: Fronts, offer: int, pool: int, week: int, waiting: Waiting, ways: Ways, rules: Rules
) -> None:
    """Find the first of an offer's line among those who are still free."""
    # Arrays are taken out of their tuples once: in the inner loop that would cost more than all.
    start, left, closed, kind = waiting.start, waiting.left, waiting.closed, waiting.kind
    fitness, holder, free = waiting.fitness, waiting.holder, waiting.free
    max_minutes, max_miles = waiting.max_minutes, waiting.max_miles
    priority, name = waiting.priority, waiting.name
    who, worth, by = fronts.who[offer], fronts.worth[offer], fronts.way[offer]
    points, verdict = rules.curves[:, week], rules.fits[:, rules.profile[pool]]
    site, provider = rules.site_holder[pool], rules.provider_holder[pool]
    size, bit = 0, np.uint64(1) << np.uint64(week)
    last, least = LAST, 0.0
    for way in range(ways.start[pool], ways.start[pool + 1]):
        group, minutes, miles = ways.group[way], ways.minutes[way], ways.miles[way]
        cost = rules.minute_points * ways.exact[way]
        for one in range(start[group], start[group + 1]):
            value = points[kind[one]] - cost
            # Most are not among the first: nothing more need be known of them.
            if priority[one] > last or (priority[one] == last and value < least):
                continue
            if left[one] == 0 or closed[one] & bit or value <= 0:
                continue
            if minutes > max_minutes[one] or miles > max_miles[one]:
                continue
            if verdict[fitness[one]] != ACCEPT:
                continue
            if not free[one] and holder[one] != site and holder[one] != provider:
                continue
            size = _insert(who, worth, by, size, priority, name, one, value, way)
            if size == FRONT:
                last, least = priority[who[-1]], worth[-1]
    fronts.size[offer], fronts.head[offer] = size, 0


@numba.njit(cache=True, nogil=True)
def _insert(  # noqa: PLR0913, PLR0917 - a kernel is given arrays, not what holds them
    who: Shorts, worth: Floats, by: Shorts, size: int,
    priority: Shorts, name: Shorts, one: int, value: float, way: int,
) -> int:  # fmt: skip
    """Put somebody where they belong among the first, if they do; return how many there are."""
    at = size
    while at > 0:
        other = who[at - 1]
        if priority[other] != priority[one]:
            ahead = priority[one] < priority[other]
        elif worth[at - 1] != value:
            ahead = value > worth[at - 1]
        else:
            ahead = name[one] < name[other]
        if not ahead:
            break
        if at < FRONT:
            who[at], worth[at], by[at] = who[at - 1], worth[at - 1], by[at - 1]
        at -= 1
    if at == FRONT:
        return size
    who[at], worth[at], by[at] = one, value, way
    return min(size + 1, FRONT)


@numba.njit(cache=True, nogil=True)
def head_of(
    fronts: Fronts, offer: int, pool: int, waiting: Waiting, ways: Ways, rules: Rules
) -> tuple[int, int, int]:
    """Return who stands at the head of a line, their band of travel and whether they would move."""
    at = fronts.head[offer]
    who, band = fronts.who[offer, at], ways.band[fronts.way[offer, at]]
    holder = waiting.holder[who]
    if holder == NOBODY:
        return who, band, UNKNOWN
    own = holder == rules.site_holder[pool] or holder == rules.provider_holder[pool]
    return who, band, OWN if own else ELSEWHERE
