"""HiGHS on the network as a linear program, with budgets and equity floors as side rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

import highspy
import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from bench.matching.network import Network

    from tidegate.core.matching.market.market import Market
    from tidegate.core.matching.problem import Problem

Entries = tuple[npt.NDArray[np.int64], npt.NDArray[np.int64], npt.NDArray[np.float64]]
_PENCE_PER_THOUSAND_POUNDS = 100_000


def best_fraction(problem: Problem, market: Market, network: Network) -> float:
    """Return the value of the best plan if people could be split, which no whole plan exceeds.

    Raises:
        RuntimeError: HiGHS found no optimum.
    """
    arcs, people, sink = len(network.tail), len(network.supply), network.nodes - 1
    arc = np.arange(arcs)
    inner = network.head < sink
    entries = [(network.tail, arc, np.ones(arcs)),
               (network.head[inner], arc[inner], -np.ones(inner.sum()))]  # fmt: skip
    lower, upper = np.zeros(sink), np.zeros(sink)
    lower[:people], upper[:people] = -highspy.kHighsInf, network.supply
    side = [_budgets(problem, network, sink)]
    side.append(_floors(market, network, sink + problem.budgets.height))
    entries += side
    budgets = problem.budgets["pence"].to_numpy() / _PENCE_PER_THOUSAND_POUNDS
    floors = len(market.floors)
    lower = np.concatenate([lower, np.full(len(budgets), -highspy.kHighsInf), np.zeros(floors)])
    upper = np.concatenate([upper, budgets, np.full(floors, highspy.kHighsInf)])
    return _optimum(network, [np.concatenate(part) for part in zip(*entries, strict=True)],
                    lower, upper)  # fmt: skip


def _budgets(problem: Problem, network: Network, row: int) -> Entries:
    areas = {area: row + place for place, area in enumerate(problem.budgets["area"])}
    limited = [place for place, payer in enumerate(problem.lines["payer"]) if payer in areas]
    price = problem.lines["unit_price_pence"].to_numpy()[limited] / _PENCE_PER_THOUSAND_POUNDS
    rows = np.array([areas[problem.lines["payer"][place]] for place in limited], np.int64)
    return rows, network.dear[limited], price


def _floors(market: Market, network: Network, row: int) -> Entries:
    placed = np.flatnonzero(network.tail < len(network.supply))
    placed = placed[market.people.floor[network.tail[placed]] >= 0]
    who = network.tail[placed]
    floor = market.people.floor[who]
    share = market.floor_share[floor] if len(market.floors) else np.zeros(len(who))
    return row + floor.astype(np.int64), placed, market.people.deprived[who] - share


def _optimum(
    network: Network,
    entries: list[npt.NDArray[np.float64]],
    lower: npt.NDArray[np.float64],
    upper: npt.NDArray[np.float64],
) -> float:
    rows, columns, factors = entries
    order = np.lexsort((rows, columns))
    program = highspy.HighsLp()
    program.num_col_, program.num_row_ = len(network.tail), len(lower)
    program.col_cost_ = network.value
    program.col_lower_ = np.zeros(len(network.tail))
    program.col_upper_ = network.capacity.astype(np.float64)
    program.row_lower_, program.row_upper_ = lower, upper
    program.sense_ = highspy.ObjSense.kMaximize
    matrix = program.a_matrix_
    matrix.format_ = highspy.MatrixFormat.kColwise
    starts = np.zeros(len(network.tail) + 1, np.int32)
    np.cumsum(np.bincount(columns, minlength=len(network.tail)), out=starts[1:])
    matrix.start_, matrix.index_ = starts, rows[order].astype(np.int32)
    matrix.value_ = factors[order]
    highs = highspy.Highs()
    highs.setOptionValue("output_flag", False)
    highs.passModel(program)
    highs.run()
    if highs.getModelStatus() != highspy.HighsModelStatus.kOptimal:
        raise RuntimeError(f"HiGHS ended with {highs.modelStatusToString(highs.getModelStatus())}")
    return float(highs.getInfo().objective_function_value)
