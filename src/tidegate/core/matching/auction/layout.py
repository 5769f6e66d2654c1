"""Laying a part of a market out for bidding, and reading prices and people back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
import polars as pl

from tidegate.core.matching.auction.stalls import (
    BID,
    CELL,
    FAR,
    GROUP,
    LINE,
    PAD,
    PERSON,
    POOL,
    ROAD,
    Stalls,
)
from tidegate.core.matching.market.codes import dense
from tidegate.core.matching.njit_loop import njit_loop

if TYPE_CHECKING:
    from tidegate.core.matching.auction.parts import Part
    from tidegate.core.matching.market.market import Market

Shorts = npt.NDArray[np.int32]
Longs = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
_LARGEST = 1 << 26
_DEAREST = 1 << 27


@dataclass(frozen=True, slots=True)
class Supply:
    """What an auction sells, accepted transfers taken off.

    Attributes:
        people: how many want a slot, by people of the market.
        units: by pool and week of the market.
        prepaid, cap: by line.
    """

    people: Shorts
    units: Shorts
    prepaid: Longs
    cap: Longs


def thinned(supply: Supply, every: int) -> Supply:
    """Keep one in ``every`` people, evenly over groups and turns, and one in ``every`` units."""
    people = np.cumsum(supply.people, dtype=np.int64) // every
    start = np.arange(len(supply.units))[:, None] % every
    units = (start + np.cumsum(supply.units, axis=1, dtype=np.int64)) // every
    return Supply(
        np.diff(people, prepend=0).astype(np.int32),
        np.diff(units, axis=1, prepend=0).astype(np.int32),
        supply.prepaid // every,
        supply.cap // every,
    )


def steps_per_point(market: Market, stay_points: float) -> float:
    """Return a power of two under which the largest value still counts in 32 bits."""
    most = max(float(np.abs(market.curves).max(initial=1.0)) + stay_points, 1.0)
    return float(2.0 ** np.floor(np.log2(_LARGEST / most)))


def usual_weeks(market: Market) -> Floats:
    """Take what weeks are worth to the person in the middle, less what the least one is worth."""
    if not len(market.people.row):
        return np.zeros(market.weeks)
    many = np.bincount(market.people.kind, market.people.count, len(market.curves))
    order = np.argsort(market.curves.max(axis=1), kind="stable")
    worth = market.curves[order[np.searchsorted(np.cumsum(many[order]), many.sum() / 2)]]
    usual: Floats = worth - worth.min()
    return usual


def lay_out(
    market: Market, part: Part, supply: Supply, incumbent: Shorts, *, scale: float, stay: float
) -> tuple[Stalls, Longs, Shorts]:
    """Lay one part out; also return the market's line of each line and the row of each person.

    ``incumbent`` is by people of the market, as cells of the market (pool × weeks + week) or -1.
    """
    pools = market.pools
    of_pools = np.unique(pools.line[part.pools]).astype(np.int64)
    lines: Longs = of_pools[of_pools >= 0]
    width = -(-market.weeks // PAD) * PAD
    units = np.zeros((len(part.pools), width), np.int32)
    units[:, : market.weeks] = supply.units[part.pools]
    price = np.where(units > 0, 0, FAR).astype(np.int32)
    members = part.members(market)
    # Each row is as many people here as still want a slot.
    rows = np.repeat(members, supply.people[members])
    people = _people(market, part, rows, incumbent, width)
    curves = _curves(market, rows, people, scale, width)
    usual = np.zeros(width, np.int32)
    usual[: market.weeks] = np.rint(usual_weeks(market) * scale)
    stalls = Stalls(
        people=people,
        groups=_groups(market, part, supply),
        roads=_roads(market, part, scale),
        pools=_pools(market, part, lines, price - usual),
        cells=_cells(units),
        bids=np.zeros(int(units.sum()) + 1, BID),
        lines=_lines(market, part, lines, supply),
        price=price,
        least=np.full(units.shape, FAR, np.int32),
        curves=curves,
        usual=usual,
        top=curves.max(axis=1, initial=-FAR),
        lead=(curves - usual).max(axis=1, initial=-2 * FAR),
        fits=market.fits,
        shift=np.zeros((len(market.floors) + 1, 2), np.int32),
        stay=np.full(1, np.rint(stay * scale), np.int32),
    )
    return stalls, lines, rows


def _people(
    market: Market, part: Part, rows: Shorts, incumbent: Shorts, width: int
) -> npt.NDArray[np.void]:
    """Give everybody a record of their own."""
    source = market.people
    people = np.zeros(len(rows), PERSON)
    _write(
        people, rows, _places(part.groups, len(market.roads.specialty)), source.group,
        source.fitness, source.holder, source.free, source.max_minutes, source.max_miles,
        source.floor, source.deprived, len(market.floors), incumbent, market.weeks,
        _places(part.pools, len(market.pools.line)), width,
    )  # fmt: skip
    return people


def _places(members: Longs, size: int) -> Shorts:
    """Return the place of each member among them; -1 for whatever of 0 … ``size`` - 1 is none."""
    place = np.full(size, -1, np.int32)
    place[members] = np.arange(len(members), dtype=np.int32)
    return place


@njit_loop
def _write(
    people, rows, group_place, group, fitness, holder, free, max_minutes, max_miles, floor,
    deprived, no_floor, incumbent, weeks, pool_place, width,
):  # fmt: skip
    for at in range(rows.shape[0]):
        row, person = rows[at], people[at]
        person.group = group_place[group[row]]
        person.fitness, person.holder, person.free = fitness[row], holder[row], free[row]
        person.max_minutes, person.max_miles = max_minutes[row], max_miles[row]
        person.floor = no_floor if floor[row] < 0 else floor[row]
        person.deprived = deprived[row]
        person.at = person.incumbent = -1
        cell = incumbent[row]
        # A promise for other care than the patient waits for now is none.
        if cell >= 0 and pool_place[cell // weeks] >= 0:
            person.incumbent = pool_place[cell // weeks] * width + cell % weeks


def _curves(
    market: Market, rows: Shorts, people: npt.NDArray[np.void], scale: float, width: int
) -> Shorts:
    """Say what each week is worth, in steps, to each kind of people who can come in like weeks."""
    source = market.people
    closed = source.closed[rows]
    shut = pl.Series(closed).unique().sort().to_numpy()
    key = np.searchsorted(shut, closed)
    key += source.kind[rows].astype(np.int64) * len(shut)
    people["kind"], kinds = dense(key, len(market.curves) * len(shut))
    curves = np.full((len(kinds), width), -FAR, np.int32)
    if len(kinds):
        bits = shut[kinds % len(shut), None] >> np.arange(market.weeks, dtype=np.uint64)
        worth = np.rint(market.curves[kinds // len(shut)] * scale)
        curves[:, : market.weeks] = np.where(bits & np.uint64(1), -FAR, worth)
    return curves


def _groups(market: Market, part: Part, supply: Supply) -> npt.NDArray[np.void]:
    roads = market.roads
    before = np.concatenate([[0], np.cumsum(supply.people)])
    counts = before[roads.people[1:]] - before[roads.people[:-1]]
    groups = np.zeros(len(part.groups) + 1, GROUP)
    groups["road"][1:] = np.cumsum(np.diff(roads.start)[part.groups])
    groups["person"][1:] = np.cumsum(counts[part.groups])
    groups["specialty"][:-1] = roads.specialty[part.groups]
    return groups


def _roads(market: Market, part: Part, scale: float) -> npt.NDArray[np.void]:
    source = market.roads
    first, size = source.start[part.groups], np.diff(source.start)[part.groups]
    rows = np.repeat(first - np.concatenate([[0], np.cumsum(size)[:-1]]), size)
    rows = rows + np.arange(int(size.sum()))
    roads = np.zeros(len(rows), ROAD)
    roads["pool"] = _places(part.pools, len(market.pools.line))[source.pool[rows]]
    roads["minutes"], roads["miles"] = source.minutes[rows], source.miles[rows]
    cost = source.minutes[rows].astype(np.float64) * market.minute_points * scale
    roads["cost"] = np.rint(np.minimum(cost, _DEAREST))
    return roads


def _pools(market: Market, part: Part, lines: Longs, above: Shorts) -> npt.NDArray[np.void]:
    pools = np.zeros(len(part.pools), POOL)
    for name in ("profile", "site_holder", "provider_holder"):
        pools[name] = getattr(market.pools, name)[part.pools]
    line = market.pools.line[part.pools]
    pools["line"] = np.where(line >= 0, np.searchsorted(lines, line), len(lines))
    pools["low"] = above.min(axis=1, initial=FAR)
    return pools


def _cells(units: Shorts) -> npt.NDArray[np.void]:
    cells = np.zeros(units.size, CELL)
    cells["units"] = units.ravel()
    cells["shelf"][1:] = np.cumsum(units.ravel()[:-1])
    return cells


def _lines(market: Market, part: Part, lines: Longs, supply: Supply) -> npt.NDArray[np.void]:
    table = np.zeros(len(lines) + 1, LINE)
    table["end"] = -1
    mine = market.pools.line[part.pools]
    in_order = np.argsort(mine, kind="stable")
    # A line's pools stand together in the market, and so they do here.
    first = in_order[np.searchsorted(mine[in_order], lines)] if len(lines) else lines
    table["first"][:-1] = first
    table["end"][:-1] = first + np.array([(mine == line).sum() for line in lines], np.int64)
    table["prepaid"][:-1] = np.minimum(supply.prepaid[lines], FAR)
    table["cap"][:-1] = np.minimum(supply.cap[lines], FAR)
    return table
