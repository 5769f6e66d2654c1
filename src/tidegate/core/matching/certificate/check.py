"""Recompute a plan's value, its constraints and its bound from inputs, assignment and prices."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from tidegate.core.matching.certificate.asked import PENCE_PER_THOUSAND_POUNDS, read_prices
from tidegate.core.matching.certificate.bound import bound
from tidegate.core.matching.certificate.ledger import (
    floors,
    line_use,
    oversteps,
    short_of_floors,
    unkept,
)
from tidegate.core.matching.certificate.numbers import make_book
from tidegate.core.matching.certificate.pairs import promises, values_of

if TYPE_CHECKING:
    from tidegate.core.matching.policy import Policy
    from tidegate.core.matching.previous import Previous
    from tidegate.core.matching.problem import Problem


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
    problem: Problem,
    policy: Policy,
    assignments: pl.DataFrame,
    prices: pl.DataFrame,
    previous: Previous | None = None,
) -> Certificate:
    """Check a plan (spec: matching 3, certificate).

    Memory grows with the pathways and with the offers, never with pairs of them.

    Args:
        problem: the inputs of the plan.
        policy: the weights it was made with.
        assignments: pathway_id, offer_id, count; further columns are not believed.
        prices: kind (offer, line, budget, equity), id and price in points; what is missing is 0.
        previous: what an earlier plan had promised. An accepted transfer must be kept, and its
            worth is counted whatever the rules say today; a proposed one earns the policy's points
            for staying.

    Raises:
        ValueError: the prices prove nothing: one is below 0 that must not be, no number, or given
            twice.
    """
    asked = read_prices(problem, prices)
    book = make_book(problem, policy)
    placed = assignments.select("pathway_id", "offer_id", placed=pl.col("count").cast(pl.Int64))
    held = promises(problem, policy, book, previous)
    values = values_of(problem, policy, book, placed, held)
    count = placed["placed"].to_numpy()
    kept = np.isfinite(values)
    lines, floor = line_use(problem, placed), floors(problem, policy)
    spent = int(lines["spend_pence"].sum()) / PENCE_PER_THOUSAND_POUNDS
    return Certificate(
        objective=float(values[kept] @ count[kept]) - policy.thousand_pounds_points * spent,
        bound=bound(problem, policy, book, asked, held, floor),
        people=int(count.sum()),
        violations={
            **oversteps(problem, placed, lines),
            **short_of_floors(problem, policy, placed, floor),
            **unkept(held.frame.filter("accepted"), placed),
            **({"not allowed": int(count[~kept].sum())} if not kept.all() else {}),
        },
    )
