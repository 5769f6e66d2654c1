"""What the report says of the plan's value and of what would help, and what it keeps to itself."""

from __future__ import annotations

import json
from dataclasses import replace

import polars as pl
import pytest
from tests.exchange.matching.small_plan import small_context, small_policy, small_problem

from tidegate.core.disclosure import Profile
from tidegate.core.matching.result import RELAXING
from tidegate.core.matching.solve import Stop, solve
from tidegate.exchange.matching.plan_folder import write_plan
from tidegate.exchange.matching.report import advice

ROWS = [
    ("CONSENT", "Z01", "", 80, 160_000.0, 2_400.0, "ask those who have not said yes to moving"),
    ("MAX_BMI", "ZN101", "", 3, 9_000.0, 4_000.0, "raise its limit on BMI by 5"),
    ("UNIT", "O1", "ZN101", 1, 7_880.0, 7_880.0, "one more unit in week 3"),
    ("MONEY", "ZQ1", "", 1, 800.0, 800.0, "£1,000 more to spend"),
]


@pytest.fixture(scope="module")
def summary(tmp_path_factory):
    folder = tmp_path_factory.mktemp("advice") / "plan"
    problem = small_problem()
    yes = pl.lit(value=True)
    problem = replace(problem, pathways=problem.pathways.with_columns(consent=yes))
    result = solve(problem, small_policy(), Stop(), 1)
    told = pl.DataFrame(ROWS, schema=dict(RELAXING), orient="row")
    write_plan(folder, problem, small_policy(), replace(result, relaxing=told), small_context())
    assert "What would help most" in (folder / "report.html").read_text("utf-8")
    return json.loads((folder / "summary.json").read_text("utf-8"))


def public(summary, **changed):
    return {**summary, "profile": Profile.HES_SUBNATIONAL.value, **changed}


def test_the_tiers_of_the_summary_add_up_to_its_objective(summary):
    points = sum(row["points"] for row in summary["value_by_tier"])
    assert points == pytest.approx(summary["objective"])


def test_the_value_is_told_by_part_with_its_share(summary):
    table = advice.value(summary)
    assert [row[0] for row in table.rows] == list(advice.TIERS.values())[:5]
    assert all(row[2] for row in table.rows)


def test_points_never_give_a_hidden_count_away(summary):
    few = [{"tier": "PRIORITY", "amount": 5, "points": 75_000.0}]
    (row,) = advice.value(public(summary, value_by_tier=few)).rows
    assert row[1:] == ("* people", "*")
    headline = {**summary["headline"], "treated": 4}
    assert advice.value(public(summary, headline=headline)) is None


def test_the_best_change_is_said_first_and_names_stand_for_codes(summary):
    told = advice.what_would_help(summary)
    assert told["sentence"] == (
        "The one change that would bring most: ask those who have not said yes to moving "
        "(Northmere Hospitals). At today’s prices it would help up to 80 people, by up to "
        "1,600 weeks of routine waiting."
    )
    assert [row[0] for row in told["table"].rows][:3] == [
        "Northmere Hospitals", "The Larches Hospital", "The Larches Hospital (O1)",
    ]  # fmt: skip


def test_changes_for_a_handful_of_people_stay_out_of_a_public_report(summary):
    told = advice.what_would_help(public(summary))
    assert "raise its limit on BMI by 5" not in {row[1] for row in told["table"].rows}
    assert told["table"].rows[0][2] == "80"


def test_a_plan_that_looked_for_none_has_no_such_section(summary):
    assert advice.what_would_help({**summary, "relaxing": {"count": 0, "rows": []}}) is None
    assert advice.what_would_help({"profile": summary["profile"]}) is None


def test_paid_for_units_that_nobody_can_reach_are_told_with_their_money(summary):
    told = {"lines": 2, "units": 30, "pence": 4_500_000}
    assert advice.unreachable({"unreachable": told}) == (
        "On 2 contract lines, 30 prepaid units (£45,000) are paid for that nobody eligible can "
        "reach: one more there would be worth nothing."
    )
    assert advice.unreachable({"unreachable": {**told, "units": 0}}) == ""


def test_the_price_of_a_floor_is_said_by_area():
    rows = [{"kind": "equity", "name": "Northmere", "price": 300.0}]
    assert advice.equity_prices({"prices": rows}) == [
        "In Northmere the floor for people from the most deprived homes decides some places: "
        "asking for one of them fewer would be worth 3.0 weeks of routine waiting to others."
    ]
