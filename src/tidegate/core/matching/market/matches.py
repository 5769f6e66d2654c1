"""From people in cells to people in offers: the units of a cell are handed out by name."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numba
import numpy as np
import numpy.typing as npt
import polars as pl

from tidegate.core.matching.result import ASSIGNMENTS

if TYPE_CHECKING:
    from tidegate.core.matching.market.market import Market, People, Roads
    from tidegate.core.matching.problem import Problem

Shorts = npt.NDArray[np.int32]
Longs = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Placements:
    """Who is placed where, one entry for each person (or row of people) and cell.

    Attributes:
        person: place in ``People``, int64.
        cell: pool × weeks + week, int64.
        count: people, int64; of a row of several some may be placed here and some there.
    """

    person: Longs
    cell: Longs
    count: Longs


@dataclass(frozen=True, slots=True)
class Matches:
    """Who has which slot, one entry for each person (or row of people) and offer.

    Entries stand in the order of ``People``, those of one row in order of the offers' names.

    Attributes:
        person: place in ``People``, int64.
        offer: row of the problem's offers, int64.
        count: people, int64.
        value: points for each of them, without price.
        minutes: of travel.
    """

    person: Longs
    offer: Longs
    count: Longs
    value: Floats
    minutes: Floats

    def frame(self, problem: Problem, market: Market) -> pl.DataFrame:
        """Name the matches; columns ``ASSIGNMENTS``."""
        rows = market.people.row[self.person]
        columns = {
            "pathway_id": problem.pathways["pathway_id"].gather(rows),
            "offer_id": problem.offers["offer_id"].gather(self.offer),
            "count": pl.Series(self.count.astype(np.int32)),
            "value": self.value,
            "minutes": self.minutes,
        }
        return pl.DataFrame(columns, schema_overrides=dict(ASSIGNMENTS))


def hand_out(problem: Problem, market: Market, placements: Placements) -> Matches:
    """Hand each cell's units out: people in their order, offers in order of their names.

    Raises:
        ValueError: a cell has fewer units than people.
    """
    weeks = market.weeks
    cells = market.pools.units.size
    week = problem.offers["week"].to_numpy()
    by_name = problem.offers["offer_id"].arg_sort().to_numpy()
    offers = by_name[np.argsort(_cell_of(market, week)[by_name], kind="stable")]
    entries = np.lexsort((placements.person, placements.cell))
    who, offer, count = _pair(
        entries, placements.cell, placements.count, offers, _starts(market, week, cells),
        problem.offers["units"].to_numpy().astype(np.int64),
    )  # fmt: skip
    if count.sum() != placements.count.sum():
        raise ValueError("a cell has fewer units than people")
    in_order = np.lexsort((_place(by_name)[offer], placements.person[who]))
    who, offer, count = who[in_order], offer[in_order], count[in_order]
    person, cell = placements.person[who], placements.cell[who]
    road = find_roads(market.people, market.roads, person, cell // weeks)
    minutes = problem.travel["minutes"].gather(market.roads.journey[road]).to_numpy()
    value = market.curves[market.people.kind[person], cell % weeks]
    value = value - market.minute_points * minutes
    return Matches(person, offer, count, value, minutes)


def find_roads(people: People, roads: Roads, person: Longs, pool: Longs) -> Longs:
    """Find the road by which each person reaches each pool; -1 where there is none."""
    found = np.empty(len(person), np.int64)
    _find(people.group, roads.start, roads.pool, person, pool, found)
    return found


def _place(order: Longs) -> Longs:
    place = np.empty_like(order)
    place[order] = np.arange(len(order))
    return place


def _cell_of(market: Market, week: Shorts) -> Longs:
    return market.pools.offer_pool.astype(np.int64) * market.weeks + week


def _starts(market: Market, week: Shorts, cells: int) -> Longs:
    starts = np.zeros(cells + 1, np.int64)
    np.cumsum(np.bincount(_cell_of(market, week), minlength=cells), out=starts[1:])
    return starts


@numba.njit(cache=True, nogil=True)
def _pair(
    entries: Longs, cell: Longs, count: Longs, offers: Longs, starts: Longs, units: Longs
) -> tuple[Longs, Longs, Longs]:
    """Give entries, sorted by cell, the offers ``offers[starts[c]:starts[c + 1]]`` of theirs."""
    most = len(entries) + len(offers)
    who, what, many = np.empty(most, np.int64), np.empty(most, np.int64), np.empty(most, np.int64)
    made, at, taken, last = 0, 0, 0, -1
    for entry in entries:
        here = cell[entry]
        if here != last:
            at, taken, last = starts[here], 0, here
        left = count[entry]
        while left > 0 and at < starts[here + 1]:
            part = min(left, units[offers[at]] - taken)
            if part > 0:
                who[made], what[made], many[made] = entry, offers[at], part
                made += 1
                left -= part
                taken += part
            if taken == units[offers[at]]:
                at, taken = at + 1, 0
    return who[:made], what[:made], many[:made]


@numba.njit(cache=True, nogil=True)
def _find(
    group: Shorts, start: Longs, pool: Shorts, person: Longs, wanted: Longs, found: Longs
) -> None:
    for entry in range(len(person)):
        found[entry] = -1
        own = group[person[entry]]
        for road in range(start[own], start[own + 1]):
            if pool[road] == wanted[entry]:
                found[entry] = road
                break
