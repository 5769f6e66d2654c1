"""What holds of every plan, whoever made it: nobody and nothing is lost, broken or out of turn."""

from __future__ import annotations

from dataclasses import replace

import polars as pl
import pytest
from bench.instances import england
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.core.matching.engines import ENGINES, EXACT
from tests.core.matching.random_problems import policies, problems
from tests.core.matching.tiny import arcs

from tidegate.core.matching.certificate.check import certify
from tidegate.core.matching.policy import Breach, EquityFloor, Policy
from tidegate.core.matching.problem import Problem
from tidegate.core.matching.solve import Stop

FRAMES = ("pathways", "offers", "lines", "budgets", "travel")

engines = pytest.mark.parametrize("solve", ENGINES.values(), ids=ENGINES)
some = settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))


@pytest.fixture(scope="module")
def strict() -> Policy:
    """The weights of the shipped strict-order policy, spelt out: tests of core read no files."""
    from datetime import date

    return Policy(
        name="strict", version="2026", author="test", source="spec", in_force=date(2026, 1, 1),
        week_points={"P2": 4_600, "P3": 2_700, "P4": 800},
        treat_points={"P2": 680_000, "P3": 340_000, "P4": 0},
        wait_step_points=90, wait_step_weeks=13, weeks_beyond=8,
        breaches=(Breach(52, 110_000), Breach(65, 220_000)), past=(Breach(65, 220_000),),
        minute_points=1, thousand_pounds_points=1, require_consent=True, minutes_per_mile=2.4,
    )  # fmt: skip


@engines
class TestEveryPlan:
    @some
    @given(data=st.data(), tiny=problems(most=6))
    def test_keeps_every_limit_and_proves_what_it_claims(self, solve, data, tiny, policy):
        policy = data.draw(policies(policy))
        result = solve(tiny, policy, EXACT, 1)
        found = certify(tiny, policy, result.assignments, result.prices)
        assert found.violations == result.violations == {}
        assert found.objective == pytest.approx(result.objective)
        assert found.bound <= result.bound + 1e-6 * max(1, result.bound)

    @some
    @given(tiny=problems(most=6))
    def test_matches_only_what_the_rules_allow(self, solve, tiny, policy):
        allowed = arcs(tiny, policy)
        for who, what, value in (
            solve(tiny, policy, EXACT, 1)
            .assignments.select("pathway_id", "offer_id", "value")
            .rows()
        ):
            assert allowed[who, what] == pytest.approx(value)

    @some
    @given(tiny=problems(most=6))
    def test_accounts_for_every_patient_and_every_unit(self, solve, tiny, policy):
        result = solve(tiny, policy, EXACT, 1)
        placed = result.assignments.group_by("pathway_id").agg(placed=pl.col("count").sum())
        left = result.unmatched.select("pathway_id", left="count")
        people = (
            tiny.pathways.select("pathway_id", "count")
            .join(placed, on="pathway_id", how="left")
            .join(left, on="pathway_id", how="left")
            .fill_null(0)
        )
        assert people.filter(pl.col("count") != pl.col("placed") + pl.col("left")).is_empty()
        assert result.unmatched["code"].null_count() == 0
        used = result.assignments.group_by("offer_id").agg(sold=pl.col("count").sum())
        units = (
            tiny.offers.select("offer_id", "units")
            .join(result.offers.drop("units"), on="offer_id")
            .join(used, on="offer_id", how="left")
            .with_columns(pl.col("sold").fill_null(0))
        )
        assert units.height == tiny.offers.height
        assert units.filter(
            (pl.col("used") != pl.col("sold"))
            | (pl.col("units") != pl.col("used") + pl.col("unused"))
            | (pl.col("unused") < 0)
        ).is_empty()
        assert units.filter(pl.col("unused") > 0)["cause"].null_count() == 0

    @some
    @given(tiny=problems(most=6), seed=st.integers(0, 99))
    def test_is_the_same_whatever_the_order_of_the_rows(self, solve, tiny, seed, policy):
        other = shuffled(tiny, seed)
        same(*(solve(each, policy, EXACT, 1) for each in (tiny, other)))

    def test_is_the_same_for_thousands_whatever_the_order_of_the_rows(self, solve, policy):
        board = england(3, 4_000)
        fair = replace(policy, equity=EquityFloor((1, 2), 1.0))
        same(*(solve(each, fair, Stop(), 1) for each in (board, shuffled(board, 7))))


@engines
class TestStrictOrder:
    @some
    @given(tiny=problems(most=6))
    def test_nobody_of_lower_priority_holds_what_one_left_out_could_use(self, solve, tiny, strict):
        in_turn(tiny, strict, solve(tiny, strict, EXACT, 1))

    def test_nor_does_anybody_among_thousands(self, solve, strict):
        board = england(5, 2_000, with_budgets=False)
        in_turn(board, strict, solve(board, strict, Stop(), 1))


def in_turn(problem: Problem, policy: Policy, result) -> None:
    """Look through everybody left out and whatever they could have used."""
    priority = dict(problem.pathways.select("pathway_id", "priority").rows())
    held: dict[str, str] = {}
    for who, what in result.assignments.select("pathway_id", "offer_id").rows():
        held[what] = max(held.get(what, ""), priority[who])
    left = result.unmatched.select("pathway_id")
    few = replace(problem, pathways=problem.pathways.join(left, on="pathway_id", how="semi"))
    for who, what in arcs(few, policy):
        assert held.get(what, "") <= priority[who], (who, what)


def shuffled(problem: Problem, seed: int) -> Problem:
    """The same problem, every table in another order."""
    frames = {
        name: getattr(problem, name).sample(fraction=1.0, shuffle=True, seed=seed)
        for name in FRAMES
    }
    return replace(problem, **frames)


def same(first, second) -> None:
    """Two results are the same to the last byte."""
    assert (first.objective, first.bound) == (second.objective, second.bound)
    for name in ("assignments", "unmatched", "offers", "contracts", "prices", "equity"):
        assert getattr(first, name).equals(getattr(second, name)), name
