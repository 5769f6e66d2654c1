"""Recount a plan: what is used and spent, and by how much each limit is overstepped."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import polars as pl

if TYPE_CHECKING:
    from tidegate.core.matching.policy import Policy
    from tidegate.core.matching.problem import Problem

_ROUNDING = 1e-9


def line_use(problem: Problem, placed: pl.DataFrame) -> pl.DataFrame:
    """Count what is used of each contract line and spent above its minimum take."""
    of_line = problem.offers.select("offer_id", "line_id").drop_nulls()
    used = placed.join(of_line, on="offer_id").group_by("line_id").agg(used=pl.col("placed").sum())
    beyond = (pl.col("used") - pl.col("minimum_take")).clip(0)
    return (
        problem.lines.join(used, on="line_id", how="left")
        .with_columns(pl.col("used").fill_null(0))
        .with_columns(spend_pence=beyond * pl.col("unit_price_pence"))
    )


def oversteps(problem: Problem, placed: pl.DataFrame, lines: pl.DataFrame) -> dict[str, int]:
    """Say which limits are overstepped, and by how many people, units or pence."""

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
    if below := placed.filter(pl.col("placed") < 0).height:
        broken["assignments below nought"] = below
    if leaps := _leaps(problem, placed):
        broken["units beyond a weekly change"] = leaps
    return broken


def _leaps(problem: Problem, placed: pl.DataFrame) -> int:
    """Count units by which a line's use changes more from week to week than it may."""
    bounds = problem.lines.select("line_id", "weekly_change").drop_nulls()
    if bounds.is_empty():
        return 0
    weeks = pl.DataFrame({"week": pl.int_range(problem.weeks, dtype=pl.Int32, eager=True)})
    of_week = problem.offers.select("offer_id", "line_id", "week").drop_nulls()
    used = placed.join(of_week, on="offer_id").group_by("line_id", "week").agg(pl.sum("placed"))
    by_week = bounds.join(weeks, how="cross").join(used, on=["line_id", "week"], how="left")
    change = pl.col("placed").fill_null(0).diff().over("line_id", order_by="week").abs()
    return int(by_week.select((change - pl.col("weekly_change")).clip(0).sum()).item())


def floors(problem: Problem, policy: Policy) -> pl.DataFrame:
    """Return the share of those treated who must be deprived: ``area, share``; none if not asked.

    It is the policy's floor times their share of the area's people whose quintile is known.
    """
    if policy.equity is None:
        return pl.DataFrame(schema={"area": pl.String, "share": pl.Float64})
    people = pl.col("count").cast(pl.Int64)
    deprived = people.filter(pl.col("imd_quintile").is_in(policy.equity.quintiles)).sum()
    return (
        problem.pathways.drop_nulls(["area", "imd_quintile"])
        .group_by("area")
        .agg(known=people.sum(), deprived=deprived)
        .filter(pl.col("known") > 0)
        .select("area", share=policy.equity.floor * pl.col("deprived") / pl.col("known"))
    )


def short_of_floors(
    problem: Problem, policy: Policy, placed: pl.DataFrame, floor: pl.DataFrame
) -> dict[str, int]:
    """Say how many deprived people are treated too few, over the areas with a floor."""
    if policy.equity is None:
        return {}
    facts = problem.pathways.select("pathway_id", "area", "imd_quintile").drop_nulls()
    deprived = pl.col("placed").filter(pl.col("imd_quintile").is_in(policy.equity.quintiles))
    treated = (
        placed.join(facts, on="pathway_id")
        .group_by("area")
        .agg(known=pl.sum("placed"), deprived=deprived.sum())
        .join(floor, on="area")
    )
    short = [
        math.ceil(share * known - deprived - _ROUNDING * known)
        for share, known, deprived in treated.select("share", "known", "deprived").iter_rows()
    ]
    total = sum(max(0, people) for people in short)
    return {"people short of an equity floor": total} if total else {}


def unkept(promised: pl.DataFrame, placed: pl.DataFrame) -> dict[str, int]:
    """Say how many people have lost a transfer that they had accepted."""
    made = placed.group_by("pathway_id", "offer_id").agg(pl.sum("placed"))
    both = promised.join(made, on=["pathway_id", "offer_id"], how="left")
    lost = both.select((pl.col("count") - pl.col("placed").fill_null(0)).clip(0).sum()).item()
    return {"accepted transfers not kept": int(lost)} if lost else {}
