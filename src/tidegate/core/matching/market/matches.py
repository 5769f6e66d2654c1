"""From people in cells to people in offers: the units of a cell are handed out by name."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numba
import numpy as np
import numpy.typing as npt
import polars as pl

from tidegate.core.matching.market.codes import sort_by
from tidegate.core.matching.result import ASSIGNMENTS

if TYPE_CHECKING:
    from tidegate.core.matching.market.incumbents import Incumbents
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
        minutes: of travel; NaN where the journey is not known.
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
            "minutes": pl.Series(self.minutes).fill_nan(None),
        }
        return pl.DataFrame(columns, schema_overrides=dict(ASSIGNMENTS))


def hand_out(
    problem: Problem, market: Market, placements: Placements, promises: Incumbents | None = None
) -> Matches:
    """Hand each cell's units out: people in their order, offers in order of their names.

    Whoever is placed in the cell of an offer that an earlier plan has promised them gets that
    offer. A journey that is not known, as only an accepted transfer can have, costs nothing.

    Raises:
        ValueError: a cell has fewer units than people.
    """
    weeks = market.weeks
    cells = market.pools.units.size
    week = problem.offers["week"].to_numpy()
    by_name = problem.offers["offer_id"].arg_sort().to_numpy()
    offers = by_name[np.argsort(_cell_of(market, week)[by_name], kind="stable")]
    entries = _sorted(placements.person, placements.cell)
    wanted = np.full(len(placements.person), -1, np.int64)
    if promises is not None:
        same = promises.cells(problem, market)[placements.person] == placements.cell
        wanted[same] = promises.offer[placements.person[same]]
    who, offer, count = _pair(
        entries, placements.cell, placements.count, wanted, offers,
        _starts(market, week, cells), problem.offers["units"].to_numpy().astype(np.int64),
    )  # fmt: skip
    if count.sum() != placements.count.sum():
        raise ValueError("a cell has fewer units than people")
    in_order = _sorted(_place(by_name)[offer], placements.person[who])
    who, offer, count = who[in_order], offer[in_order], count[in_order]
    person, cell = placements.person[who], placements.cell[who]
    road = find_roads(market.people, market.roads, person, cell // weeks)
    known = problem.travel["minutes"].to_numpy()
    minutes = np.append(known, np.nan)[np.append(market.roads.journey, -1)[road]]
    value = market.curves[market.people.kind[person], cell % weeks]
    value = value - market.minute_points * np.nan_to_num(minutes)
    return Matches(person, offer, count, value, minutes)


def find_roads(people: People, roads: Roads, person: Longs, pool: Longs) -> Longs:
    """Find the road by which each person reaches each pool; -1 where there is none."""
    found = np.empty(len(person), np.int64)
    _find(people.group, roads.start, roads.pool, person, pool, found)
    return found


def _sorted(second: Longs, first: Longs) -> Longs:
    """Return the order of two numbers from 0 on, as ``np.lexsort`` does."""
    rows = np.arange(len(first))
    return sort_by(sort_by(rows, second), first) if len(first) else rows


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
    entries: Longs, cell: Longs, count: Longs, wanted: Longs, offers: Longs, starts: Longs,
    units: Longs,
) -> tuple[Longs, Longs, Longs]:  # fmt: skip
    """Give entries, sorted by cell, the offers ``offers[starts[c]:starts[c + 1]]`` of theirs.

    First everybody gets the offer they want, if any, as far as it goes.
    """
    most = len(entries) + len(offers)
    who, what, many = np.empty(most, np.int64), np.empty(most, np.int64), np.empty(most, np.int64)
    left, free, made = count.copy(), units.copy(), 0
    for entry in entries:
        if wanted[entry] >= 0 and free[wanted[entry]] > 0:
            part = min(left[entry], free[wanted[entry]])
            who[made], what[made], many[made] = entry, wanted[entry], part
            left[entry] -= part
            free[wanted[entry]] -= part
            made += 1
    at, last = 0, -1
    for entry in entries:
        at, last = starts[cell[entry]] if cell[entry] != last else at, cell[entry]
        while left[entry] > 0 and at < starts[last + 1]:
            part = min(left[entry], free[offers[at]])
            if part > 0:
                who[made], what[made], many[made] = entry, offers[at], part
                left[entry] -= part
                free[offers[at]] -= part
                made += 1
            at += 1 if free[offers[at]] == 0 else 0
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
