"""Matching pathways to offers provably well: ``solve(problem, policy, stop, seed) -> Result``."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from tidegate.core.matching.program.longest_first import longest_first
from tidegate.core.matching.program.market import Market, make_market
from tidegate.core.matching.program.payers import PENCE_PER_THOUSAND_POUNDS, Payers, make_payers
from tidegate.core.matching.program.places import Placed, assignments, place, turns
from tidegate.core.matching.program.pricing import bound
from tidegate.core.matching.program.search import Found, search
from tidegate.core.matching.program.settle import Ledger, Moves, fill, keep_budgets, settle
from tidegate.core.matching.program.stay_first import owners, stay_first
from tidegate.core.matching.equity import equity
from tidegate.core.matching.leftovers import Leftovers
from tidegate.core.matching.problem import Problem
from tidegate.core.matching.result import Result, Status
from tidegate.core.matching.stop import Stop
from tidegate.core.matching.use import contracts, line_use, offer_use, price_list, violations

if TYPE_CHECKING:
    import polars as pl

    from tidegate.core.matching.policy import Policy

__all__ = ["Result", "Status", "Stop", "solve"]

Integers = npt.NDArray[np.int64]
_SLACK = 1e-9
"""Share of the objective that binary arithmetic may lose."""


def solve(problem: Problem, policy: Policy, stop: Stop, seed: int) -> Result:
    """Match as well as the stop rule asks for and prove how well that is.

    The plan depends on the problem, the policy, the gap and rounds of the stop rule and the seed
    alone: not on the order of rows, nor on threads, nor (unless its guard strikes) on time. A
    problem in which nobody can be matched is a result like any other.

    Args:
        problem: who waits, what is on offer, who pays, who can travel where.
        policy: the weights.
        stop: when to end.
        seed: settles what remains equal after the longest wait.
    """
    problem = _in_order(problem)
    market = make_market(problem, policy)
    payers = make_payers(problem, market.cells)
    found = search(market, payers, policy, stop, seed)
    moves = _settled(market, payers, policy, found)
    turn = turns(problem, seed)
    count = problem.pathways["count"].to_numpy().astype(np.int64)
    placed = [
        place(block, each, count, turn) for block, each in zip(market.blocks, moves, strict=True)
    ]
    left = _left(count, placed)
    placed = [
        longest_first(block, each, left, turn)
        for block, each in zip(market.blocks, placed, strict=True)
    ]
    holder, owner = owners(problem, market)
    placed = [
        stay_first(block, each, turn=turn, week=market.cells.week, holder=holder, owner=owner)
        for block, each in zip(market.blocks, placed, strict=True)
    ]
    plan = assignments(problem, market, placed, turn)
    leftovers = _leftovers(problem, market, policy, found, left)
    return _result(policy, stop, _Parts(problem, market, payers, found, plan, leftovers))


def _in_order(problem: Problem) -> Problem:
    """Sort every frame by its identity, so that no order of rows can show in the plan."""
    return Problem(
        problem.start,
        problem.weeks,
        problem.pathways.sort("pathway_id"),
        problem.offers.sort("offer_id"),
        problem.lines.sort("line_id"),
        problem.budgets.sort("area"),
        problem.travel.sort("zone", "site"),
    )


def _settled(market: Market, payers: Payers, policy: Policy, found: Found) -> list[Moves]:
    """Turn flows into whole people, then fill what rounding or an early stop has left."""
    ledger = Ledger(market, payers, policy)
    moves = []
    for position, block in enumerate(market.blocks):
        flows = found.flows.get(position)
        moves.append(settle(block, flows) if flows else Moves(*np.zeros((4, 0), np.int64)))
        ledger.book(position, moves[-1])
    keep_budgets(ledger, moves)
    for position in found.flows:
        more = fill(ledger, position)
        if len(more.amount):
            moves[position] = moves[position].with_more(more)
    return moves


def _left(count: Integers, placed: Sequence[Placed]) -> Integers:
    left = count.copy()
    for each in placed:
        np.subtract.at(left, each.row, each.amount)
    return left


def _leftovers(
    problem: Problem, market: Market, policy: Policy, found: Found, left: Integers
) -> Leftovers:
    leftovers = Leftovers(problem, market, policy, found.prices, left)
    for block in market.blocks:
        leftovers.add(block)
    return leftovers


class _Parts:
    """What a result is made from."""

    def __init__(
        self,
        problem: Problem,
        market: Market,
        payers: Payers,
        found: Found,
        plan: pl.DataFrame,
        leftovers: Leftovers,
    ) -> None:
        self.problem, self.market, self.payers = problem, market, payers
        self.found, self.plan, self.leftovers = found, plan, leftovers
        self.used = line_use(problem, plan)

    def objective(self, policy: Policy) -> float:
        """Sum the values and take off what spending above minimum takes costs."""
        values = self.plan["value"].to_numpy() @ self.plan["count"].to_numpy()
        spent = float(self.payers.spend_pence(self.used).sum()) / PENCE_PER_THOUSAND_POUNDS
        return float(values) - policy.thousand_pounds_points * spent

    def statistics(self) -> dict[str, object]:
        """Count what the solve looked at."""
        market = self.market
        return {
            "parts": self.found.parts,
            "rounds": self.found.rounds,
            "columns": self.found.columns,
            "blocks": len(market.blocks),
            "classes": sum(len(block.count) for block in market.blocks),
            "pools": len(market.pools),
            "people": self.problem.people,
            "units": int(market.cells.units.sum()),
        }


def _result(policy: Policy, stop: Stop, parts: _Parts) -> Result:
    problem, market, prices = parts.problem, parts.market, parts.found.prices
    objective = parts.objective(policy)
    proven = max(bound(market, parts.payers, policy, prices), objective)
    gap = (proven - objective) / proven if proven > 0 else 0.0
    unmatched = parts.leftovers.unmatched()
    status = Status.WITHIN_TARGET if gap <= stop.gap + _SLACK else Status.STOPPED_EARLY
    if not problem.people or not market.cells.units.sum():
        status = Status.EMPTY
    return Result(
        status=status,
        objective=objective,
        bound=proven,
        gap=gap,
        violations=violations(problem, parts.payers, parts.plan, parts.used),
        assignments=parts.plan,
        unmatched=unmatched,
        offers=offer_use(problem, market, prices, parts.plan, parts.leftovers.cause),
        contracts=contracts(problem, parts.payers, prices, parts.used),
        prices=price_list(problem, market, prices),
        equity=equity(problem.pathways, parts.plan, unmatched),
        statistics=parts.statistics(),
    )
