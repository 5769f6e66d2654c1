"""What a plan's value is made of, tier by tier, and that nothing is lost between them."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from tests.core.matching.advised import problems
from tests.core.matching.tiny import line, offer, pathway, problem

from tidegate.core.matching.solve import Stop, solve
from tidegate.core.matching.tiers import Tier, tiers


def found(tiny, policy):
    parts = tiers(tiny, policy, solve(tiny, policy, Stop(gap=0.0), seed=1))
    return {part.tier: (part.amount, part.points) for part in parts}


@settings(max_examples=40, deadline=None)
@given(tiny=problems())
def test_the_tiers_add_up_to_the_objective(policy, tiny):
    result = solve(tiny, policy, Stop(gap=0.0), seed=1)
    parts = tiers(tiny, policy, result)
    assert sum(part.points for part in parts) == pytest.approx(result.objective, abs=1e-6)
    assert [part.tier for part in parts] == list(Tier)[:5]


def test_an_urgent_patient_and_a_breach_avoided_are_told_apart(policy):
    tiny = problem(
        [pathway("URGENT", priority="P2", weeks_waited=1), pathway("LONG", weeks_waited=50)],
        [offer("O", units=2, week=1, line_id="L1")],
        lines=[line(minimum_take=1)],
    )
    # Both are treated in the second of four weeks, ten minutes away; one unit is paid extra.
    assert found(tiny, policy) == {
        Tier.PRIORITY: (1, 15_000.0),
        Tier.BREACHES: (1, 3_000.0),
        Tier.WEEKS: (6, 11 * 1_000.0 + 11 * 130.0),
        Tier.TRAVEL: (20.0, -40.0),
        Tier.MONEY: (100_000, -80.0),
    }


def test_a_plan_of_nobody_is_worth_nothing_in_every_tier(policy):
    tiny = problem([pathway("W", consent=None)], [offer("O")])
    assert {points for _, points in found(tiny, policy).values()} == {0.0}


def test_keeping_earlier_proposals_is_what_is_left(policy):
    tiny = problem([pathway("W")], [offer("O")])
    result = solve(tiny, policy, Stop(gap=0.0), seed=1)
    kept = replace(result, objective=result.objective + 500.0)
    last = tiers(tiny, replace(policy, stay_points=500.0), kept)[-1]
    assert (last.tier, last.points) == (Tier.STAYING, 500.0)
