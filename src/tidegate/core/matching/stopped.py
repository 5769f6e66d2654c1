"""What stopped each person whom a plan leaves out, judged at the final prices: loops and numbers.

``leftovers`` puts it into coded reasons and words.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from enum import IntEnum
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import numpy.typing as npt
from numba import njit

from tidegate.core.matching.eligibility import ACCEPT, REFUSE
from tidegate.core.matching.njit_loop import njit_loop

if TYPE_CHECKING:
    from tidegate.core.matching.market.market import Market
    from tidegate.core.matching.market.prices import Prices

Shorts = npt.NDArray[np.int32]
Longs = npt.NDArray[np.int64]
Singles = npt.NDArray[np.float32]
Floats = npt.NDArray[np.float64]
Booleans = npt.NDArray[np.bool_]

TENS = 10
"""Points are told in tens, so that many people share one text."""
_AT_ONCE = 500_000


class By(IntEnum):
    """What stopped somebody; the first five are in the order in which they bind."""

    NOTHING_OFFERED = 0
    OUT_OF_REACH = 1
    REFUSED = 2
    REFERRED = 3
    NO_CONSENT = 4
    NO_WEEK = 5
    TRAVEL = 6
    CONTRACT = 7
    OTHERS = 8
    EQUALS = 9
    FLOOR = 10


WELCOME = 5
"""Column of ``Stopped.near`` of people whom nothing keeps from a pool."""
_NOTHING_OFFERED, _OUT_OF_REACH, _REFUSED, _REFERRED, _NO_CONSENT, _NO_WEEK = range(6)
_TRAVEL, _CONTRACT, _OTHERS, _EQUALS, _FLOOR = range(6, 11)


class Stopped(NamedTuple):
    """What stopped people, one entry each.

    ``by`` is of ``By``. ``pool`` and ``week`` are of the slot that came nearest, ``worth`` and
    ``price`` what it is worth and asks, in tens of points; where there is no open week, ``week`` is
    the last one with a slot that would welcome the person.
    """

    by: npt.NDArray[np.int8]
    pool: Shorts
    week: Shorts
    worth: Shorts
    price: Shorts


# What is looked at of a pool, side by side in memory: the weeks in which it has units, as bits, the
# last of them (-1 for none), and the least that any of its units asks.
_POOL = np.dtype(
    [
        ("weeks", np.uint64),
        ("least", np.float64),
        ("last", np.int32),
        ("profile", np.int32),
        ("site_holder", np.int32),
        ("provider_holder", np.int32),
    ]
)


class _View(NamedTuple):
    """What is looked at, by its name in ``Market`` and ``Prices``."""

    group: Shorts
    kind: Shorts
    closed: npt.NDArray[np.uint64]
    fitness: Shorts
    holder: Shorts
    free: Booleans
    max_minutes: Singles
    max_miles: Singles
    floor: Shorts
    deprived: Booleans
    start: Longs
    pool: Shorts
    minutes: Singles
    miles: Singles
    fits: npt.NDArray[np.int8]
    pools: npt.NDArray[np.void]  # of ``_POOL``
    curves: Floats
    minute_points: float
    asked: Floats  # prices of cells with their lines', shape (pools, weeks); inf without units
    own: Floats  # prices of cells alone
    top: Floats  # points of the best week of each kind
    offered: Booleans  # by group
    shift: Floats


def stopped(market: Market, prices: Prices, people: Shorts, left: Shorts) -> tuple[Stopped, Longs]:
    """Find what stopped each of the given people.

    Args:
        market: both sides.
        prices: final prices.
        people: places in ``People`` of those with anybody left out.
        left: how many of each are.

    Returns:
        What stopped them, and how many of them stand how to each pool: shape (pools, 6), columns
        as in ``By`` but the last, which is ``WELCOME``.
    """
    view = _view(market, prices)
    many = len(people)
    found = Stopped(np.empty(many, np.int8), *(np.empty(many, np.int32) for _ in range(4)))

    def piece(begin: int) -> Longs:
        near = np.zeros((len(market.pools.line), WELCOME + 1), np.int64)
        _look(view, people, left, begin, min(begin + _AT_ONCE, many), found, near)
        return near

    with ThreadPoolExecutor() as threads:
        parts = threads.map(piece, range(0, many, _AT_ONCE))
        near = sum(parts, np.zeros((len(market.pools.line), WELCOME + 1), np.int64))
    return found, near


def _view(market: Market, prices: Prices) -> _View:
    people, roads, pools = market.people, market.roads, market.pools
    has = pools.units > 0
    week = np.arange(market.weeks)
    asked = np.where(has, prices.at_cells(market), np.inf)
    table = np.zeros(len(pools.line), _POOL)
    table["weeks"] = (has.astype(np.uint64) << week.astype(np.uint64)).sum(1, dtype=np.uint64)
    table["least"] = asked.min(axis=1, initial=np.inf)
    table["last"] = np.where(has, week, -1).max(axis=1, initial=-1)
    for name in ("profile", "site_holder", "provider_holder"):
        table[name] = getattr(pools, name)
    return _View(
        people.group, people.kind, people.closed, people.fitness, people.holder, people.free,
        people.max_minutes, people.max_miles, people.floor, people.deprived,
        roads.start, roads.pool, roads.minutes, roads.miles,
        market.fits, table, market.curves, float(market.minute_points), asked, prices.cell,
        market.curves.max(axis=1, initial=-np.inf),
        market.offered[roads.specialty], prices.shift(market),
    )  # fmt: skip


@njit_loop
def _look(
    v: _View, people: Shorts, left: Shorts, begin: int, end: int, found: Stopped, near: Longs
) -> None:
    for at in range(begin, end):
        person = people[at]
        by, pool, week, best, value = _nearest(v, person, left[at], near)
        found.pool[at], found.week[at], found.worth[at], found.price[at] = pool, week, 0, 0
        if not v.offered[v.group[person]]:
            by = _NOTHING_OFFERED
        elif by == _NO_WEEK and pool >= 0:
            by = _TRAVEL
            if best > 0:
                asks = v.asked[pool, week]
                found.worth[at], found.price[at] = _tens(value), _tens(asks)
                shift = v.shift[v.floor[person], np.int64(v.deprived[person])]
                by = _outbid(value, asks, v.own[pool, week], shift)
        found.by[at] = by


@njit(cache=True, nogil=True, inline="always")
def _tens(points: float) -> int:
    return int(np.floor(points / TENS + 0.5))


@njit_loop
def _outbid(value: float, asks: float, own: float, shift: float) -> int:
    """Say who or what took the nearest slot: a limit on money, a floor, or other people."""
    if own <= 0 < asks:
        return _CONTRACT
    if value - asks >= 1:
        return _FLOOR if shift < 0 else _EQUALS
    return _OTHERS if asks - value >= 1 else _EQUALS


@njit(cache=True, nogil=True, inline="always")
def _nearest(v: _View, person: int, many: int, near: Longs) -> tuple[int, int, int, float, float]:
    """Find the slot with the best value less price, and what stops the person where none is.

    Returns what stops, the pool, its week, the most that any slot is worth, and what that one is.
    """
    by, at, week, last = _OUT_OF_REACH, -1, -1, -1
    net, most, worth = -np.inf, -np.inf, 0.0
    own, kind, shut = v.group[person], v.kind[person], v.closed[person]
    for road in range(v.start[own], v.start[own + 1]):
        here = v.pool[road]
        pool = v.pools[here]
        if pool.last < 0:
            continue
        standing = _standing(v, person, road, pool)
        near[here, standing] += many
        by = max(by, standing)
        if standing != _NO_WEEK:
            continue
        last = max(last, pool.last)
        travel = v.minute_points * v.minutes[road]
        if most > 0 and v.top[kind] - travel - pool.least <= net:
            continue
        open_weeks = pool.weeks & ~shut
        for t in range(v.curves.shape[1]):
            if open_weeks >> np.uint64(t) & np.uint64(1):
                value = v.curves[kind, t] - travel
                most = max(most, value)
                if value - v.asked[here, t] > net:
                    net, at, week, worth = value - v.asked[here, t], here, t, value
    return by, at, last if at < 0 else week, most, worth


@njit(cache=True, nogil=True, inline="always")
def _standing(v: _View, person: int, road: int, pool: Any) -> int:
    """Say how a person stands to the pool at the end of a road; ``_NO_WEEK`` is welcome."""
    if v.minutes[road] > v.max_minutes[person] or v.miles[road] > v.max_miles[person]:
        return _OUT_OF_REACH
    verdict = v.fits[v.fitness[person], pool.profile]
    if verdict != ACCEPT:
        return _REFUSED if verdict == REFUSE else _REFERRED
    holder = v.holder[person]
    if v.free[person] or holder in (pool.site_holder, pool.provider_holder):
        return _NO_WEEK
    return _NO_CONSENT
