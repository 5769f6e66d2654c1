"""Matching pathways to offers provably well: ``solve(problem, policy, stop, seed) -> Result``."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from tidegate.core.matching.assemble import assemble
from tidegate.core.matching.auction.engine import solve_auction
from tidegate.core.matching.market.incumbents import incumbents
from tidegate.core.matching.market.make import make_market
from tidegate.core.matching.program.engine import solve_program
from tidegate.core.matching.result import Result, Status
from tidegate.core.matching.stop import Stop

if TYPE_CHECKING:
    from tidegate.core.matching.advice.terms import Terms
    from tidegate.core.matching.policy import Policy
    from tidegate.core.matching.previous import Previous
    from tidegate.core.matching.problem import Problem

SMALL = 10_000
"""Rows of pathways up to which the exact program is as fast as an auction."""
COUNTED = 2
"""People per row from which on a problem is one of classes."""

__all__ = ["Result", "Status", "Stop", "solve"]


def solve(
    problem: Problem,
    policy: Policy,
    stop: Stop,
    seed: int,
    previous: Previous | None = None,
    terms: Terms | None = None,
) -> Result:
    """Match as well as the stop rule asks for and prove how well that is.

    The plan depends on the problem, the policy, the gap and rounds of the stop rule, the seed and
    what an earlier plan has promised alone: not on the order of rows, nor on threads, nor (unless
    its guard strikes) on time. A problem in which nobody can be matched is a result like any other.

    Args:
        problem: who waits, what is on offer, who pays, who can travel where.
        policy: the weights.
        stop: when to end.
        seed: settles what remains equal after the longest wait.
        previous: what an earlier plan has promised: accepted transfers are kept, proposed ones are
            worth the policy's stay points more to their patients.
        terms: what advice assumes; without them a plan has no alternatives and no advice.

    Raises:
        ValueError: a horizon of more than 64 weeks, or promises to rows of several people.
    """
    problem = _in_order(problem)
    if previous is None and _small_or_counted(problem, policy):
        problem = replace(problem, pathways=problem.pathways.sort("pathway_id"))
        market = make_market(problem, policy, seed)
        solution = solve_program(problem, market, policy, stop, seed)
        return assemble(problem, policy, market, solution, gap=stop.gap, terms=terms)
    market = make_market(problem, policy, seed)
    promises = None if previous is None else incumbents(problem, market, previous)
    solution = solve_auction(problem, market, policy, stop, promises, previous)
    return assemble(problem, policy, market, solution, gap=stop.gap, promises=promises, terms=terms)


def _small_or_counted(problem: Problem, policy: Policy) -> bool:
    """Say whether the exact program serves better than an auction, and can say all that is asked.

    It is exact and fast where people come in classes; single people at scale, floors and bounds on
    weekly change need the auction.
    """
    if policy.equity is not None or problem.lines["weekly_change"].is_not_null().any():
        return False
    rows = problem.pathways.height
    return rows <= SMALL or problem.people >= COUNTED * rows


def _in_order(problem: Problem) -> Problem:
    """Sort the small frames by identity, so that no order of rows can show in the plan.

    Pathways, which may be millions, are put in order as arrays by ``make_market``.
    """
    return replace(
        problem,
        offers=problem.offers.sort("offer_id"),
        lines=problem.lines.sort("line_id"),
        budgets=problem.budgets.sort("area"),
        travel=problem.travel.sort("zone", "site"),
    )
