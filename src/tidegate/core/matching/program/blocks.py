"""A problem made small without loss: classes of like people against pools of like offers.

Pathways are the same to the objective when they see the same sites at the same distance and value
every week alike; they form a class. A block holds the people and pools of one modality and
treatment function. All orders are made from the codes, never from the order of the rows.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
import polars as pl

from tidegate.core.matching.market.people import closed
from tidegate.core.matching.program.pools import Cells, Pool, make_cells, make_pools
from tidegate.core.matching.program.reach import Reach, reach_of
from tidegate.core.matching.program.standing import Standing, positions, standings
from tidegate.core.matching.value import week_values

if TYPE_CHECKING:
    from tidegate.core.matching.policy import Policy
    from tidegate.core.matching.problem import Problem

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]
Booleans = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Block:
    """The people of one modality and treatment function, and the pools that treat them.

    Attributes:
        modality, tfc: what the block is about.
        rows: rows of the problem's pathways.
        row_class: the class of each of those rows.
        pools: the pools, as positions in the problem's list of them.
        weeks: weeks in which any of the pools has an offer.
        cells: cell of each pool and week, shape (pools, weeks), -1 where there are no units.
        empty: cells of offers without any units, laid out alike; they are priced all the same.
        travel_points: points lost by travelling, shape (places, pools); inf where not welcome.
        minutes: travel, shape (places, pools); NaN where unreachable.
        week_value: points by week before travel, shape (kinds, weeks); -inf where they cannot come.
        place, kind, count: of each class.
    """

    modality: str
    tfc: str
    rows: Integers
    row_class: Integers
    pools: Integers
    weeks: Integers
    cells: Integers
    empty: Integers
    travel_points: Floats
    minutes: Floats
    week_value: Floats
    place: Integers
    kind: Integers
    count: Integers


@dataclass(frozen=True, slots=True)
class Condensed:
    """Everything that the solver looks at."""

    pools: tuple[Pool, ...]
    cells: Cells
    blocks: tuple[Block, ...]
    reach: Reach


def condense(problem: Problem, policy: Policy) -> Condensed:
    """Compress a problem; every arc of the problem stands in it exactly once."""
    pools, offer_pool = make_pools(problem.offers)
    cells = make_cells(problem, pools, offer_pool)
    zones = sorted(set(problem.pathways["zone"].to_list()))
    reach = reach_of(problem.travel, zones, sorted({pool.site for pool in pools}))
    condensed = Condensed(pools, cells, (), reach)
    pathways = problem.pathways.with_row_index("row").filter(pl.col("count") > 0)
    groups = pathways.partition_by("modality", "tfc", as_dict=True, maintain_order=True)
    blocks = tuple(
        _block(condensed, str(modality), str(tfc), groups[modality, tfc], problem.weeks, policy)
        for modality, tfc in sorted(groups)
    )
    return Condensed(pools, cells, blocks, reach)


def _block(
    condensed: Condensed,
    modality: str,
    tfc: str,
    pathways: pl.DataFrame,
    weeks: int,
    policy: Policy,
) -> Block:
    """Compress one block to classes of place (what can be reached) and kind (what it is worth)."""
    seen = [
        index
        for index, pool in enumerate(condensed.pools)
        if pool.modality == modality and tfc in pool.tfcs
    ]
    mine = [condensed.pools[index] for index in seen]
    standing = standings(pathways, mine, condensed.reach, require_consent=policy.require_consent)
    welcome = standing == Standing.WELCOME
    zone = positions(condensed.reach.zones, pathways["zone"].to_list())
    site = positions(condensed.reach.sites, [pool.site for pool in mine])
    row_place, first = _places(zone, welcome)
    row_kind, week_value = _kinds(pathways, weeks, policy)
    classes, row_class = np.unique(row_place * len(week_value) + row_kind, return_inverse=True)
    count = np.bincount(row_class, weights=pathways["count"].to_numpy()).astype(np.int64)
    minutes = condensed.reach.minutes[zone[first]][:, site]
    travel_points = np.where(welcome[first], policy.minute_points * minutes, np.inf)
    grid, open_weeks = _grid(condensed.cells, np.array(seen, np.int64))
    units = np.where(grid >= 0, np.append(condensed.cells.units, 0)[grid], -1)
    return Block(
        modality, tfc,
        rows=pathways["row"].to_numpy().astype(np.int64), row_class=row_class.astype(np.int64),
        pools=np.array(seen, np.int64), weeks=open_weeks,
        cells=np.where(units > 0, grid, -1), empty=np.where(units == 0, grid, -1),
        travel_points=travel_points, minutes=minutes, week_value=week_value[:, open_weeks],
        place=classes // len(week_value), kind=classes % len(week_value), count=count,
    )  # fmt: skip


def _places(zone: Integers, welcome: Booleans) -> tuple[Integers, Integers]:
    """Number rows of the same zone and welcoming pools alike; also find the first of each."""
    # Most significant byte first, so that the order of places is the order of zones.
    by_zone = zone.astype(">i8").view(np.uint8).reshape(len(zone), 8)
    rows = np.ascontiguousarray(np.hstack([by_zone, np.packbits(welcome, axis=1)]))
    whole = rows.view(np.dtype((np.void, rows.shape[1]))).ravel()
    _, first, number = np.unique(whole, return_index=True, return_inverse=True)
    return number.astype(np.int64), first.astype(np.int64)


def _kinds(pathways: pl.DataFrame, weeks: int, policy: Policy) -> tuple[Integers, Floats]:
    """Group rows by their value in every week; -inf in weeks in which they cannot come."""
    facts = pathways.select(
        "priority", "weeks_waited", closed=pl.Series(closed(pathways, weeks), dtype=pl.UInt64)
    )
    unique = facts.unique().sort(facts.columns)
    bits = np.arange(weeks, dtype=np.uint64)
    rows = []
    for priority, waited, shut in unique.iter_rows():
        row = week_values(policy, priority, waited, weeks)
        row[(np.uint64(shut) >> bits) & np.uint64(1) > 0] = -np.inf
        rows.append(row)
    values, group = np.unique(np.array(rows), axis=0, return_inverse=True)
    numbered = unique.with_columns(kind=pl.Series(group.ravel().astype(np.int64)))
    joined = facts.join(numbered, on=facts.columns, how="left", maintain_order="left")
    return joined["kind"].to_numpy().astype(np.int64), values


def _grid(cells: Cells, seen: Integers) -> tuple[Integers, Integers]:
    """Lay out the cells by pool and week; also list the weeks."""
    mine = np.flatnonzero(np.isin(cells.pool, seen))
    weeks = np.unique(cells.week[mine])
    grid = np.full((len(seen), len(weeks)), -1, np.int64)
    grid[np.searchsorted(seen, cells.pool[mine]), np.searchsorted(weeks, cells.week[mine])] = mine
    return grid, weeks
