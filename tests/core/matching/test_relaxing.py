"""What loosening each rule would bring, so that a manager sees what to change first."""

from __future__ import annotations

import math
from collections import defaultdict
from dataclasses import replace

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from tests.core.matching.advised import pairs, planned, problems
from tests.core.matching.tiny import line, offer, pathway, problem

from tidegate.core.matching.advice.levers import Lever
from tidegate.core.matching.advice.terms import Steps
from tidegate.core.matching.eligibility import judge
from tidegate.core.matching.market.make import make_market
from tidegate.core.matching.policy import EquityFloor
from tidegate.core.matching.relaxing import relaxing
from tidegate.core.matching.result import RELAXING
from tidegate.core.reasons import Verdict

STEPS = Steps(minutes=15, miles=(50.0, 100.0), max_asa=1, max_bmi=5.0, min_age=2)
NOT_ABOUT_PEOPLE = (Lever.UNIT, Lever.MONEY, Lever.CAP, Lever.EQUITY)


def relaxed(tiny, policy):
    market, prices, _, result = planned(tiny, policy)
    return relaxing(tiny, policy, market, prices, STEPS), market, prices, result


def rows(tiny, policy):
    frame, *_ = relaxed(tiny, policy)
    assert frame.schema == dict(RELAXING)
    return {(row["rule"], row["subject"], row["detail"]): row for row in frame.to_dicts()}


def looser(what):
    """Each limit of an offer a step looser, one at a time."""
    for lever, name, step in (
        (Lever.MAX_ASA, "max_asa", 1),
        (Lever.MAX_BMI, "max_bmi", 5),
        (Lever.MIN_AGE, "min_age", -2),
    ):
        if what[name] is not None:
            yield (lever, ""), {**what, name: what[name] + step}
    for item in what["excludes"] or []:
        left = [each for each in what["excludes"] if each != item]
        yield (Lever.EXCLUDES, item), {**what, "excludes": left}


def changes(who, what, obstacles, way):
    """Name every single change that would let this person use this offer."""
    if obstacles == {"minutes"} and way["minutes"] <= who["travel_max_minutes"] + 15:
        band = math.ceil(who["travel_max_minutes"] / 15) * 15
        yield Lever.TRAVEL_MINUTES, f"up to {band} minutes", ""
    if obstacles == {"miles"} and way["miles"] is not None and way["miles"] <= 100:
        yield Lever.TRAVEL_MILES, "to 100 miles", ""
    if obstacles == {"consent"}:
        yield Lever.CONSENT, who["holder"], ""
    if obstacles == {"criteria"}:
        verdict = judge(who, what)[0]
        if verdict is Verdict.REFER:
            yield Lever.PRE_ASSESSMENT, what["site"], ""
        else:
            for (lever, item), other in looser(what):
                if judge(who, other)[0] is Verdict.ACCEPT:
                    yield lever, what["site"], item


@settings(max_examples=60, deadline=None)
@given(tiny=problems())
def test_it_is_what_trying_every_pair_says(policy, tiny):
    frame, market, prices, _ = relaxed(tiny, policy)
    judged = pairs(tiny, policy)
    way = {(row["zone"], row["site"]): row for row in tiny.travel.to_dicts()}
    offers = tiny.offers.to_dicts()
    pool_of = market.pools.offer_pool.tolist()
    gains = defaultdict(lambda: defaultdict(list))
    for who in tiny.pathways.to_dicts():
        base, could = 0.0, {}
        for what, pool in zip(offers, pool_of, strict=True):
            obstacles, value, _ = judged[who["pathway_id"], what["offer_id"]]
            if "week" in obstacles or not market.pools.units[pool, what["week"]]:
                continue
            line_price = prices.line[0] if what["line_id"] else 0.0
            net = value - prices.cell[pool, what["week"]] - line_price
            if not obstacles:
                base = max(base, net)
            there = way[who["zone"], what["site"]]
            for change in changes(who, what, obstacles, there):
                key = (-net, there["minutes"], pool)
                could[change] = min(could.get(change, (math.inf,)), key)
        for change, (loss, *_, pool) in could.items():
            gains[change][pool] += [-loss - base] * who["count"] if -loss - base >= 1 else []
    expected = {}
    for change, by_pool in gains.items():
        people, points = 0, 0.0
        for pool, each in by_pool.items():
            kept = min(len(each), int(market.pools.units[pool].sum()))
            people += kept
            points += kept * sum(each) / len(each) if each else 0.0
        if people:
            best = max(gain for each in by_pool.values() for gain in each)
            expected[change] = (people, pytest.approx(points), pytest.approx(best))
    found = {
        (row["rule"], row["subject"], row["detail"]): (
            row["people"], row["points"], row["best_points"],
        )
        for row in frame.to_dicts()
        if row["rule"] not in NOT_ABOUT_PEOPLE
    }  # fmt: skip
    assert found == expected


NEAR_AND_FAR = {("A", "S1"): 10.0, ("A", "S2"): 50.0}
FAR = {("A", "S1"): 50.0}


class TestASimpleCase:
    def test_fifteen_minutes_more_would_bring_two_people_of_three_to_two_units(self, policy):
        tiny = problem(
            [pathway("W", travel_max_minutes=40.0, count=3)], [offer("O", units=2)], minutes=FAR
        )
        found = rows(tiny, policy)["TRAVEL_MINUTES", "up to 45 minutes", ""]
        # Twelve weeks at 110 points less fifty minutes of travel.
        assert (found["people"], found["points"], found["best_points"]) == (2, 2440.0, 1220.0)
        assert found["words"] == "travel 15 minutes further"

    def test_somebody_with_a_slot_gains_only_what_the_other_is_better(self, policy):
        tiny = problem(
            [pathway("W", bmi=43.0)],
            [offer("LATE", site="S2", week=3), offer("SOON", max_bmi=40.0)],
            minutes=NEAR_AND_FAR,
        )
        found = rows(tiny, policy)["MAX_BMI", "S1", ""]
        assert found["points"] == 3 * 110 + 2 * 40
        assert found["words"] == "raise its limit on BMI by 5"

    def test_two_limits_that_both_stop_somebody_promise_nothing(self, policy):
        tiny = problem([pathway("W", bmi=43.0, asa=3)], [offer("O", max_bmi=40.0, max_asa=2)])
        assert rows(tiny, policy) == {}

    def test_an_unknown_attribute_asks_for_a_pre_assessment(self, policy):
        tiny = problem([pathway("W", bmi=None)], [offer("O", max_bmi=40.0)])
        assert list(rows(tiny, policy)) == [("PRE_ASSESSMENT", "S1", "")]

    def test_each_excluded_condition_has_its_own_row(self, policy):
        tiny = problem(
            [pathway("W1", conditions=["stroke"]), pathway("W2", conditions=["dialysis"])],
            [offer("O", excludes=["stroke", "dialysis"])],
        )
        assert set(rows(tiny, policy)) == {
            ("EXCLUDES", "S1", "stroke"),
            ("EXCLUDES", "S1", "dialysis"),
        }

    def test_a_site_without_critical_care_is_told_whom_it_could_take(self, policy):
        tiny = problem([pathway("W", needs_critical_care=True)], [offer("O", critical_care=False)])
        assert list(rows(tiny, policy)) == [("CRITICAL_CARE", "S1", "")]

    def test_the_holder_is_asked_to_ask_those_who_have_not_said_yes(self, policy):
        tiny = problem([pathway("W", consent=None), pathway("V", consent=False)], [offer("O")])
        found = rows(tiny, policy)["CONSENT", "T1", ""]
        assert (found["people"], found["points"]) == (1, 1300.0)

    def test_one_more_unit_is_worth_its_price(self, policy):
        tiny = problem([pathway("W", count=3)], [offer("O", week=1)])
        found = rows(tiny, policy)["UNIT", "O", "S1"]
        assert found["points"] == found["best_points"] == 1190.0
        assert found["words"] == "one more unit in week 2"

    def test_more_money_is_worth_what_the_budget_costs(self, policy):
        tiny = problem(
            [pathway("W", count=3)], [offer("O", line_id="L1", units=3)],
            lines=[line()], budgets={"X": 100_000},
        )  # fmt: skip
        # Three would each gain 1,300 for £1,000 that counts 80 points; one can be paid for.
        assert rows(tiny, policy)["MONEY", "X", ""]["points"] == pytest.approx(1220.0)

    def test_a_cap_that_binds_is_worth_the_slot_less_its_money(self, policy):
        tiny = problem(
            [pathway("W", count=3)], [offer("O", line_id="L1", units=3)], lines=[line(cap=1)]
        )
        assert rows(tiny, policy)["CAP", "L1", "K1"]["points"] == pytest.approx(1220.0)

    def test_equity_prices_are_told_by_area_and_move_what_people_gain(self, policy):
        enforced = replace(policy, equity=EquityFloor((1,), 1.0))
        tiny = problem(
            [pathway("POOR", imd_quintile=1, consent=None), pathway("RICH", imd_quintile=5)],
            [offer("O", units=2)],
        )
        _, prices, *_ = planned(tiny, policy)
        prices = replace(prices, equity=np.array([100.0]))
        market = make_market(tiny, enforced, 1)
        frame = relaxing(tiny, enforced, market, prices, STEPS)
        found = {row["rule"]: row for row in frame.to_dicts()}
        assert found["EQUITY"]["points"] == 100.0
        # Half of those treated are to be deprived: each such person counts half the price more.
        assert found["CONSENT"]["points"] == 1300.0 + 50.0


def test_nothing_to_loosen_is_an_empty_table(policy):
    tiny = problem([pathway("W")], [offer("O")])
    frame, *_ = relaxed(tiny, policy)
    assert frame.filter(pl.col("rule") != "UNIT").is_empty()


@pytest.mark.parametrize("changed", [{"minutes": 0}, {"miles": (100.0, 50.0)}])
def test_steps_that_lead_nowhere_are_refused(changed):
    with pytest.raises(ValueError, match=r"step|bands"):
        replace(STEPS, **changed)
