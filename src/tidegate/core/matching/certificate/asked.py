"""The prices of a plan, as they are given and refused where they could prove nothing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

if TYPE_CHECKING:
    from tidegate.core.matching.certificate.numbers import Array
    from tidegate.core.matching.policy import Policy
    from tidegate.core.matching.problem import Problem

PENCE_PER_THOUSAND_POUNDS = 100_000
_NEVER_BELOW_NOUGHT = ("offer", "budget", "equity")


@dataclass(frozen=True, slots=True)
class Asked:
    """What each thing costs, in points.

    Attributes:
        offer: price of each offer alone, in the problem's order.
        slot: price of each offer and of its contract line.
        line, budget, equity: id and price.
    """

    offer: Array
    slot: Array
    line: pl.DataFrame
    budget: pl.DataFrame
    equity: pl.DataFrame


def read_prices(problem: Problem, prices: pl.DataFrame) -> Asked:
    """Look the prices up; what is missing costs nothing.

    Raises:
        ValueError: a price is below 0 that must not be, is no number, or is given twice.
    """
    kinds = {kind: _of(prices, kind) for kind in ("offer", "line", "budget", "equity")}
    for kind, frame in kinds.items():
        if not frame["price"].is_finite().all():
            raise ValueError(f"every price of kind {kind} must be a number")
        if frame["id"].is_duplicated().any():
            raise ValueError(f"no {kind} may have two prices")
    if any((kinds[kind]["price"] < 0).any() for kind in _NEVER_BELOW_NOUGHT):
        raise ValueError("prices of offers, budgets and equity floors must not lie below 0")
    slots = problem.offers.select("offer_id", "line_id")
    own = priced(slots, "offer_id", kinds["offer"])
    both = own + priced(slots, "line_id", kinds["line"])
    return Asked(own, both, kinds["line"], kinds["budget"], kinds["equity"])


def _of(prices: pl.DataFrame, kind: str) -> pl.DataFrame:
    price = pl.col("price").cast(pl.Float64).fill_null(0.0)
    return prices.filter(kind=kind).select(pl.col("id").cast(pl.String), price)


def priced(frame: pl.DataFrame, key: str, prices: pl.DataFrame) -> Array:
    """Return the price of each row by the id in ``key``, 0 where it has none."""
    joined = frame.join(prices, left_on=key, right_on="id", how="left", maintain_order="left")
    return joined["price"].fill_null(0.0).to_numpy(writable=True)


def common_terms(problem: Problem, policy: Policy, asked: Asked) -> float:
    """Add up what units, money and contract lines are worth at their prices."""
    units = problem.offers["units"].to_numpy() @ asked.offer
    money = problem.budgets["pence"].to_numpy() / PENCE_PER_THOUSAND_POUNDS
    budgets = money @ priced(problem.budgets, "area", asked.budget)
    return float(units + budgets) + _line_terms(problem, policy, asked)


def _line_terms(problem: Problem, policy: Policy, asked: Asked) -> float:
    """Add up what each contract line is worth at its price: prepaid units, then dear ones."""
    offered = problem.offers.group_by("line_id").agg(offered=pl.col("units").cast(pl.Int64).sum())
    lines = problem.lines.join(offered, on="line_id", how="left", maintain_order="left")
    points = policy.thousand_pounds_points + priced(lines, "payer", asked.budget)
    cost = lines["unit_price_pence"].to_numpy() / PENCE_PER_THOUSAND_POUNDS * points
    cap = pl.coalesce("cap", "offered", pl.lit(0))
    terms = lines.select(
        cap=cap,
        prepaid=pl.min_horizontal("minimum_take", cap),
        own=pl.Series(priced(lines, "line_id", asked.line), dtype=pl.Float64),
        cost=pl.Series(cost, dtype=pl.Float64),
    )
    first = pl.col("prepaid") * pl.col("own")
    further = (pl.col("cap") - pl.col("prepaid")) * (pl.col("own") - pl.col("cost"))
    best = pl.max_horizontal(pl.lit(0.0), first, first + further)
    return float(terms.select(best.sum()).item())
