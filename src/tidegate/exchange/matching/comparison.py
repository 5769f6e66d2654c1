"""Compare any two plans that are kept in folders."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from tidegate.core.matching.difference import Difference, Made, difference

if TYPE_CHECKING:
    from tidegate.exchange.matching.plan_folder import Plan


def compare_plans(before: Plan, after: Plan) -> Difference:
    """Compare two plans; what had been accepted or declined is what either of them knows."""
    known = [plan.promises for plan in (before, after) if plan.promises is not None]
    return difference(
        Made(before.problem, before.result),
        Made(after.problem, after.result),
        pl.concat([each.accepted for each in known]).unique() if known else None,
        pl.concat([each.declined for each in known]).unique() if known else None,
    )
