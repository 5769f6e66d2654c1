"""Plans are feasible, provably near the best, and the same whatever the order of the rows."""

from __future__ import annotations

import polars as pl
import pytest
from bench.instances import health_system, published_england
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.core.matching.tiny import (
    arcs,
    best_objective,
    certified_bound,
    line,
    offer,
    pathway,
    problem,
)

from tidegate.core.matching.problem import Problem
from tidegate.core.matching.solve import Status, Stop, solve
from tidegate.core.matching.value import week_values

EXACT = Stop(gap=0.0)


@st.composite
def tiny_problems(draw: st.DrawFn) -> Problem:
    """Up to four people and four offers, two sites, two lines and a budget."""
    pathways = [
        pathway(
            f"W{index}",
            zone=draw(st.sampled_from(["A", "B"])),
            holder=draw(st.sampled_from(["T1", "S1"])),
            priority=draw(st.sampled_from(["P2", "P3", "P4"])),
            weeks_waited=draw(st.sampled_from([3, 14, 20, 50, 51, 63, 70])),
            tfc=draw(st.sampled_from(["110", "110", "120"])),
            asa=draw(st.sampled_from([1, 3, None])),
            earliest_week=draw(st.integers(0, 2)),
            consent=draw(st.sampled_from([True, True, None, False])),
            travel_max_minutes=draw(st.sampled_from([None, 25.0])),
            count=draw(st.integers(0, 2)),
        )
        for index in range(draw(st.integers(0, 4)))
    ]
    offers = [
        offer(
            f"O{index}",
            site=draw(st.sampled_from(["S1", "S2"])),
            line_id=draw(st.sampled_from([None, "L1", "L2"])),
            tfcs=draw(st.sampled_from([["110"], ["110", "120"]])),
            week=draw(st.integers(0, 3)),
            units=draw(st.integers(0, 2)),
            max_asa=draw(st.sampled_from([None, 2])),
        )
        for index in range(draw(st.integers(0, 4)))
    ]
    lines = [
        line(
            name,
            minimum_take=draw(st.integers(0, 2)),
            cap=draw(st.sampled_from([None, 1, 3])),
            unit_price_pence=draw(st.sampled_from([0, 120_000, 900_000])),
        )
        for name in ("L1", "L2")
    ]
    money = draw(st.sampled_from([None, 0, 130_000, 1_000_000]))
    minutes = {("A", "S1"): 12.0, ("A", "S2"): 40.0, ("B", "S1"): 30.0, ("B", "S2"): 5.0}
    return problem(
        pathways or [pathway("W9", count=0)],
        offers or [offer("O9", units=0)],
        lines=lines,
        budgets=None if money is None else {"X": money},
        minutes=minutes,
    )


class TestAgainstEveryPlanThereIs:
    @settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
    @given(tiny=tiny_problems())
    def test_the_bound_holds_and_the_plan_reaches_it_but_for_a_budgets_fractions(
        self, tiny, policy
    ):
        result = solve(tiny, policy, EXACT, seed=1)
        best = best_objective(tiny, policy)
        assert result.objective <= best + 1e-6
        assert result.bound >= best - 1e-6
        assert result.violations == {}
        if tiny.budgets.is_empty():
            assert result.objective == pytest.approx(best)
            assert result.bound == pytest.approx(best)

    @settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
    @given(tiny=tiny_problems())
    def test_the_prices_alone_prove_the_bound(self, tiny, policy):
        result = solve(tiny, policy, EXACT, seed=1)
        assert certified_bound(tiny, policy, result.prices) == pytest.approx(result.bound)

    @settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
    @given(tiny=tiny_problems(), noise=st.lists(st.floats(-500, 500), min_size=12, max_size=12))
    def test_disturbed_prices_still_prove_a_bound(self, tiny, noise, policy):
        prices = solve(tiny, policy, EXACT, seed=1).prices
        added = pl.Series((noise * 2)[: prices.height], dtype=pl.Float64)
        disturbed = prices.with_columns(price=(pl.col("price") + added).clip(lower_bound=0))
        assert certified_bound(tiny, policy, disturbed) >= best_objective(tiny, policy) - 1e-6

    @settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
    @given(tiny=tiny_problems())
    def test_everybody_is_matched_lawfully_or_has_a_reason(self, tiny, policy):
        result = solve(tiny, policy, EXACT, seed=1)
        allowed = arcs(tiny, policy)
        for row in result.assignments.to_dicts():
            assert allowed[row["pathway_id"], row["offer_id"]] == pytest.approx(row["value"])
        assert result.assignments["count"].sum() + result.unmatched["count"].sum() == tiny.people
        assert result.unmatched["code"].null_count() == 0
        idle = result.offers.filter(pl.col("unused") > 0)
        assert idle["cause"].null_count() == 0


class TestContractLines:
    """One line at £5,000 a unit (400 points), two units prepaid, at most three."""

    @pytest.mark.parametrize(
        ("people", "used", "spend_pence", "idle_pence"),
        [(1, 1, 0, 500_000), (2, 2, 0, 0), (3, 3, 500_000, 0), (5, 3, 500_000, 0)],
    )
    def test_money_is_exact_below_at_and_above_the_minimum_take(
        self, people, used, spend_pence, idle_pence, policy
    ):
        row = line(minimum_take=2, cap=3, unit_price_pence=500_000)
        tiny = problem(
            [pathway("W", count=people)], [offer("O", line_id="L1", units=9)], lines=[row]
        )
        result = solve(tiny, policy, EXACT, seed=1)
        found = result.contracts.row(0, named=True)
        assert (found["used"], found["spend_pence"], found["idle_pence"]) == (
            used, spend_pence, idle_pence,
        )  # fmt: skip
        each = 110 * 12 - 20
        assert result.objective == pytest.approx(used * each - 80 * spend_pence / 100_000)
        assert result.gap == pytest.approx(0)

    def test_a_unit_that_costs_more_than_it_is_worth_is_not_bought(self, policy):
        row = line(unit_price_pence=2_000_000)
        tiny = problem([pathway("W")], [offer("O", line_id="L1")], lines=[row])
        result = solve(tiny, policy, EXACT, seed=1)
        assert result.assignments.is_empty()
        assert result.unmatched["code"].to_list() == ["CONTRACT_LIMIT"]

    @pytest.mark.parametrize(("pence", "treated"), [(299_999, 2), (300_000, 3), (300_001, 3)])
    def test_a_budget_is_kept_to_the_penny(self, pence, treated, policy):
        tiny = problem(
            [pathway("W", count=5)],
            [offer("O", line_id="L1", units=5)],
            lines=[line()],
            budgets={"X": pence},
        )
        result = solve(tiny, policy, EXACT, seed=1)
        assert result.assignments["count"].sum() == treated
        assert result.violations == {}

    def test_the_worth_of_more_money_is_priced(self, policy):
        tiny = problem(
            [pathway("W", count=5)],
            [offer("O", line_id="L1", units=5)],
            lines=[line()],
            budgets={"X": 300_000},
        )
        price = solve(tiny, policy, EXACT, seed=1).prices.filter(pl.col("kind") == "budget")
        assert price["price"].item() == pytest.approx(110 * 12 - 20 - 80)


class TestOrder:
    def test_priority_comes_first_where_both_could_use_the_slot(self, policy):
        tiny = problem(
            [pathway("ROUTINE", priority="P4", weeks_waited=60), pathway("URGENT", priority="P2")],
            [offer("O")],
        )
        result = solve(tiny, policy, EXACT, seed=1)
        assert result.assignments["pathway_id"].to_list() == ["URGENT"]
        assert result.unmatched["code"].to_list() == ["OUTBID"]

    def test_no_urgent_patient_is_left_while_a_routine_one_holds_a_slot_they_could_use(
        self, policy
    ):
        system = health_system(5, people=6_000, functions=3, zones=30)
        result = solve(system, policy, Stop(), seed=1)
        allowed = arcs_of_left(system, result, "P2", policy)
        held = result.assignments.join(
            system.pathways.filter(pl.col("priority") == "P4"), on="pathway_id"
        )["offer_id"]
        assert held.len() > 0
        assert allowed.isdisjoint(held.to_list())

    def test_equals_go_by_the_longest_wait(self, policy):
        same = [pathway(f"W{weeks}", weeks_waited=weeks) for weeks in (13, 25, 14, 20)]
        result = solve(problem(same, [offer("O", units=2)]), policy, EXACT, seed=1)
        assert result.assignments["pathway_id"].to_list() == ["W25", "W20"]

    def test_equals_with_other_sites_open_to_them_go_by_the_longest_wait_too(self, policy):
        limits = {"max_asa": 2, "week": 1, "units": 1}
        tiny = problem(
            [
                pathway("W25", weeks_waited=25, asa=None),
                *(pathway(f"W{weeks}", weeks_waited=weeks) for weeks in (13, 14, 16, 20)),
            ],
            [offer("O", units=1), offer("P", **limits), offer("Q", week=1, max_bmi=20.0)],
        )
        result = solve(tiny, policy, EXACT, seed=1)
        assert result.assignments.select("pathway_id", "offer_id").rows() == [
            ("W25", "O"), ("W20", "P"),
        ]  # fmt: skip

    @settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
    @given(tiny=tiny_problems())
    def test_nobody_holds_a_slot_that_an_equal_of_longer_wait_was_left_without(self, tiny, policy):
        result = solve(tiny, policy, EXACT, seed=1)
        allowed, facts = arcs(tiny, policy), {row["pathway_id"]: row for row in alike(tiny, policy)}
        for left in result.unmatched["pathway_id"].to_list():
            for holder, what in result.assignments.select("pathway_id", "offer_id").rows():
                if facts[left]["kind"] == facts[holder]["kind"] and (left, what) in allowed:
                    assert facts[left]["weeks_waited"] <= facts[holder]["weeks_waited"]

    def test_full_equals_go_by_a_lot_that_the_seed_draws(self, policy):
        same = [pathway(f"W{index}") for index in range(40)]
        tiny = problem(same, [offer("O", units=5)])
        chosen = [
            set(solve(tiny, policy, EXACT, seed=seed).assignments["pathway_id"].to_list())
            for seed in (1, 1, 2)
        ]
        assert chosen[0] == chosen[1] != chosen[2]


def alike(tiny: Problem, policy) -> list[dict[str, object]]:
    """Pathways with what makes them equals: specialty, home and the value of every week."""
    rows = tiny.pathways.to_dicts()
    for row in rows:
        worth = week_values(policy, row["priority"], row["weeks_waited"], tiny.weeks).tolist()
        row["kind"] = (row["tfc"], row["zone"], row["earliest_week"], tuple(worth))
    return rows


def arcs_of_left(system: Problem, result, priority: str, policy) -> set[str]:
    """Offers that people of a priority who were left out could have used."""
    left = result.unmatched.join(
        system.pathways.filter(pl.col("priority") == priority), on="pathway_id", how="semi"
    )
    few = Problem(
        system.start, system.weeks,
        system.pathways.join(left, on="pathway_id", how="semi"),
        system.offers, system.lines, system.budgets, system.travel,
    )  # fmt: skip
    return {offer_id for _, offer_id in arcs(few, policy)}


class TestSameAnswer:
    @pytest.mark.parametrize("shape", ["system", "published"])
    def test_whatever_the_order_of_the_rows(self, shape, policy):
        one = (
            health_system(3, people=4_000, functions=2, zones=25)
            if shape == "system"
            else published_england(3, functions=1, zones=12, sites=15, scale=0.1)
        )
        other = Problem(
            one.start,
            one.weeks,
            *(
                frame.sample(fraction=1.0, shuffle=True, seed=7)
                for frame in (one.pathways, one.offers, one.lines, one.budgets, one.travel)
            ),
        )
        first, second = (solve(each, policy, Stop(), seed=4) for each in (one, other))
        assert first.objective == second.objective
        assert first.bound == second.bound
        for name in ("assignments", "unmatched", "offers", "contracts", "prices", "equity"):
            assert getattr(first, name).equals(getattr(second, name)), name


class TestEmptyAndHopeless:
    def test_nobody_waiting_is_a_result(self, policy):
        tiny = problem([pathway("W")], [offer("O")])
        empty = Problem(
            tiny.start, tiny.weeks, tiny.pathways.clear(), tiny.offers, tiny.lines, tiny.budgets,
            tiny.travel,
        )  # fmt: skip
        result = solve(empty, policy, Stop(), seed=1)
        assert (result.status, result.objective, result.gap) == (Status.EMPTY, 0.0, 0.0)
        assert result.offers["cause"].to_list() == ["NO_ELIGIBLE_PATIENT"]

    def test_nothing_on_offer_is_a_result(self, policy):
        tiny = problem([pathway("W")], [offer("O")])
        empty = Problem(
            tiny.start, tiny.weeks, tiny.pathways, tiny.offers.clear(), tiny.lines, tiny.budgets,
            tiny.travel,
        )  # fmt: skip
        result = solve(empty, policy, Stop(), seed=1)
        assert result.status is Status.EMPTY
        assert result.unmatched["code"].to_list() == ["NO_OFFER_FOR_SPECIALTY"]

    @pytest.mark.parametrize(
        ("who", "what", "code", "cause"),
        [
            ({"tfc": "999"}, {}, "NO_OFFER_FOR_SPECIALTY", "NO_ELIGIBLE_PATIENT"),
            ({"zone": "FAR"}, {}, "NO_OFFER_IN_REACH", "NO_ELIGIBLE_PATIENT"),
            ({"travel_max_minutes": 9.0}, {}, "NO_OFFER_IN_REACH", "NO_ELIGIBLE_PATIENT"),
            ({"travel_max_miles": 9.0}, {}, "NO_OFFER_IN_REACH", "NO_ELIGIBLE_PATIENT"),
            ({"asa": 3}, {"max_asa": 2}, "CRITERIA_REFUSE", "CRITERIA_TOO_TIGHT"),
            ({"asa": None}, {"max_asa": 2}, "PREASSESSMENT_NEEDED", "CRITERIA_TOO_TIGHT"),
            ({"consent": None}, {}, "CONSENT_NOT_GIVEN", "PATIENT_DECLINED"),
            ({"consent": False}, {}, "CONSENT_NOT_GIVEN", "PATIENT_DECLINED"),
            ({"earliest_week": 2}, {}, "TOO_LATE", "NO_ELIGIBLE_PATIENT"),
        ],
    )
    def test_each_obstacle_has_its_code(self, who, what, code, cause, policy):
        tiny = problem([pathway("W", **who)], [offer("O", **what)], minutes={("A", "S1"): 10.0})
        result = solve(tiny, policy, Stop(), seed=1)
        assert result.assignments.is_empty()
        assert result.unmatched["code"].to_list() == [code]
        assert result.offers["cause"].to_list() == [cause]

    @pytest.mark.parametrize(
        ("refused", "unasked", "cause"),
        [(3, 1, "CRITERIA_TOO_TIGHT"), (1, 3, "PATIENT_DECLINED"), (2, 2, "CRITERIA_TOO_TIGHT")],
    )
    def test_the_larger_group_names_the_cause(self, refused, unasked, cause, policy):
        people = [
            pathway("REFUSED", asa=3, count=refused),
            pathway("UNASKED", consent=None, count=unasked),
        ]
        result = solve(problem(people, [offer("O", max_asa=2)]), policy, Stop(), seed=1)
        assert result.offers["cause"].to_list() == [cause]

    @pytest.mark.parametrize("minutes", [30.1, 45.3, 60.7])
    def test_a_journey_as_long_as_the_limit_is_within_it(self, minutes, policy):
        person = pathway("W", travel_max_minutes=minutes)
        tiny = problem([person], [offer("O")], minutes={("A", "S1"): minutes})
        assert solve(tiny, policy, Stop(), seed=1).assignments.height == 1

    def test_the_holders_own_offer_needs_no_consent(self, policy):
        tiny = problem([pathway("W", holder="N1", consent=None)], [offer("O")])
        assert solve(tiny, policy, Stop(), seed=1).assignments.height == 1
