"""Recompute a plan's value, its constraints and its bound from inputs, assignment and prices."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import polars as pl

from tidegate.core.matching.certificate.worth import Columns, Sides, sides, worth

if TYPE_CHECKING:
    from tidegate.core.matching.policy import Policy
    from tidegate.core.matching.problem import Problem

PENCE_PER_THOUSAND_POUNDS = 100_000
CELLS_AT_ONCE = 2_000_000


@dataclass(frozen=True, slots=True)
class Certificate:
    """What the check found.

    Attributes:
        objective: value of the assignment less what spending above minimum takes costs, in points.
        bound: what no plan can exceed, by these prices, in points.
        people: people assigned.
        violations: constraint → by how many people, units or pence it is broken.
    """

    objective: float
    bound: float
    people: int
    violations: Mapping[str, int]


def certify(
    problem: Problem, policy: Policy, assignments: pl.DataFrame, prices: pl.DataFrame
) -> Certificate:
    """Check a plan (spec: matching 3, certificate).

    Args:
        problem: the inputs of the plan.
        policy: the weights it was made with.
        assignments: pathway_id, offer_id, count; further columns are not believed.
        prices: kind (offer, line, budget), id and price in points; what is missing is 0.

    Raises:
        ValueError: the prices prove nothing: an offer's or a budget's is below 0.
    """
    both = sides(problem, policy)
    placed = assignments.select("pathway_id", "offer_id", placed=pl.col("count").cast(pl.Int64))
    values = _values(both, policy, placed)
    lines = _lines(problem, placed)
    spent = int(lines["spend_pence"].sum())
    count = placed["placed"].to_numpy()
    kept = np.isfinite(values)
    value = float(values[kept] @ count[kept])
    return Certificate(
        objective=value - policy.thousand_pounds_points * spent / PENCE_PER_THOUSAND_POUNDS,
        bound=_bound(problem, policy, both, prices),
        people=int(count.sum()),
        violations={
            **_oversteps(problem, placed, lines),
            **({"not allowed": int(count[~kept].sum())} if not kept.all() else {}),
        },
    )


def _values(both: Sides, policy: Policy, placed: pl.DataFrame) -> np.ndarray[Any, Any]:
    """Value each assignment, pair by pair; minus infinity where it should not be."""
    pairs = placed.join(
        both.people.drop("count"), on="pathway_id", how="left", maintain_order="left"
    ).join(
        both.offers.with_columns(offer_tfc="tfc"),
        left_on=["offer_id", "tfc"],
        right_on=["offer_id", "tfc"],
        how="left",
        maintain_order="left",
        suffix="_offer",
    )
    known = pairs["zone"].is_not_null() & pairs["place"].is_not_null()
    found = pairs.filter(known)
    person = _columns(found, both.people.columns)
    offer = _columns(found, both.offers.columns)
    offer |= {"modality": found["modality_offer"].to_numpy()}
    values = np.full(placed.height, -np.inf)
    values[known.to_numpy()] = worth(both, policy, person, offer)
    return values


def _columns(frame: pl.DataFrame, names: list[str]) -> dict[str, Any]:
    return {name: frame[name].to_numpy() for name in names if name in frame.columns}


def _lines(problem: Problem, placed: pl.DataFrame) -> pl.DataFrame:
    """Count what is used of each contract line and spent above its minimum take."""
    of_line = problem.offers.select("offer_id", "line_id").drop_nulls()
    used = placed.join(of_line, on="offer_id").group_by("line_id").agg(used=pl.col("placed").sum())
    beyond = (pl.col("used") - pl.col("minimum_take")).clip(0)
    return (
        problem.lines.join(used, on="line_id", how="left")
        .with_columns(pl.col("used").fill_null(0))
        .with_columns(spend_pence=beyond * pl.col("unit_price_pence"))
    )


def _oversteps(problem: Problem, placed: pl.DataFrame, lines: pl.DataFrame) -> dict[str, int]:
    """Say which limits are overstepped, and by how much."""

    def over(kind: str, key: str, limit: str, limits: pl.DataFrame, use: pl.DataFrame) -> None:
        joined = use.join(limits.select(key, limit), on=key, how="left")
        beyond = (pl.col("use") - pl.col(limit).fill_null(0)).clip(0)
        total = int(joined.select(beyond.sum()).item())
        if total:
            broken[kind] = total

    broken: dict[str, int] = {}
    use = pl.col("placed").sum().alias("use")
    over("people placed twice or unknown", "pathway_id", "count", problem.pathways,
         placed.group_by("pathway_id").agg(use))  # fmt: skip
    over("units oversold", "offer_id", "units", problem.offers,
         placed.group_by("offer_id").agg(use))  # fmt: skip
    capped = lines.filter(pl.col("cap").is_not_null())
    over("units above a cap", "line_id", "cap", capped, capped.select("line_id", use="used"))
    spent = lines.group_by(area="payer").agg(use=pl.col("spend_pence").sum())
    limited = spent.join(problem.budgets, on="area", how="semi")
    over("pence above a budget", "area", "pence", problem.budgets, limited)
    if placed.filter(pl.col("placed") < 0).height:
        broken["assignments below nought"] = placed.filter(pl.col("placed") < 0).height
    return broken


def _bound(problem: Problem, policy: Policy, both: Sides, prices: pl.DataFrame) -> float:
    """Add up what people could gain at these prices and what units, lines and money are worth."""
    price = {
        kind: dict(prices.filter(pl.col("kind") == kind).select("id", "price").iter_rows())
        for kind in ("offer", "line", "budget")
    }
    if min([0.0, *price["offer"].values(), *price["budget"].values()]) < 0:
        raise ValueError("prices of offers and budgets must not lie below 0")
    offers = both.offers.with_columns(
        asked=pl.col("offer_id").replace_strict(price["offer"], default=0.0)
        + pl.col("line_id").replace_strict(price["line"], default=0.0)
    )
    gains = sum(
        _gains(both, policy, people, offers.filter(modality=modality, tfc=tfc))
        for (modality, tfc), people in both.people.group_by("modality", "tfc")
    )
    units = sum(
        row["units"] * price["offer"].get(row["offer_id"], 0.0)
        for row in problem.offers.iter_rows(named=True)
    )
    money = sum(
        row["pence"] / PENCE_PER_THOUSAND_POUNDS * price["budget"].get(row["area"], 0.0)
        for row in problem.budgets.iter_rows(named=True)
    )
    return float(gains + units + money + _line_terms(problem, policy, price))


def _gains(both: Sides, policy: Policy, people: pl.DataFrame, offers: pl.DataFrame) -> float:
    """Let everybody take the offer that is worth most to them at these prices, or none."""
    if offers.is_empty():
        return 0.0
    alike = [name for name in people.columns if name not in {"pathway_id", "count"}]
    # For whoever may go anywhere the holder makes no difference; alike people are counted.
    groups = (
        people.with_columns(holder=pl.when("free").then(-2).otherwise("holder"))
        .group_by(alike)
        .agg(pl.col("count").cast(pl.Int64).sum())
    )
    offer: Columns = _columns(offers, [*both.offers.columns, "asked"])
    total, step = 0.0, max(1, CELLS_AT_ONCE // offers.height)
    for part in groups.iter_slices(step):
        person = {name: part[name].to_numpy()[:, None] for name in alike}
        net = worth(both, policy, person, offer) - offer["asked"]
        total += float(np.maximum(net.max(axis=1), 0.0) @ part["count"].to_numpy())
    return total


def _line_terms(
    problem: Problem, policy: Policy, price: Mapping[str, Mapping[str, float]]
) -> float:
    """Add up what each contract line is worth at its price: prepaid units, then dear ones."""
    offered = dict(
        problem.offers.drop_nulls("line_id")
        .group_by("line_id")
        .agg(pl.col("units").sum())
        .iter_rows()
    )
    total = 0.0
    for row in problem.lines.iter_rows(named=True):
        cap = offered.get(row["line_id"], 0) if row["cap"] is None else row["cap"]
        prepaid = min(row["minimum_take"], cap)
        own = price["line"].get(row["line_id"], 0.0)
        points = policy.thousand_pounds_points + price["budget"].get(row["payer"], 0.0)
        cost = row["unit_price_pence"] / PENCE_PER_THOUSAND_POUNDS * points
        total += max(0.0, prepaid * own, prepaid * own + (cap - prepaid) * (own - cost))
    return total
