"""From what an engine found to what a result says; the same for every engine."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from tidegate.core.matching.accounts import (
    contracts,
    line_use,
    offer_use,
    used_units,
    violations,
)
from tidegate.core.matching.alternatives import alternatives
from tidegate.core.matching.equity import by_quintile
from tidegate.core.matching.left_out import left_out
from tidegate.core.matching.market.matches import Matches, Placements, hand_out
from tidegate.core.matching.market.prices import Prices, price_list
from tidegate.core.matching.payers import PENCE_PER_THOUSAND_POUNDS, make_payers
from tidegate.core.matching.relaxing import relaxing
from tidegate.core.matching.result import Result, Status

if TYPE_CHECKING:
    import polars as pl

    from tidegate.core.matching.advice.terms import Terms
    from tidegate.core.matching.market.incumbents import Incumbents
    from tidegate.core.matching.market.market import Market
    from tidegate.core.matching.policy import Policy
    from tidegate.core.matching.problem import Problem

_SLACK = 1e-9
"""Share of the objective that binary arithmetic may lose."""


@dataclass(frozen=True, slots=True)
class Solution:
    """What an engine hands over.

    Attributes:
        placements: who is placed in which cell.
        prices: final prices, of every cell, line, budget and floor.
        bound: what no plan can exceed at these prices, in points.
        statistics: figures about the solve itself, and nothing that depends on the clock.
    """

    placements: Placements
    prices: Prices
    bound: float
    statistics: Mapping[str, object] = field(default_factory=dict)


def assemble(
    problem: Problem,
    policy: Policy,
    market: Market,
    solution: Solution,
    *,
    gap: float,
    promises: Incumbents | None = None,
    terms: Terms | None = None,
) -> Result:
    """Say what a solution means for every person, offer, line, budget and quintile.

    Args:
        problem: what was solved.
        policy: the weights.
        market: the problem as arrays.
        solution: what the engine found.
        gap: the gap that was asked for.
        promises: what an earlier plan has promised, where there is one.
        terms: what advice assumes; without them a plan has no alternatives and says nothing of
            what would help.
    """
    payers = make_payers(problem)
    # One after the other: side by side they would hold more than anything before them.
    left = left_out(problem, market, solution.prices, solution.placements)
    matches = hand_out(problem, market, solution.placements, promises)
    used = used_units(problem, matches)
    on_line = line_use(problem, used).sum(axis=1)
    spent = float(payers.spend_pence(on_line).sum()) / PENCE_PER_THOUSAND_POUNDS
    objective = float(matches.value @ matches.count) - policy.thousand_pounds_points * spent
    if promises is not None:
        objective += policy.stay_points * _stayed(matches, promises)
    bound = max(solution.bound, objective)
    missing = (bound - objective) / bound if bound > 0 else 0.0
    status = Status.WITHIN_TARGET if missing <= gap + _SLACK else Status.STOPPED_EARLY
    units = int(market.pools.units.sum())
    return Result(
        status=status if len(market.people.row) and units else Status.EMPTY,
        objective=objective,
        bound=bound,
        gap=missing,
        violations=violations(problem, market, payers, matches, promises),
        assignments=matches.frame(problem, market),
        unmatched=left.frame(problem, market),
        offers=offer_use(problem, market, solution.prices, used, left),
        contracts=contracts(problem, payers, solution.prices, on_line),
        prices=price_list(problem, market, solution.prices),
        equity=by_quintile(problem, market, matches, left),
        statistics={
            **solution.statistics,
            "pools": len(market.pools.line),
            "people": int(market.people.count.sum()),
            "units": units,
        },
        **({} if terms is None else _advice(problem, policy, market, solution.prices, matches,
                                            promises, terms)),
    )  # fmt: skip


def _advice(
    problem: Problem,
    policy: Policy,
    market: Market,
    prices: Prices,
    matches: Matches,
    promises: Incumbents | None,
    terms: Terms,
) -> dict[str, pl.DataFrame]:
    """Find what patients may choose instead, and what a manager could change."""
    return {
        "alternatives": alternatives(problem, market, prices, matches, terms.choice, promises),
        "relaxing": relaxing(problem, policy, market, prices, terms.steps),
    }


def _stayed(matches: Matches, promises: Incumbents) -> int:
    """Count people who keep a slot that was proposed to them and that they have not accepted."""
    same = (promises.offer[matches.person] == matches.offer) & ~promises.accepted[matches.person]
    return int(np.sum(matches.count[same]))
