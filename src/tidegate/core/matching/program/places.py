"""From classes back to people: who of a class gets which offer, longest wait first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
import polars as pl

from tidegate.core.matching.market.turns import in_turn
from tidegate.core.matching.program.pairing import pair_off
from tidegate.core.matching.program.settle import Moves, values_of

if TYPE_CHECKING:
    from tidegate.core.matching.problem import Problem
    from tidegate.core.matching.program.blocks import Block

Integers = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Placed:
    """People of single pathways in cells.

    Attributes:
        row: row of the pathway in the problem.
        pool: pool, as the block counts.
        cell: the problem's cell.
        amount: people.
        value, minutes: per person.
    """

    row: Integers
    pool: Integers
    cell: Integers
    amount: Integers
    value: Floats
    minutes: Floats


def turns(problem: Problem, seed: int) -> Integers:
    """Give each pathway its turn among equals: longest wait, then who can stay, then a lot.

    Whoever's own holder has units of that kind on offer comes before others with the same wait, so
    that nobody moves for nothing; the lot is seeded.
    """
    everybody = np.zeros(problem.pathways.height, np.int32)
    order = in_turn(problem.pathways, everybody, ~_holder_offers(problem), seed)
    turn = np.empty(len(order), np.int64)
    turn[order] = np.arange(len(order))
    return turn


def _holder_offers(problem: Problem) -> npt.NDArray[np.bool_]:
    """Say for each pathway whether its holder itself has units of its kind on offer."""
    offers = problem.offers.filter(pl.col("units") > 0).explode("tfcs")
    own = pl.concat(
        offers.select(holder=code, modality="modality", tfc="tfcs", own=pl.lit(True))
        for code in ("site", "provider")
    ).unique()
    keys = ["holder", "modality", "tfc"]
    joined = problem.pathways.select(keys).join(own, on=keys, how="left", maintain_order="left")
    return joined["own"].fill_null(False).to_numpy()


def place(block: Block, moves: Moves, count: Integers, turn: Integers) -> Placed:
    """Hand a class's slots to its members in their turn: the earliest slot first, then the nearest.

    ``count`` and ``turn`` belong to the problem's pathways, by row.
    """
    minutes = block.minutes[block.place[moves.class_], moves.pool]
    slots = np.lexsort([moves.pool, minutes, moves.week, moves.class_])
    members = np.lexsort([turn[block.rows], block.row_class])
    rows = block.rows[members]
    member, slot, amount = pair_off(
        block.row_class[members], count[rows], moves.class_[slots], moves.amount[slots]
    )
    chosen = slots[slot]
    class_, pool, week = moves.class_[chosen], moves.pool[chosen], moves.week[chosen]
    value = values_of(block, Moves(class_, pool, week, amount))
    return Placed(rows[member], pool, block.cells[pool, week], amount, value, minutes[chosen])
