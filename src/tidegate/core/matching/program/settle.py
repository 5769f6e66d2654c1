"""Turning flows into whole people: which class sends how many to which cell.

A vertex of the network is whole already. Where a budget leaves fractions they are rounded down, so
that every limit holds, and the units so freed are filled with whoever gains most and still fits.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from tidegate.core.matching.payers import PENCE_PER_THOUSAND_POUNDS, Payers
from tidegate.core.matching.program.pairing import pair_off

if TYPE_CHECKING:
    from tidegate.core.matching.policy import Policy
    from tidegate.core.matching.program.blocks import Block, Condensed
    from tidegate.core.matching.program.master import Flows

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]
Booleans = npt.NDArray[np.bool_]
_WHOLE = 1e-6
"""How far below a whole number a flow may lie and still be taken for it."""
_GAIN = 1e-6
"""Points below which a gain is none."""


@dataclass(frozen=True, slots=True)
class Moves:
    """People of one block sent to cells: class, pool and week (as the block counts), amount."""

    class_: Integers
    pool: Integers
    week: Integers
    amount: Integers

    def columns(self) -> tuple[Integers, Integers, Integers, Integers]:
        """Return the columns in the order of the fields."""
        return self.class_, self.pool, self.week, self.amount

    def with_more(self, more: Moves) -> Moves:
        """Join further moves of the same block."""
        return Moves(*map(np.concatenate, zip(self.columns(), more.columns(), strict=True)))


def settle(block: Block, flows: Flows) -> Moves:
    """Pair what classes send into a place's week with what leaves it for pools, in whole people."""
    class_, week = flows.class_week
    place, pool, pool_week = flows.place_pool_week
    weeks = len(block.weeks)
    sent = np.floor(flows.people + _WHOLE).astype(np.int64)
    taken = np.floor(flows.units + _WHOLE).astype(np.int64)
    node_in, node_out = block.place[class_] * weeks + week, place * weeks + pool_week
    came, went = np.lexsort([class_, node_in]), np.lexsort([pool, node_out])
    came, went = came[sent[came] > 0], went[taken[went] > 0]
    one, other, amount = pair_off(node_in[came], sent[came], node_out[went], taken[went])
    return Moves(class_[came][one], pool[went][other], week[came][one], amount)


class Ledger:
    """What is left of people, units, caps and money while moves are booked."""

    def __init__(self, condensed: Condensed, payers: Payers, policy: Policy) -> None:
        self.condensed, self.payers, self.policy = condensed, payers, policy
        self.people = [block.count.copy() for block in condensed.blocks]
        self.units = condensed.cells.units.copy()
        self.used = np.zeros(len(payers.prepaid), np.int64)

    def book(self, position: int, moves: Moves) -> None:
        """Take moves of one block off what is left."""
        block = self.condensed.blocks[position]
        cell = block.cells[moves.pool, moves.week]
        np.subtract.at(self.people[position], moves.class_, moves.amount)
        np.subtract.at(self.units, cell, moves.amount)
        line = self.condensed.cells.line[cell]
        np.add.at(self.used, line[line >= 0], moves.amount[line >= 0])

    def spare_money(self) -> Integers:
        """Return what is left of each budget, in pence."""
        left = self.payers.budget_pence.copy()
        paid = self.payers.payer >= 0
        np.subtract.at(left, self.payers.payer[paid], self.payers.spend_pence(self.used)[paid])
        return left

    def next_unit(self) -> tuple[Integers, Floats]:
        """Return how many more units each line can take at one price, and that price in points."""
        payers = self.payers
        prepaid = payers.prepaid - self.used
        price = payers.unit_pence / PENCE_PER_THOUSAND_POUNDS * self.policy.thousand_pounds_points
        money = np.append(self.spare_money(), np.iinfo(np.int64).max)[payers.payer]
        payable = money // np.maximum(payers.unit_pence, 1)
        room = np.minimum(payers.cap - self.used, payable)
        return np.where(prepaid > 0, prepaid, room), np.where(prepaid > 0, 0.0, price)


def keep_budgets(ledger: Ledger, moves: list[Moves]) -> None:
    """Take back, in place, what solver tolerance has spent beyond a budget: least value first."""
    payers = ledger.payers
    for budget in np.flatnonzero(ledger.spare_money() < 0):
        while ledger.spare_money()[budget] < 0:
            spending = (payers.payer == budget) & (payers.spend_pence(ledger.used) > 0)
            position, index = _least(ledger, moves, spending)
            each = moves[position]
            one = slice(index, index + 1)
            back = Moves(each.class_[one], each.pool[one], each.week[one], np.array([-1]))
            ledger.book(position, back)
            each.amount[index] -= 1


def _least(ledger: Ledger, moves: Sequence[Moves], lines: Booleans) -> tuple[int, int]:
    """Find the move of least value on any of the lines: its block and its place among the moves."""
    least = (np.inf, -1, -1)
    for position, (block, each) in enumerate(zip(ledger.condensed.blocks, moves, strict=True)):
        line = ledger.condensed.cells.line[block.cells[each.pool, each.week]]
        at = np.flatnonzero((line >= 0) & lines[line] & (each.amount > 0))
        if len(at):
            value = values_of(block, each)[at]
            least = min(least, (float(value.min()), position, int(at[value.argmin()])))
    return least[1], least[2]


def values_of(block: Block, moves: Moves) -> Floats:
    """Value each move, per person."""
    week = block.week_value[block.kind[moves.class_], moves.week]
    return week - block.travel_points[block.place[moves.class_], moves.pool]


def fill(ledger: Ledger, position: int) -> Moves:
    """Give units that are left to people who are left, the largest gain first."""
    rows: list[tuple[int, int, int, int]] = []
    for _, class_, pool, week in _candidates(ledger, position):
        # Prepaid units and further ones differ in price: each step takes those of one price.
        while amount := _fits(ledger, position, class_, pool, week):
            rows.append((class_, pool, week, amount))
            ledger.book(position, _moves(rows[-1:]))
    return _moves(rows)


def _fits(ledger: Ledger, position: int, class_: int, pool: int, week: int) -> int:
    """Count the people of a class who gain by a cell at its next price and still fit."""
    block = ledger.condensed.blocks[position]
    cell = int(block.cells[pool, week])
    line = int(ledger.condensed.cells.line[cell])
    amount = min(int(ledger.people[position][class_]), int(ledger.units[cell]))
    if line < 0 or amount == 0:
        return amount
    room, price = ledger.next_unit()
    gain = (
        block.week_value[block.kind[class_], week] - block.travel_points[block.place[class_], pool]
    )
    return min(amount, int(room[line])) if gain - price[line] > _GAIN else 0


def _moves(rows: Sequence[tuple[int, int, int, int]]) -> Moves:
    columns = np.array(rows, np.int64).reshape(-1, 4).T
    return Moves(*columns)


def _candidates(ledger: Ledger, position: int) -> list[tuple[float, int, int, int]]:
    """List (loss, class, pool, week) of every gain that people and units left would still allow."""
    block = ledger.condensed.blocks[position]
    pool, week = np.nonzero(block.cells >= 0)
    cell = block.cells[pool, week]
    line = ledger.condensed.cells.line[cell]
    room, price = (
        np.append(each, extra) for each, extra in zip(ledger.next_unit(), (1, 0.0), strict=True)
    )
    open_ = (ledger.units[cell] > 0) & (room[line] > 0)
    left = np.flatnonzero(ledger.people[position] > 0)
    pool, week, cost = pool[open_], week[open_], price[line][open_]
    gain = block.week_value[block.kind[left]][:, week] - cost
    gain -= block.travel_points[block.place[left]][:, pool]
    row, column = np.nonzero(gain > _GAIN)
    order = np.lexsort([column, row, -gain[row, column]])
    return [
        (-float(gain[r, c]), int(left[r]), int(pool[c]), int(week[c]))
        for r, c in zip(row[order], column[order], strict=True)
    ]
