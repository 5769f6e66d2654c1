"""Offers put together: pools of offers alike in all but week and name, and cells of their units."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from tidegate.core.matching.eligibility import CRITERIA

if TYPE_CHECKING:
    import polars as pl

    from tidegate.core.matching.problem import Problem

Integers = npt.NDArray[np.int64]


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


def make_pools(offers: pl.DataFrame) -> tuple[tuple[Pool, ...], Integers]:
    """Group offers into pools, ordered by what they are; also return the pool of each offer."""
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


def make_cells(problem: Problem, pools: tuple[Pool, ...], offer_pool: Integers) -> Cells:
    """Merge the units of a pool's week into one cell."""
    week = problem.offers["week"].to_numpy().astype(np.int64)
    distinct, offer_cell = np.unique(offer_pool * problem.weeks + week, return_inverse=True)
    units = np.bincount(
        offer_cell, weights=problem.offers["units"].to_numpy(), minlength=len(distinct)
    ).astype(np.int64)
    line_row = {line: row for row, line in enumerate(problem.lines["line_id"].to_list())}
    pool_line = np.array([line_row.get(pool.line_id or "", -1) for pool in pools], np.int64)
    pool = distinct // problem.weeks
    line = pool_line[pool] if len(pools) else pool
    return Cells(pool, distinct % problem.weeks, units, line, offer_cell.astype(np.int64))
