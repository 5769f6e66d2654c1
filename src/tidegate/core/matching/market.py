"""A problem made small without loss: pools of like offers, classes of like people, blocks.

Pathways are the same to the objective when they see the same sites at the same distance and value
every week alike; they form a class. Offers alike in all but week and name form a pool, and its units
of one week a cell. A block holds the people and pools of one modality and treatment function. All
orders are made from the codes, never from the order of the rows.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import polars as pl

from tidegate.core.matching.eligibility import ACCEPT, CRITERIA, judge_all
from tidegate.core.matching.policy import Policy
from tidegate.core.matching.problem import Problem
from tidegate.core.matching.reach import Reach, reach_of, within_limits
from tidegate.core.matching.value import week_values

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]
Booleans = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Cells:
    """Units of one pool in one week, over all pools.

    Attributes:
        pool: pool of each cell.
        week: week of each cell.
        units: units, merged over the offers of the cell.
        line: row of the problem's lines, or -1.
        offer_cell: the cell of each row of the problem's offers.
    """

    pool: Integers
    week: Integers
    units: Integers
    line: Integers
    offer_cell: Integers


@dataclass(frozen=True, slots=True)
class Pool:
    """Offers that differ in nothing but their week and name."""

    site: str
    provider: str
    line_id: str | None
    modality: str
    tfcs: tuple[str, ...]
    criteria: tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Block:
    """The people of one modality and treatment function, and the pools that treat them.

    Attributes:
        modality, tfc: what the block is about.
        rows: rows of the problem's pathways.
        row_class: the class of each of those rows.
        pools: the pools, as positions in the market's list.
        weeks: weeks in which any of the pools has units.
        cells: cell of each pool and week, shape (pools, weeks), -1 where there are no units.
        travel_points: points lost by travelling, shape (places, pools); inf where not allowed.
        minutes: travel, shape (places, pools).
        week_value: points by week before travel, shape (kinds, weeks); -inf where too early.
        place, kind, count: of each class.
    """

    modality: str
    tfc: str
    rows: Integers
    row_class: Integers
    pools: Integers
    weeks: Integers
    cells: Integers
    travel_points: Floats
    minutes: Floats
    week_value: Floats
    place: Integers
    kind: Integers
    count: Integers


@dataclass(frozen=True, slots=True)
class Market:
    """Everything that the solver looks at."""

    pools: tuple[Pool, ...]
    cells: Cells
    blocks: tuple[Block, ...]
    reach: Reach


def make_market(problem: Problem, policy: Policy) -> Market:
    """Compress a problem; every arc of the problem stands in it exactly once."""
    offers = problem.offers
    pools, offer_pool = _pools(offers)
    cells = _cells(problem, pools, offer_pool)
    zones = sorted(set(problem.pathways["zone"].to_list()))
    reach = reach_of(problem.travel, zones, sorted({pool.site for pool in pools}))
    profiles = sorted({pool.criteria for pool in pools}, key=repr)
    pathways = problem.pathways.with_row_index("row").filter(pl.col("count") > 0)
    groups = pathways.partition_by("modality", "tfc", as_dict=True, maintain_order=True)
    blocks = []
    for modality, tfc in sorted(groups):
        seen = [
            index
            for index, pool in enumerate(pools)
            if pool.modality == modality and tfc in pool.tfcs
        ]
        members = _Members(groups[modality, tfc], problem.weeks, policy)
        blocks.append(members.block(str(modality), str(tfc), np.array(seen, np.int64), pools,
                                    cells, reach, profiles))  # fmt: skip
    return Market(pools, cells, tuple(blocks), reach)


def _pools(offers: pl.DataFrame) -> tuple[tuple[Pool, ...], Integers]:
    keys = [
        Pool(
            row["site"],
            row["provider"],
            row["line_id"],
            row["modality"],
            tuple(sorted(set(row["tfcs"]))),
            tuple(
                tuple(sorted(set(row[name]))) if isinstance(row[name], list) else row[name]
                for name in CRITERIA
            ),
        )
        for row in offers.iter_rows(named=True)
    ]
    pools = sorted(set(keys), key=repr)
    position = {pool: index for index, pool in enumerate(pools)}
    return tuple(pools), np.array([position[key] for key in keys], np.int64)


def _cells(problem: Problem, pools: tuple[Pool, ...], offer_pool: Integers) -> Cells:
    week = problem.offers["week"].to_numpy().astype(np.int64)
    key = offer_pool * problem.weeks + week
    distinct, offer_cell = np.unique(key, return_inverse=True)
    units = np.bincount(
        offer_cell, weights=problem.offers["units"].to_numpy(), minlength=len(distinct)
    ).astype(np.int64)
    line_row = {line: row for row, line in enumerate(problem.lines["line_id"].to_list())}
    pool_line = np.array([line_row.get(pool.line_id or "", -1) for pool in pools], np.int64)
    pool = distinct // problem.weeks
    return Cells(
        pool, distinct % problem.weeks, units, pool_line[pool], offer_cell.astype(np.int64)
    )


class _Members:
    """The pathways of one block, on their way to classes."""

    def __init__(self, pathways: pl.DataFrame, weeks: int, policy: Policy) -> None:
        self.pathways = pathways
        self.weeks = weeks
        self.policy = policy

    def block(
        self,
        modality: str,
        tfc: str,
        seen: Integers,
        pools: tuple[Pool, ...],
        cells: Cells,
        reach: Reach,
        profiles: list[tuple[object, ...]],
    ) -> Block:
        """Compress the members to classes of place (what they can reach) and kind (its value)."""
        mine = [pools[index] for index in seen]
        grid, weeks = _grid(cells, seen)
        zone = _positions(reach.zones, self.pathways["zone"])
        site = np.array([reach.sites.index(pool.site) for pool in mine], np.int64)
        allowed = self._allowed(mine, zone, site, reach, profiles)
        place, first = _distinct_rows(
            np.column_stack([zone.view(np.uint8).reshape(len(zone), -1)[:, ::-1],
                             np.packbits(allowed, axis=1)])
        )  # fmt: skip
        kind, values = self._kinds()
        key = place * len(values) + kind
        distinct, row_class = np.unique(key, return_inverse=True)
        count = np.bincount(row_class, weights=self.pathways["count"].to_numpy())
        minutes = reach.minutes[zone[first]][:, site]
        points = np.where(allowed[first], self.policy.minute_points * minutes, np.inf)
        return Block(
            modality, tfc,
            rows=self.pathways["row"].to_numpy().astype(np.int64),
            row_class=row_class.astype(np.int64),
            pools=seen, weeks=weeks, cells=grid,
            travel_points=points, minutes=minutes, week_value=values[:, weeks],
            place=distinct // len(values), kind=distinct % len(values),
            count=count.astype(np.int64),
        )  # fmt: skip

    def _allowed(
        self,
        mine: list[Pool],
        zone: Integers,
        site: Integers,
        reach: Reach,
        profiles: list[tuple[object, ...]],
    ) -> Booleans:
        frame = self.pathways
        limits = [
            frame[name].cast(pl.Float64).fill_null(np.nan).to_numpy()
            for name in ("travel_max_minutes", "travel_max_miles")
        ]
        allowed = within_limits(reach.minutes[zone][:, site], reach.miles[zone][:, site], *limits)
        profile = np.array([profiles.index(pool.criteria) for pool in mine], np.int64)
        allowed &= judge_all(frame, profiles)[:, profile] == ACCEPT
        if self.policy.require_consent:
            allowed &= own_offers(frame["holder"], mine) | (
                frame["consent"].fill_null(value=False).to_numpy()[:, None]
            )
        return allowed

    def _kinds(self) -> tuple[Integers, Floats]:
        """Group members by their value in every week; -inf before their earliest week."""
        facts = self.pathways.select(
            "priority", "weeks_waited", pl.col("earliest_week").clip(upper_bound=self.weeks)
        )
        unique = facts.unique().sort(facts.columns)
        rows = []
        for priority, waited, earliest in unique.iter_rows():
            row = week_values(self.policy, priority, waited, self.weeks)
            row[:earliest] = -np.inf
            rows.append(row)
        values, group = np.unique(np.array(rows), axis=0, return_inverse=True)
        unique = unique.with_columns(kind=pl.Series(group.ravel().astype(np.int64)))
        joined = facts.join(unique, on=facts.columns, how="left", maintain_order="left")
        return joined["kind"].to_numpy().astype(np.int64), values


def own_offers(holder: pl.Series, pools: list[Pool]) -> Booleans:
    """Say which pools belong to the holder of each pathway, shape (pathways, pools)."""
    own = np.zeros((len(holder), len(pools)), dtype=np.bool_)
    for column, pool in enumerate(pools):
        own[:, column] = holder.is_in([pool.provider, pool.site]).fill_null(value=False).to_numpy()
    return own


def _grid(cells: Cells, seen: Integers) -> tuple[Integers, Integers]:
    mine = np.flatnonzero(np.isin(cells.pool, seen) & (cells.units > 0))
    weeks = np.unique(cells.week[mine])
    grid = np.full((len(seen), len(weeks)), -1, np.int64)
    grid[np.searchsorted(seen, cells.pool[mine]), np.searchsorted(weeks, cells.week[mine])] = mine
    return grid, weeks


def _positions(codes: tuple[str, ...], series: pl.Series) -> Integers:
    position = {code: index for index, code in enumerate(codes)}
    return np.array([position[code] for code in series.to_list()], np.int64)


def _distinct_rows(rows: npt.NDArray[np.uint8]) -> tuple[Integers, Integers]:
    """Number equal rows of bytes alike: the number of each row, and the first row of each number."""
    whole = np.ascontiguousarray(rows).view(np.dtype((np.void, rows.shape[1]))).ravel()
    _, first, number = np.unique(whole, return_index=True, return_inverse=True)
    return number.astype(np.int64), first.astype(np.int64)
