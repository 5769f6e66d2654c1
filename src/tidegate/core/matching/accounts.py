"""What a plan makes of offers, contract lines and budgets, and whether every limit is kept."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
import polars as pl

from tidegate.core.matching.result import CONTRACTS, OFFER_USE

if TYPE_CHECKING:
    from tidegate.core.matching.left_out import LeftOut
    from tidegate.core.matching.market.incumbents import Incumbents
    from tidegate.core.matching.market.market import Market
    from tidegate.core.matching.market.matches import Matches
    from tidegate.core.matching.market.prices import Prices
    from tidegate.core.matching.payers import Payers
    from tidegate.core.matching.problem import Problem

Longs = npt.NDArray[np.int64]
_ROUNDING = 1e-9


def used_units(problem: Problem, matches: Matches) -> Longs:
    """Count the units used of each of the problem's offers."""
    return _totals(matches.offer, matches.count, problem.offers.height)


def line_use(problem: Problem, used: Longs) -> Longs:
    """Count the units used on each of the problem's lines in each week; shape (lines, weeks)."""
    of_line = _lines_of(problem)
    at = of_line * problem.weeks + problem.offers["week"].to_numpy()
    here = of_line >= 0
    size = problem.lines.height * problem.weeks
    return _totals(at[here], used[here], size).reshape(problem.lines.height, problem.weeks)


def _lines_of(problem: Problem) -> Longs:
    lines = problem.lines.select("line_id").with_row_index("line")
    of_line = problem.offers.select("line_id").join(
        lines, on="line_id", how="left", maintain_order="left"
    )
    return of_line["line"].cast(pl.Int64).fill_null(-1).to_numpy()


def _totals(row: Longs, count: Longs, rows: int) -> Longs:
    return np.bincount(row, count, rows).astype(np.int64)


def offer_use(
    problem: Problem, market: Market, prices: Prices, used: Longs, left: LeftOut
) -> pl.DataFrame:
    """Return one row per offer: used, unused, its price and why units are unused.

    Columns ``OFFER_USE``, sorted by offer.
    """
    pool = market.pools.offer_pool
    causes = left.causes(np.append(prices.line, 0.0)[market.pools.line])
    frame = problem.offers.select(
        "offer_id",
        "units",
        pl.Series("used", used),
        pl.Series("unused", problem.offers["units"].to_numpy() - used),
        pl.Series("price", prices.cell[pool, problem.offers["week"].to_numpy()]),
        causes.gather(pool).alias("cause"),
    ).with_columns(pl.when(pl.col("unused") > 0).then("cause"))
    return frame.cast(dict(OFFER_USE)).select(list(OFFER_USE)).sort("offer_id")  # type: ignore[arg-type]


def contracts(problem: Problem, payers: Payers, prices: Prices, used: Longs) -> pl.DataFrame:
    """Return one row per line: use, spend above the minimum take, money idle below it, price."""
    idle = np.maximum(payers.prepaid - used, 0) * payers.unit_pence
    frame = problem.lines.with_columns(
        used=pl.Series(used),
        spend_pence=pl.Series(payers.spend_pence(used)),
        idle_pence=pl.Series(idle),
        price=pl.Series(prices.line),
    )
    return frame.select(list(CONTRACTS)).cast(dict(CONTRACTS)).sort("line_id")  # type: ignore[arg-type]


def violations(
    problem: Problem,
    market: Market,
    payers: Payers,
    matches: Matches,
    promises: Incumbents | None = None,
) -> dict[str, float]:
    """Recount the plan against every limit; empty when all are kept.

    Keys name what is broken and where, values by how much: people, units or pence.
    """
    people, used = market.people, used_units(problem, matches)
    placed = _totals(matches.person, matches.count, len(people.row))
    names = problem.pathways["pathway_id"]
    broken: dict[str, float] = {}

    def over(what: str, ids: pl.Series, by: Longs) -> None:
        for row in np.flatnonzero(by > 0).tolist():
            broken[f"{what} {ids[row]}"] = float(by[row])

    twice = np.flatnonzero(placed > people.count)
    over("pathway", names.gather(people.row[twice]), (placed - people.count)[twice])
    over("offer", problem.offers["offer_id"], used - problem.offers["units"].to_numpy())
    by_week = line_use(problem, used)
    on_line = by_week.sum(axis=1)
    capped = problem.lines["cap"].is_not_null().to_numpy()
    over("line", problem.lines["line_id"], np.where(capped, on_line - payers.cap, 0))
    most = problem.lines["weekly_change"].cast(pl.Float64).fill_null(math.inf).to_numpy()
    leaps = np.clip(np.abs(np.diff(by_week, axis=1)) - most[:, None], 0, None).sum(axis=1)
    over("weekly change of line", problem.lines["line_id"], leaps.astype(np.int64))
    paid = payers.payer >= 0
    spent = _totals(payers.payer[paid], payers.spend_pence(on_line)[paid], len(payers.budget_pence))
    over("budget", problem.budgets["area"], spent - payers.budget_pence)
    over("equity floor of", pl.Series(market.floors, dtype=pl.String), _short(market, matches))
    if promises is not None:
        lost = _lost(market, matches, promises)
        over("accepted", names.gather(people.row[lost]), people.count[lost].astype(np.int64))
    return broken


def _short(market: Market, matches: Matches) -> Longs:
    """Count by how many deprived people each floor is missed."""
    floor = market.people.floor[matches.person].astype(np.int64)
    floors = len(market.floors)
    inside = floor >= 0
    known = _totals(floor[inside], matches.count[inside], floors)
    inside &= market.people.deprived[matches.person]
    deprived = _totals(floor[inside], matches.count[inside], floors)
    short = np.ceil(market.floor_share * known - deprived - _ROUNDING * known)
    return np.maximum(short, 0).astype(np.int64)


def _lost(market: Market, matches: Matches, promises: Incumbents) -> Longs:
    """Find people, as places in ``People``, whose accepted transfer the plan does not keep."""
    kept = np.zeros(len(market.people.row), np.bool_)
    kept[matches.person[promises.offer[matches.person] == matches.offer]] = True
    return np.flatnonzero(promises.accepted & (promises.offer >= 0) & ~kept)
