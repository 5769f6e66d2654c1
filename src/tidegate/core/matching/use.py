"""What the plan makes of offers, contract lines and budgets, and whether every limit is kept."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
import polars as pl

from tidegate.core.matching.result import CONTRACTS, OFFER_USE, PRICES

if TYPE_CHECKING:
    from tidegate.core.matching.program.market import Market
    from tidegate.core.matching.program.payers import Payers
    from tidegate.core.matching.program.pricing import Prices
    from tidegate.core.matching.problem import Problem

Integers = npt.NDArray[np.int64]


def offer_use(
    problem: Problem,
    market: Market,
    prices: Prices,
    assignments: pl.DataFrame,
    cause: Callable[[int, float], str],
) -> pl.DataFrame:
    """Return one row per offer: used, unused, its price and why units are unused.

    ``cause`` is given the market's pool and the price of its line. Columns ``OFFER_USE``.
    """
    cell = market.cells.offer_cell
    line = market.cells.line[cell]
    line_price = np.append(prices.line, 0.0)[line]
    pool = market.cells.pool[cell]
    frame = (
        problem.offers.select("offer_id", "units")
        .with_columns(price=pl.Series(prices.cell[cell], dtype=pl.Float64))
        .with_row_index("row")
        .join(_used(assignments), on="offer_id", how="left", maintain_order="left")
        .with_columns(pl.col("used").fill_null(0))
        .with_columns(unused=pl.col("units") - pl.col("used"))
    )
    causes = [
        str(cause(int(pool[row]), float(line_price[row]))) if unused > 0 else None
        for row, unused in zip(frame["row"].to_list(), frame["unused"].to_list(), strict=True)
    ]
    frame = frame.with_columns(cause=pl.Series(causes, dtype=pl.String))
    return frame.cast(dict(OFFER_USE)).select(list(OFFER_USE)).sort("offer_id")  # type: ignore[arg-type]


def _used(assignments: pl.DataFrame) -> pl.DataFrame:
    return assignments.group_by("offer_id").agg(used=pl.col("count").sum())


def line_use(problem: Problem, assignments: pl.DataFrame) -> Integers:
    """Count the units used on each of the problem's lines."""
    used = (
        assignments.join(problem.offers.select("offer_id", "line_id"), on="offer_id", how="left")
        .group_by("line_id")
        .agg(used=pl.col("count").sum())
    )
    joined = problem.lines.select("line_id").join(
        used, on="line_id", how="left", maintain_order="left"
    )
    return joined["used"].fill_null(0).to_numpy().astype(np.int64)


def contracts(problem: Problem, payers: Payers, prices: Prices, used: Integers) -> pl.DataFrame:
    """Return one row per line: use, spend above the minimum take, money idle below it, price."""
    idle = np.maximum(payers.prepaid - used, 0) * payers.unit_pence
    frame = problem.lines.with_columns(
        used=pl.Series(used),
        spend_pence=pl.Series(payers.spend_pence(used)),
        idle_pence=pl.Series(idle),
        price=pl.Series(prices.line),
    )
    return frame.select(list(CONTRACTS)).cast(dict(CONTRACTS)).sort("line_id")  # type: ignore[arg-type]


def price_list(problem: Problem, market: Market, prices: Prices) -> pl.DataFrame:
    """List every price of the certificate; columns ``PRICES``, budgets in points per £1,000."""
    kinds = (
        ("offer", problem.offers["offer_id"], prices.cell[market.cells.offer_cell]),
        ("line", problem.lines["line_id"], prices.line),
        ("budget", problem.budgets["area"], prices.budget),
    )
    frames = [
        pl.DataFrame(
            {"kind": [kind] * len(ids), "id": ids, "price": pl.Series(price, dtype=pl.Float64)},
            schema=dict(PRICES),
        )
        for kind, ids, price in kinds
    ]
    return pl.concat(frames).sort("kind", "id")


def violations(
    problem: Problem, payers: Payers, assignments: pl.DataFrame, used: Integers
) -> dict[str, float]:
    """Recount the plan against every limit; empty when all are kept.

    Keys name what is broken and where, values by how much: people, units or pence.
    """
    broken: dict[str, float] = {}
    placed = assignments.group_by("pathway_id").agg(used=pl.col("count").sum())
    people = problem.pathways.select("pathway_id", "count").join(placed, on="pathway_id")
    _over(broken, "pathway", people["pathway_id"], people["used"], people["count"])
    units = problem.offers.select("offer_id", "units").join(_used(assignments), on="offer_id")
    _over(broken, "offer", units["offer_id"], units["used"], units["units"])
    caps = problem.lines.select("line_id", "cap").with_columns(used=pl.Series(used))
    caps = caps.drop_nulls("cap")
    _over(broken, "line", caps["line_id"], caps["used"], caps["cap"])
    paid = payers.payer >= 0
    spent = np.zeros(len(payers.budget_pence), np.int64)
    np.add.at(spent, payers.payer[paid], payers.spend_pence(used)[paid])
    _over(broken, "budget", problem.budgets["area"], pl.Series(spent), problem.budgets["pence"])
    return broken


def _over(
    broken: dict[str, float], what: str, ids: pl.Series, used: pl.Series, limit: pl.Series
) -> None:
    for id_, over in zip(ids, (used.cast(pl.Int64) - limit.cast(pl.Int64)).to_list(), strict=True):
        if over > 0:
            broken[f"{what} {id_}"] = float(over)
