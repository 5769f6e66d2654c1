"""The linear program of one independent part, with the columns that are let in, solved by HiGHS.

It is a network: classes send people to places' weeks, places' weeks send them to cells, cells to
contract lines. Sending through places' weeks is what keeps it small: value splits into what a week
is worth to the class and what a pool costs to reach from the place. Only budgets are no rows of a
network.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

import highspy
import numpy as np
import numpy.typing as npt

from tidegate.core.matching.payers import PENCE_PER_THOUSAND_POUNDS, Payers

if TYPE_CHECKING:
    from tidegate.core.matching.policy import Policy
    from tidegate.core.matching.program.blocks import Condensed

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]
Booleans = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Part:
    """An independent part of a problem: nothing in it competes with anything outside.

    Attributes:
        blocks: positions of its blocks.
        cells, lines, budgets: rows of what they share, budgets only where they may bind.
    """

    blocks: tuple[int, ...]
    cells: Integers
    lines: Integers
    budgets: Integers


@dataclass(frozen=True, slots=True)
class Columns:
    """Columns let into the program for one block.

    Attributes:
        weeks: class × week, shape (classes, weeks).
        pools: place × pool × week, shape (places, pools, weeks).
    """

    weeks: Booleans
    pools: Booleans


@dataclass(frozen=True, slots=True)
class Flows:
    """People sent along the columns of one block, as (index arrays, amounts).

    Attributes:
        class_week: (class, week) of each first step.
        people: amounts of the first steps.
        place_pool_week: (place, pool, week) of each second step.
        units: amounts of the second steps.
    """

    class_week: tuple[Integers, Integers]
    people: Floats
    place_pool_week: tuple[Integers, Integers, Integers]
    units: Floats


@dataclass(frozen=True, slots=True)
class Solution:
    """An optimum of the program: flows by block, and the prices of the part's rows."""

    flows: tuple[Flows, ...]
    objective: float
    cell: Floats
    line: Floats
    budget: Floats


class Program:
    """A program under construction: rows and columns are added, then it is solved once."""

    def __init__(self, condensed: Condensed, payers: Payers, policy: Policy, part: Part) -> None:
        self.condensed, self.payers, self.policy, self.part = condensed, payers, policy, part
        self._upper: list[Floats] = []
        self._lower: list[Floats] = []
        self._rows = 0
        self._columns: list[tuple[Floats, Floats, list[tuple[Integers, Floats]]]] = []

    def rows(self, lower: Floats, upper: Floats) -> int:
        """Add rows and return the number of the first."""
        first = self._rows
        self._lower.append(lower)
        self._upper.append(upper)
        self._rows += len(upper)
        return first

    def columns(
        self, cost: Floats, upper: Floats, entries: Sequence[tuple[Integers, Floats]]
    ) -> None:
        """Add columns, each with one entry per pair of (row of every column, coefficient)."""
        self._columns.append((cost, upper, list(entries)))

    def solve(self, seed: int, solver: str) -> tuple[Floats, Floats, float]:
        """Return values of the columns, prices of the rows and the objective."""
        lp = highspy.HighsLp()
        lp.num_row_ = self._rows
        lp.row_lower_ = np.concatenate(self._lower)
        lp.row_upper_ = np.concatenate(self._upper)
        lp.col_cost_ = np.concatenate([cost for cost, _, _ in self._columns])
        lp.num_col_ = len(lp.col_cost_)
        lp.col_lower_ = np.zeros(lp.num_col_)
        lp.col_upper_ = np.concatenate([upper for _, upper, _ in self._columns])
        lp.sense_ = highspy.ObjSense.kMaximize
        lp.a_matrix_.format_ = highspy.MatrixFormat.kColwise
        start, index, value = self._matrix()
        lp.a_matrix_.start_, lp.a_matrix_.index_, lp.a_matrix_.value_ = start, index, value
        return _run(lp, seed, solver)

    def _matrix(self) -> tuple[Integers, Integers, Floats]:
        length, index, value = [], [], []
        for cost, _, entries in self._columns:
            # A row of -1 means that the column has no such entry.
            row = np.stack([rows for rows, _ in entries], axis=1)
            coefficient = np.stack([factors for _, factors in entries], axis=1)
            there = row >= 0
            length.append(there.sum(axis=1) if len(cost) else np.zeros(0, np.int64))
            index.append(row[there])
            value.append(coefficient[there])
        start = np.concatenate([[0], np.cumsum(np.concatenate(length))])
        return start, np.concatenate(index), np.concatenate(value)


def _run(lp: highspy.HighsLp, seed: int, first: str) -> tuple[Floats, Floats, float]:
    """Solve to a vertex: by interior point and crossover or by simplex, by both should one fail.

    Should both fail, nobody is sent anywhere and nothing is priced: a poor plan, honestly bound.
    """
    for solver in (first, "simplex" if first == "ipm" else "ipm"):
        highs = highspy.Highs()
        for option, setting in (
            ("output_flag", False), ("threads", 1), ("parallel", "off"), ("solver", solver),
            ("run_crossover", "on"), ("random_seed", seed % 2**31),
        ):  # fmt: skip
            highs.setOptionValue(option, setting)
        highs.passModel(lp)
        highs.run()
        if highs.getModelStatus() == highspy.HighsModelStatus.kOptimal:
            solution = highs.getSolution()
            objective = highs.getInfo().objective_function_value
            return np.array(solution.col_value), np.array(solution.row_dual), objective
    return np.zeros(lp.num_col_), np.zeros(lp.num_row_), 0.0


def solve_part(
    condensed: Condensed,
    payers: Payers,
    policy: Policy,
    part: Part,
    columns: Sequence[Columns],
    *,
    seed: int,
    solver: str = "ipm",
) -> Solution:
    """Solve one part over the columns let in.

    Args:
        condensed: the whole.
        payers: its lines and budgets.
        policy: the weights.
        part: what to solve.
        columns: columns for each block of the part.
        seed: handed to HiGHS.
        solver: HiGHS's solver to try first.
    """
    program = Program(condensed, payers, policy, part)
    cell_row, line_row = _shared_rows(program)
    steps = [
        _block_columns(program, position, let_in, cell_row, line_row)
        for position, let_in in zip(part.blocks, columns, strict=True)
    ]
    values, duals, objective = program.solve(seed, solver)
    flows, at = [], len(part.lines)
    for class_week, place_pool_week in steps:
        middle, end = at + len(class_week[0]), at + len(class_week[0]) + len(place_pool_week[0])
        flows.append(Flows(class_week, values[at:middle], place_pool_week, values[middle:end]))
        at = end
    ends = np.cumsum([0, len(part.cells), len(part.lines), len(part.budgets)])
    cell, line, budget = (np.maximum(duals[a:b], 0.0) for a, b in pairwise(ends))
    return Solution(tuple(flows), objective, cell, line, budget)


def _shared_rows(program: Program) -> tuple[Integers, Integers]:
    """Add rows for cells, lines and budgets; return the row of every cell and of every line."""
    condensed, payers, part = program.condensed, program.payers, program.part
    free = np.full
    cell_row = np.full(len(condensed.cells.units), -1, np.int64)
    line_row = np.full(len(payers.prepaid), -1, np.int64)
    units = condensed.cells.units[part.cells].astype(np.float64)
    cell_row[part.cells] = program.rows(free(len(units), -np.inf), units) + np.arange(len(units))
    prepaid = payers.prepaid[part.lines].astype(np.float64)
    line_row[part.lines] = program.rows(free(len(prepaid), -np.inf), prepaid) + np.arange(
        len(prepaid)
    )
    budget_row = np.full(len(payers.budget_pence) + 1, -1, np.int64)
    money = payers.budget_pence[part.budgets] / PENCE_PER_THOUSAND_POUNDS
    budget_row[part.budgets] = program.rows(free(len(money), -np.inf), money) + np.arange(
        len(money)
    )
    price = payers.unit_thousands[part.lines]
    program.columns(
        -program.policy.thousand_pounds_points * price,
        np.where(payers.loose, np.inf, payers.cap - payers.prepaid)[part.lines],
        [
            (line_row[part.lines], np.full(len(price), -1.0)),
            (budget_row[payers.payer[part.lines]], price),
        ],
    )
    return cell_row, line_row


def _block_columns(
    program: Program, position: int, let_in: Columns, cell_row: Integers, line_row: Integers
) -> tuple[tuple[Integers, Integers], tuple[Integers, Integers, Integers]]:
    """Add one block's rows and columns; return what each column stands for."""
    block = program.condensed.blocks[position]
    # A place's week is of use only where somebody may come in and go out.
    coming = np.zeros((len(block.travel_points), len(block.weeks)), np.bool_)
    row, week = np.nonzero(let_in.weeks)
    coming[block.place[row], week] = True
    live = coming & let_in.pools.any(axis=1)
    class_, week = np.nonzero(let_in.weeks & live[block.place])
    place, pool, pool_week = np.nonzero(let_in.pools & live[:, None, :])
    class_row = np.full(len(block.count), -1, np.int64)
    used = np.unique(class_)
    supply = block.count[used].astype(np.float64)
    class_row[used] = program.rows(np.full(len(used), -np.inf), supply) + np.arange(len(used))
    node_row = np.full(live.shape, -1, np.int64)
    nodes = np.zeros(int(live.sum()))
    node_row[live] = program.rows(nodes, nodes) + np.arange(len(nodes))
    ones = np.ones(len(class_))
    program.columns(
        block.week_value[block.kind[class_], week],
        np.full(len(class_), np.inf),
        [(class_row[class_], ones), (node_row[block.place[class_], week], ones)],
    )
    cell = block.cells[pool, pool_week]
    line = program.condensed.cells.line[cell]
    ones = np.ones(len(place))
    entries = [(node_row[place, pool_week], -ones), (cell_row[cell], ones)]
    if len(line_row):
        entries.append((np.where(line >= 0, line_row[line], -1), ones))
    cost = -block.travel_points[place, pool]
    program.columns(cost, np.full(len(place), np.inf), entries)
    return (class_, week), (place, pool, pool_week)
