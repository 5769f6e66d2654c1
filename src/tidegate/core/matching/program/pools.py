"""Offers put together: pools of offers alike in all but week and name, and cells of their units."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from tidegate.core.matching.market.pools import make_listing

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
    """Group offers into pools, in the order of ``make_listing``; also return each offer's pool."""
    weeks = 1 + int(offers["week"].max() or 0)  # type: ignore[arg-type]
    listing = make_listing(offers, weeks)
    profiles = [
        tuple(tuple(limit) if isinstance(limit, list) else limit for limit in profile)
        for profile in listing.profiles.iter_rows()
    ]
    pools = tuple(
        Pool(site, provider, line_id, modality, tuple(tfcs), profiles[profile])
        for site, provider, line_id, modality, tfcs, profile in listing.pools.select(
            "site", "provider", "line_id", "modality", "tfcs", "profile"
        ).iter_rows()
    )
    return pools, listing.offer_pool.astype(np.int64)


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
