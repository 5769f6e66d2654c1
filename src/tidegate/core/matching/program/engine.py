"""The exact engine: classes, pools and prices, and people placed by them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from tidegate.core.matching.assemble import Solution
from tidegate.core.matching.market.matches import Placements
from tidegate.core.matching.market.prices import Prices
from tidegate.core.matching.payers import make_payers
from tidegate.core.matching.program.blocks import Condensed, condense
from tidegate.core.matching.program.longest_first import longest_first
from tidegate.core.matching.program.places import Placed, place, turns
from tidegate.core.matching.program.pricing import bound
from tidegate.core.matching.program.search import Found, search
from tidegate.core.matching.program.settle import Ledger, Moves, fill, keep_budgets, settle
from tidegate.core.matching.program.stay_first import owners, stay_first

if TYPE_CHECKING:
    from tidegate.core.matching.market.market import Market
    from tidegate.core.matching.payers import Payers
    from tidegate.core.matching.policy import Policy
    from tidegate.core.matching.problem import Problem
    from tidegate.core.matching.stop import Stop

Longs = npt.NDArray[np.int64]


def solve_program(
    problem: Problem, market: Market, policy: Policy, stop: Stop, seed: int
) -> Solution:
    """Match as well as the stop rule asks for.

    Args:
        problem: with every frame sorted by its identity, so that no order of rows can show.
        market: the same as arrays.
        policy: the weights; no floors and no stay points are known here.
        stop: when to end.
        seed: settles what remains equal after the longest wait.
    """
    condensed = condense(problem, policy)
    payers = make_payers(problem)
    found = search(condensed, payers, policy, stop, seed)
    placed = _placed(problem, condensed, _settled(condensed, payers, policy, found), seed)
    return Solution(
        _placements(problem, market, condensed, placed),
        _prices(market, condensed, found),
        bound(condensed, payers, policy, found.prices),
        {
            "parts": found.parts,
            "rounds": found.rounds,
            "columns": found.columns,
            "blocks": len(condensed.blocks),
            "classes": sum(len(block.count) for block in condensed.blocks),
        },
    )


def _settled(condensed: Condensed, payers: Payers, policy: Policy, found: Found) -> list[Moves]:
    """Turn flows into whole people, then fill what rounding or an early stop has left."""
    ledger = Ledger(condensed, payers, policy)
    moves = []
    for position, block in enumerate(condensed.blocks):
        flows = found.flows.get(position)
        moves.append(settle(block, flows) if flows else Moves(*np.zeros((4, 0), np.int64)))
        ledger.book(position, moves[-1])
    keep_budgets(ledger, moves)
    for position in found.flows:
        more = fill(ledger, position)
        if len(more.amount):
            moves[position] = moves[position].with_more(more)
    return moves


def _placed(
    problem: Problem, condensed: Condensed, moves: Sequence[Moves], seed: int
) -> list[Placed]:
    """Hand slots to people: longest wait first, and nobody moves for nothing."""
    turn = turns(problem, seed)
    count = problem.pathways["count"].to_numpy().astype(np.int64)
    pairs = list(zip(condensed.blocks, moves, strict=True))
    placed = [place(block, each, count, turn) for block, each in pairs]
    left = count.copy()
    for each in placed:
        np.subtract.at(left, each.row, each.amount)
    holder, owner = owners(problem, condensed)
    final = []
    for (block, _), each in zip(pairs, placed, strict=True):
        first = longest_first(block, each, left, turn)
        final.append(
            stay_first(
                block, first, turn=turn, week=condensed.cells.week, holder=holder, owner=owner
            )
        )
    return final


def _placements(
    problem: Problem, market: Market, condensed: Condensed, placed: Sequence[Placed]
) -> Placements:
    """Name people and cells as the market does; pools are the same for both."""
    row, cell, amount = (
        np.concatenate([np.zeros(0, np.int64), *(getattr(each, name) for each in placed)])
        for name in ("row", "cell", "amount")
    )
    person = np.full(problem.pathways.height, -1, np.int64)
    person[market.people.row] = np.arange(len(market.people.row))
    at = condensed.cells.pool[cell] * market.weeks + condensed.cells.week[cell]
    # Several slots of one row in one cell are one placement.
    pairs = person[row] * market.pools.units.size + at
    distinct, number = np.unique(pairs, return_inverse=True)
    return Placements(
        distinct // max(1, market.pools.units.size),
        distinct % max(1, market.pools.units.size),
        np.bincount(number, amount, len(distinct)).astype(np.int64),
    )


def _prices(market: Market, condensed: Condensed, found: Found) -> Prices:
    cell = np.zeros(market.pools.units.shape)
    cell[condensed.cells.pool, condensed.cells.week] = found.prices.cell
    return Prices(cell, found.prices.line, found.prices.budget, np.zeros(len(market.floors)))
