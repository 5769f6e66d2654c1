"""Plans are the best there are: tried one by one, and by other people's solvers."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import polars as pl
import pytest
from bench.instances import england
from bench.matching.network import make_network
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.core.matching.engines import ENGINES, EXACT
from tests.core.matching.random_problems import problems
from tests.core.matching.tiny import best_objective

from tidegate.core.matching.market.make import make_market
from tidegate.core.matching.policy import EquityFloor
from tidegate.core.matching.problem import make_problem
from tidegate.core.matching.solve import Stop

FLOORS = (EquityFloor((1,), 1.0), EquityFloor((1, 2), 0.5))
PEOPLE = 6_000
GAP = 0.0005
KEPT = 1e-6  # share that binary arithmetic may lose

engines = pytest.mark.parametrize("solve", ENGINES.values(), ids=ENGINES)
slow = settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))


def without(tiny, *tables: str):
    """The same problem without lines or without budgets."""
    changed = {name: getattr(tiny, name).clear() for name in tables}
    if "lines" in tables:
        changed["offers"] = tiny.offers.with_columns(line_id=pl.lit(None, pl.String))
    return replace(tiny, **changed)


@engines
class TestAgainstEveryPlanThereIs:
    @slow
    @given(tiny=problems())
    def test_units_alone_leave_no_gap(self, solve, tiny, policy):
        tiny = without(tiny, "lines", "budgets")
        result, best = solve(tiny, policy, EXACT, 1), best_objective(tiny, policy)
        assert result.objective == pytest.approx(best)
        assert result.bound == pytest.approx(best)

    @slow
    @given(tiny=problems())
    def test_contract_lines_leave_no_gap(self, solve, tiny, policy):
        tiny = without(tiny, "budgets")
        result, best = solve(tiny, policy, EXACT, 1), best_objective(tiny, policy)
        assert result.objective == pytest.approx(best)
        assert result.bound == pytest.approx(best)

    @slow
    @given(tiny=problems(), floor=st.sampled_from([None, *FLOORS]))
    def test_budgets_and_floors_leave_the_gap_that_is_stated(self, solve, tiny, floor, policy):
        policy = replace(policy, equity=floor)
        result, best = solve(tiny, policy, EXACT, 1), best_objective(tiny, policy)
        assert result.objective <= best + KEPT * max(1, best)
        assert result.bound >= best - KEPT * max(1, best)
        assert result.gap == pytest.approx(
            (result.bound - result.objective) / result.bound if result.bound else 0
        )
        assert result.violations == {}


@engines
@pytest.mark.parametrize(("size", "seed"), [(8, 1), (40, 2), (100, 3)])
def test_a_square_of_costs_from_1_to_100_is_assigned_as_scipy_does(solve, size, seed, policy):
    """The public assignment benchmarks' shape (Beasley 1990: uniform whole costs from 1 to 100)."""
    optimize = pytest.importorskip("scipy.optimize")
    costs = np.random.default_rng(seed).integers(1, 101, (size, size))
    names = [f"{n:03}" for n in range(size)]
    square = make_problem(
        date(2026, 1, 5),
        1,
        pathways=pl.DataFrame(
            {"pathway_id": names, "zone": names, "tfc": "110", "modality": "day_case",
             "priority": "P4", "weeks_waited": 0, "consent": True}
        ),
        offers=pl.DataFrame(
            {"offer_id": names, "site": names, "provider": names, "modality": "day_case",
             "tfcs": [["110"]] * size, "week": 0, "units": 1}
        ),
        travel=pl.DataFrame(
            {"zone": np.repeat(names, size), "site": np.tile(names, size),
             "minutes": costs.ravel().astype(float)}
        ),
    )  # fmt: skip
    rows, columns = optimize.linear_sum_assignment(costs)
    least = costs[rows, columns].sum()
    result = solve(square, policy, EXACT, 1)
    each = 100 * (1 + policy.weeks_beyond)
    assert result.objective == size * each - policy.minute_points * least
    assert result.bound == pytest.approx(result.objective)


@pytest.fixture(scope="module")
def board():
    return england(4, PEOPLE)


class TestAgainstOtherSolvers:
    @engines
    def test_min_cost_flow_finds_no_better_plan(self, solve, board, policy):
        pytest.importorskip("ortools")
        from bench.matching.flow import best_flow

        plain = without(board, "budgets")
        market = make_market(plain, policy, 1)
        best = best_flow(make_network(plain, policy, market))
        within(solve(plain, policy, Stop(gap=GAP), 1), best)

    @engines
    def test_a_linear_program_with_side_rows_finds_no_better_plan(self, solve, board, policy):
        from bench.matching.linear import best_fraction

        fair = replace(policy, equity=EquityFloor((1, 2), 1.0))
        market = make_market(board, fair, 1)
        best = best_fraction(board, market, make_network(board, fair, market))
        result = solve(board, fair, Stop(gap=GAP), 1)
        assert result.violations == {}
        assert result.objective <= best * (1 + KEPT)
        assert result.bound >= best * (1 - KEPT)
        assert result.objective >= best * (1 - 0.0025)

    @slow
    @given(tiny=problems())
    def test_the_network_that_they_are_given_is_the_problem(self, tiny, policy):
        pytest.importorskip("ortools")
        from bench.matching.flow import best_flow
        from bench.matching.linear import best_fraction

        tiny = without(tiny, "budgets")
        market = make_market(tiny, policy, 1)
        network = make_network(tiny, policy, market)
        best = best_objective(tiny, policy)
        assert best_flow(network) == pytest.approx(best)
        assert best_fraction(tiny, market, network) == pytest.approx(best)


def within(result, best: float) -> None:
    """The plan is within its gap of the best, and its bound holds."""
    assert result.violations == {}
    assert result.objective <= best * (1 + KEPT)
    assert result.bound >= best * (1 - KEPT)
    assert result.gap <= GAP
    assert result.objective >= best * (1 - GAP)
