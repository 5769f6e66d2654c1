"""Every way to solve a problem, so that each test holds for each of them."""

from __future__ import annotations

from collections.abc import Callable

from tidegate.core.matching.assemble import assemble
from tidegate.core.matching.auction.engine import solve_auction
from tidegate.core.matching.market.make import make_market
from tidegate.core.matching.policy import Policy
from tidegate.core.matching.problem import Problem
from tidegate.core.matching.solve import Result, Stop, _in_order, solve

Engine = Callable[[Problem, Policy, Stop, int], Result]


def by_auction(problem: Problem, policy: Policy, stop: Stop, seed: int) -> Result:
    """Solve by auction whatever the size."""
    problem = _in_order(problem)
    market = make_market(problem, policy, seed)
    solution = solve_auction(problem, market, policy, stop)
    return assemble(problem, policy, market, solution, gap=stop.gap)


ENGINES: dict[str, Engine] = {"as chosen": solve, "by auction": by_auction}
EXACT = Stop(gap=0.0)
