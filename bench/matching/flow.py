"""OR-Tools' min-cost flow on the network: exact without budgets and floors."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from bench.matching.network import Network

_TENTHS = 10
"""Journeys have tenths of a minute: values in tenths of a point are whole."""


def best_flow(network: Network) -> float:
    """Return the value of the best plan, in points.

    Raises:
        ImportError: OR-Tools is not installed.
        RuntimeError: it found no best flow.
    """
    from ortools.graph.python import min_cost_flow  # noqa: PLC0415 - a peer, not always there

    solver = min_cost_flow.SimpleMinCostFlow()
    people, sink = len(network.supply), network.nodes - 1
    worth = np.rint(network.value * _TENTHS).astype(np.int64)
    everybody = int(network.supply.sum())
    capacity = np.minimum(network.capacity, everybody)
    solver.add_arcs_with_capacity_and_unit_cost(network.tail, network.head, capacity, -worth)
    stay = np.arange(people)
    solver.add_arcs_with_capacity_and_unit_cost(
        stay, np.full(people, sink), network.supply, np.zeros(people, np.int64)
    )
    solver.set_nodes_supplies(np.append(stay, sink), np.append(network.supply, -everybody))
    status = solver.solve()
    if status != solver.OPTIMAL:
        raise RuntimeError(f"min-cost flow ended with {status}")
    return -solver.optimal_cost() / _TENTHS
