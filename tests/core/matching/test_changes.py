"""What-if changes: what each does to a problem, how it is said, and when it cannot be made."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.core.matching import tiny

from tidegate.core.matching.changes.capacity import (
    Criterion,
    ListsCancelled,
    OfferCancelled,
    OfferUnits,
    PlaceUnits,
    SiteLimit,
)
from tidegate.core.matching.changes.change import Change, ImpossibleChanges, apply
from tidegate.core.matching.changes.money import Budget, Cap, MinimumTake
from tidegate.core.matching.changes.place import Place
from tidegate.core.matching.changes.rules import (
    ConsentGiven,
    FurtherMinutes,
    NextBand,
    OtherPolicy,
    TakenAsAssessed,
)
from tidegate.core.matching.policy import Policy
from tidegate.core.matching.problem import Problem
from tidegate.core.matching.solve import solve
from tidegate.core.matching.stop import Stop

WEEK_0, WEEK_1, WEEK_3 = date(2026, 1, 5), date(2026, 1, 12), date(2026, 1, 26)


def ward() -> Problem:
    """One site with three lists, two of them in week 0, and one clinic elsewhere."""
    return tiny.problem(
        [
            tiny.pathway("A", bmi=None, travel_max_minutes=15.0),
            tiny.pathway("B", consent=None, asa=None),
            tiny.pathway("C", consent=False, travel_max_miles=20.0),
        ],
        [
            tiny.offer("O1", units=3, max_bmi=35.0, line_id="L1"),
            tiny.offer("O2", units=5, max_bmi=40.0),
            tiny.offer("O3", units=2, week=1, max_asa=3),
            tiny.offer("O4", units=1, site="S2", modality="outpatient"),
            tiny.offer("O5", units=1, site="S2", modality="day_case"),
        ],
        lines=[tiny.line("L1", minimum_take=2)],
        budgets={"X": 100_000},
    )


def units(problem: Problem) -> dict[str, int]:
    return dict(problem.offers.select("offer_id", "units").sort("offer_id").iter_rows())


# change → units of O1 … O5 afterwards
CAPACITY = [
    (OfferUnits("O3", 12), {"O1": 3, "O2": 5, "O3": 14, "O4": 1, "O5": 1}),
    (OfferUnits("O1", -3), {"O1": 0, "O2": 5, "O3": 2, "O4": 1, "O5": 1}),
    # the largest list of the week takes what is added, and gives first what is taken
    (PlaceUnits(Place("S1", "110", None, WEEK_0), 4),
     {"O1": 3, "O2": 9, "O3": 2, "O4": 1, "O5": 1}),
    (PlaceUnits(Place("S1", "110", None, WEEK_0), -6),
     {"O1": 2, "O2": 0, "O3": 2, "O4": 1, "O5": 1}),
    (PlaceUnits(Place("S1", "110"), 1), {"O1": 3, "O2": 6, "O3": 3, "O4": 1, "O5": 1}),
    (PlaceUnits(Place("S2", "110", "day_case"), 1), {"O1": 3, "O2": 5, "O3": 2, "O4": 1, "O5": 2}),
    (OfferCancelled("O2"), {"O1": 3, "O3": 2, "O4": 1, "O5": 1}),
    (ListsCancelled(Place("S1", week=WEEK_0)), {"O3": 2, "O4": 1, "O5": 1}),
    (ListsCancelled(Place("S2")), {"O1": 3, "O2": 5, "O3": 2}),
]  # fmt: skip


@pytest.mark.parametrize(("change", "expected"), CAPACITY)
def test_a_change_of_capacity(change: Change, expected: dict[str, int], policy: Policy) -> None:
    changed, same = apply(ward(), policy, [change])
    assert units(changed) == expected
    assert same is policy


def test_units_in_a_week_without_a_list_are_a_new_list_on_the_nearest_ones_terms(
    policy: Policy,
) -> None:
    change = PlaceUnits(Place("S1", "110", None, WEEK_3), 6)
    changed, _ = apply(ward(), policy, [change])
    (new,) = changed.offers.filter(~pl.col("offer_id").is_in(["O1", "O2", "O3", "O4", "O5"])).rows(
        named=True
    )
    assert (new["week"], new["units"], new["max_asa"], new["site"]) == (3, 6, 3, "S1")
    assert new["offer_id"] == "O3-new-2026-01-26"


def test_a_sites_limit_moves_for_all_that_it_offers_and_for_nobody_else(policy: Policy) -> None:
    changed, _ = apply(ward(), policy, [SiteLimit("S1", Criterion.MAX_BMI, 45)])
    assert changed.offers.sort("offer_id")["max_bmi"].to_list() == [45, 45, 45, None, None]
    free, _ = apply(ward(), policy, [SiteLimit("S1", Criterion.MAX_BMI, None)])
    assert free.offers["max_bmi"].to_list() == [None] * 5


def column(problem: Problem, name: str) -> list[object]:
    return problem.pathways.sort("pathway_id")[name].to_list()


def test_people_go_further_only_where_they_had_a_limit(policy: Policy) -> None:
    further, _ = apply(ward(), policy, [FurtherMinutes(30)])
    assert column(further, "travel_max_minutes") == [45, None, None]
    band, _ = apply(ward(), policy, [NextBand()])
    assert column(band, "travel_max_miles") == [None, None, 50]
    anywhere, _ = apply(ward(), policy, [NextBand()] * 3)
    assert column(anywhere, "travel_max_miles") == [None, None, None]


def test_what_is_not_recorded_is_taken_to_be_within_the_strictest_limit(policy: Policy) -> None:
    changed, _ = apply(ward(), policy, [TakenAsAssessed()])
    assert column(changed, "bmi") == [35, 27, 27]
    assert column(changed, "asa") == [2, 3, 2]


def test_those_who_were_not_asked_agree_and_a_no_stays_a_no(policy: Policy) -> None:
    changed, _ = apply(ward(), policy, [ConsentGiven()])
    assert column(changed, "consent") == [True, True, False]


def test_money_changes_the_budget_and_the_line_that_are_named(policy: Policy) -> None:
    changes = [Budget("X", 250_000), MinimumTake("L1", 7), Cap("L1", 9)]
    changed, _ = apply(ward(), policy, changes)
    assert changed.budgets.rows() == [("X", 250_000)]
    line = changed.lines.row(0, named=True)
    assert (line["minimum_take"], line["cap"]) == (7, 9)
    freed, _ = apply(changed, policy, [Budget("X", None), Cap("L1", None)])
    assert freed.budgets.is_empty()
    assert freed.lines["cap"].to_list() == [None]


def test_another_policy_takes_the_place_of_the_first(policy: Policy) -> None:
    other = replace(policy, name="nearer", minute_points=20)
    problem, taken = apply(ward(), policy, [OtherPolicy(other)])
    assert taken is other
    assert units(problem) == units(ward())


IMPOSSIBLE = [
    (OfferUnits("O9", 1), "UNKNOWN_OFFER"),
    (OfferCancelled("O9"), "UNKNOWN_OFFER"),
    (PlaceUnits(Place("S9", "110"), 1), "UNKNOWN_SITE"),
    (PlaceUnits(Place("S1", "130"), 1), "NOTHING_ON_OFFER_THERE"),
    (PlaceUnits(Place("S2", "110"), 1), "SEVERAL_KINDS_OF_CARE"),
    (PlaceUnits(Place("S1", "110", None, date(2026, 2, 2)), 1), "WEEK_OUTSIDE_PLAN"),
    (PlaceUnits(Place("S1", "110", None, WEEK_3), -1), "NOTHING_ON_OFFER_THERE"),
    (PlaceUnits(Place("S1", "110", None, WEEK_0), -10), "FEWER_THAN_NONE"),
    (OfferUnits("O1", -5), "FEWER_THAN_NONE"),
    (ListsCancelled(Place("S9")), "UNKNOWN_SITE"),
    (SiteLimit("S9", Criterion.MAX_ASA, 3), "UNKNOWN_SITE"),
    (Budget("Y", 1), "UNKNOWN_PAYER"),
    (MinimumTake("L9", 1), "UNKNOWN_LINE"),
    (Cap("L9", 1), "UNKNOWN_LINE"),
]


@pytest.mark.parametrize(("change", "code"), IMPOSSIBLE)
def test_what_cannot_be_changed_is_refused_with_a_code(
    change: Change, code: str, policy: Policy
) -> None:
    with pytest.raises(ImpossibleChanges) as refused:
        apply(ward(), policy, [OfferUnits("O1", 1), change])
    (place, reason), *_ = refused.value.reasons.items()
    assert (place, reason.code) == (1, code)
    assert reason.detail


def test_units_that_are_not_there_every_week_are_refused_by_the_week_that_lacks_them(
    policy: Policy,
) -> None:
    with pytest.raises(ImpossibleChanges, match="of 2 units there in the week of 12 January 2026"):
        apply(ward(), policy, [PlaceUnits(Place("S1", "110"), -3)])


def test_a_rule_that_changes_nobody_is_refused(policy: Policy) -> None:
    known = tiny.problem([tiny.pathway("A")], [tiny.offer("O1")])
    for change, code in (
        (FurtherMinutes(5), "NO_TRAVEL_LIMIT"),
        (NextBand(), "NO_TRAVEL_LIMIT"),
        (TakenAsAssessed(), "EVERYBODY_ASSESSED"),
        (ConsentGiven(), "EVERYBODY_ASKED"),
        (OtherPolicy(policy), "POLICY_THE_SAME"),
    ):
        with pytest.raises(ImpossibleChanges) as refused:
            apply(known, policy, [change])
        assert refused.value.reasons[0].code == code
    with pytest.raises(ImpossibleChanges, match="does not wait for consent"):
        apply(ward(), replace(policy, require_consent=False), [ConsentGiven()])


def test_every_change_that_cannot_be_made_is_named_at_once(policy: Policy) -> None:
    with pytest.raises(ImpossibleChanges) as refused:
        apply(ward(), policy, [OfferUnits("O9", 1), OfferUnits("O1", 1), Cap("L9", 1)])
    assert sorted(refused.value.reasons) == [0, 2]


NAMES = {"S1": "The Larches", "X": "Northmere", "K1": "Larches block"}

WORDS = [
    (OfferUnits("O3", 12),
     "12 more units at The Larches for Trauma and Orthopaedics (day case) in the week of "
     "12 January 2026 (offer O3)"),
    (OfferUnits("O9", 1), "1 more unit in offer O9"),
    (PlaceUnits(Place("S1", "110", "day_case", WEEK_1), -1),
     "1 fewer unit at The Larches for Trauma and Orthopaedics (day case) in the week of "
     "12 January 2026"),
    (PlaceUnits(Place("S1", "110"), 2),
     "2 more units a week at The Larches for Trauma and Orthopaedics"),
    (OfferCancelled("O3"),
     "cancelling the list at The Larches for Trauma and Orthopaedics (day case) in the week of "
     "12 January 2026 (offer O3)"),
    (ListsCancelled(Place("S1", week=WEEK_0)),
     "cancelling every list at The Larches in the week of 5 January 2026"),
    (SiteLimit("S1", Criterion.MAX_BMI, 40), "taking patients up to a BMI of 40 at The Larches"),
    (SiteLimit("S1", Criterion.MIN_AGE, None), "taking patients of any age at The Larches"),
    (FurtherMinutes(30), "travelling up to 30 minutes further"),
    (Budget("X", 25_000_000), "a budget of £250,000 for Northmere"),
    (Budget("X", None), "no limit on what Northmere spends"),
    (MinimumTake("L1", 100), "a minimum take of 100 units on line L1 of Larches block"),
    (Cap("L9", None), "no cap on contract line L9"),
]  # fmt: skip


@pytest.mark.parametrize(("change", "said"), WORDS)
def test_a_change_is_said_as_a_manager_would(change: Change, said: str) -> None:
    assert change.words(ward(), lambda code: NAMES.get(code, code)) == said


def odd_units() -> None:
    OfferUnits("O1", 0)


def odd_limit() -> None:
    SiteLimit("S1", Criterion.MAX_ASA, 2.5)


def odd_week() -> None:
    Place("S1", week=date(2026, 1, 6))


def odd_budget() -> None:
    Budget("X", -1)


@pytest.mark.parametrize("odd", [odd_units, odd_limit, odd_week, odd_budget])
def test_a_change_that_makes_no_sense_cannot_even_be_said(odd) -> None:
    with pytest.raises(ValueError, match=r"must be|is named by"):
        odd()


@st.composite
def problems(draw: st.DrawFn) -> Problem:
    """Up to five people and four offers over four weeks."""
    people = [
        tiny.pathway(
            f"P{n}",
            priority=draw(st.sampled_from(["P2", "P3", "P4"])),
            weeks_waited=draw(st.integers(0, 70)),
            earliest_week=draw(st.integers(0, 3)),
            consent=draw(st.sampled_from([True, None])),
        )
        for n in range(draw(st.integers(1, 5)))
    ]
    offers = [
        tiny.offer(f"O{n}", week=draw(st.integers(0, 3)), units=draw(st.integers(0, 2)),
                   site=draw(st.sampled_from(["S1", "S2"])), line_id="L1")
        for n in range(draw(st.integers(1, 4)))
    ]  # fmt: skip
    prepaid, cap = draw(st.integers(0, 2)), draw(st.sampled_from([None, 0, 3]))
    lines = [tiny.line("L1", minimum_take=prepaid, cap=cap)]
    return tiny.problem(people, offers, lines=lines, budgets={"X": draw(st.integers(0, 300_000))})


@settings(max_examples=60, deadline=None)
@given(problems())
def test_without_a_change_problem_and_policy_are_the_ones_given(policy: Policy, problem) -> None:
    same, own = apply(problem, policy, [])
    assert same is problem
    assert own is policy


@settings(max_examples=40, deadline=None)
@given(problems(), st.integers(1, 3))
def test_adding_units_never_lowers_the_bound_below_what_was_reached(
    policy: Policy, problem, more
) -> None:
    before = solve(problem, policy, Stop(gap=0.0), 1)
    changed, _ = apply(problem, policy, [OfferUnits("O0", more)])
    after = solve(changed, policy, Stop(gap=0.0), 1)
    assert after.bound >= before.objective - 1e-6 * max(1, before.objective)
    assert tiny.best_objective(changed, policy) >= tiny.best_objective(problem, policy) - 1e-6


@settings(max_examples=40, deadline=None)
@given(problems(), st.integers(1, 3))
def test_units_added_and_taken_away_again_leave_the_problem_as_it_was(
    policy: Policy, problem, more
) -> None:
    there_and_back = [OfferUnits("O0", more), OfferUnits("O0", -more)]
    changed, _ = apply(problem, policy, there_and_back)
    assert changed.offers.equals(problem.offers)
