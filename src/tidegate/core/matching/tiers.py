"""What a plan's points are made of: priority, breaches avoided, weeks, travel, money, promises."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

import polars as pl

from tidegate.core.matching.value import value_parts

if TYPE_CHECKING:
    from tidegate.core.matching.policy import Policy
    from tidegate.core.matching.problem import Problem
    from tidegate.core.matching.result import Result

PENCE_PER_THOUSAND_POUNDS = 100_000


class Tier(StrEnum):
    """Parts of a plan's objective, in the order in which a policy should weigh them."""

    PRIORITY = "PRIORITY"
    BREACHES = "BREACHES"
    WEEKS = "WEEKS"
    TRAVEL = "TRAVEL"
    MONEY = "MONEY"
    STAYING = "STAYING"


@dataclass(frozen=True, slots=True)
class Part:
    """One tier of one plan.

    Attributes:
        tier: which.
        amount: people with priority P2 or P3 treated; breaches avoided and long waits ended;
            weeks of waiting saved within the horizon; minutes travelled; pence spent above minimum
            takes; None of promises kept, which only their points tell.
        points: what that is worth under the policy; below 0 for what costs.
    """

    tier: Tier
    amount: float | None
    points: float


def tiers(problem: Problem, policy: Policy, result: Result) -> tuple[Part, ...]:
    """Split a plan's objective into its tiers; their points add up to it.

    What stays when all else is known is what keeping earlier proposals earned; it is left out
    where that is nothing, as in every plan that replaces none.
    """
    placed = (
        result.assignments.select("pathway_id", "offer_id", "count", "minutes")
        .join(problem.pathways.select("pathway_id", "priority", "weeks_waited"), on="pathway_id")
        .join(problem.offers.select("offer_id", "week"), on="offer_id")
    )
    alike = ["priority", "weeks_waited", "week"]
    classes = placed.group_by(alike).agg(pl.col("count").cast(pl.Int64).sum()).sort(alike)
    travelled = placed.select((pl.col("count") * pl.col("minutes")).sum()).item() or 0.0
    spent = int(result.contracts["spend_pence"].sum())
    parts = [
        *_about_waits(policy, problem.weeks, classes),
        Part(Tier.TRAVEL, travelled, -policy.minute_points * travelled),
        Part(Tier.MONEY, spent, -policy.thousand_pounds_points * spent / PENCE_PER_THOUSAND_POUNDS),
    ]
    rest = result.objective - sum(part.points for part in parts)
    kept = Part(Tier.STAYING, None, rest)
    return (*parts, kept) if abs(rest) >= 1 and policy.stay_points else tuple(parts)


def _about_waits(policy: Policy, weeks: int, classes: pl.DataFrame) -> Iterator[Part]:
    """Add up what the weeks of treatment are worth, class by class of priority, wait and week."""
    urgent = avoided = saved = 0
    points = dict.fromkeys((Tier.PRIORITY, Tier.BREACHES, Tier.WEEKS), 0.0)
    for priority, waited, week, count in classes.iter_rows():
        for part in value_parts(policy, priority, waited, week, weeks=weeks, minutes=0.0):
            tier = _TIER.get(part.code, Tier.BREACHES)
            points[tier] += count * part.points
            avoided += count if tier is Tier.BREACHES else 0
        urgent += count if policy.treat_points[priority] else 0
        saved += count * (weeks - week)
    yield Part(Tier.PRIORITY, urgent, points[Tier.PRIORITY])
    yield Part(Tier.BREACHES, avoided, points[Tier.BREACHES])
    yield Part(Tier.WEEKS, saved, points[Tier.WEEKS])


_TIER = {"PRIORITY": Tier.PRIORITY, "WEEKS_SOONER": Tier.WEEKS}
