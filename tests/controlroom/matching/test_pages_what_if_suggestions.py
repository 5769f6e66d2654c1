"""What is suggested on the page of a what-if, from what a plan says that each rule costs."""

from __future__ import annotations

import polars as pl
import pytest
from tests.exchange.matching.small_plan import small_policy, small_problem

from tidegate.controlroom.matching.presenters.suggestions import suggestions
from tidegate.controlroom.matching.what_if_choices import Choices
from tidegate.core.matching.advice.levers import Lever
from tidegate.core.matching.advice.terms import Steps
from tidegate.core.matching.result import RELAXING

STEPS = Steps(minutes=15, miles=(50.0, 100.0), max_asa=1, max_bmi=5.0, min_age=2)
SUMMARY = {
    "start": "2026-02-02",
    "one_more_unit": {
        "rows": [
            {"site": "ZN101", "tfcs": "110", "modality": "inpatient", "best_week": 2,
             "price": 4_400.0},
        ]
    },
    "unmatched": [{"code": "CONSENT_NOT_GIVEN", "people": 70}],
}  # fmt: skip


def relaxing(*rows: tuple[str, str, int, float]) -> pl.DataFrame:
    told = [
        (rule, subject, "", people, points, points, "") for rule, subject, people, points in rows
    ]
    return pl.DataFrame(told, schema=dict(RELAXING), orient="row")


@pytest.fixture
def choices() -> Choices:
    problem = small_problem()
    offers = problem.offers.with_columns(
        max_bmi=pl.lit(35.0, pl.Float32), max_asa=pl.lit(6, pl.Int8)
    )
    from dataclasses import replace

    return Choices(replace(problem, offers=offers), small_policy(), lambda code: code)


def test_units_come_first_then_what_stops_people(choices: Choices) -> None:
    found = suggestions(SUMMARY, choices, relaxing(), STEPS)
    assert [one.text for one in found] == ["units ZN101 110 inpatient +5 2026-02-16", "consent"]
    assert found[0].why == ("one more unit there is worth as much as 44 weeks off a routine wait")
    assert found[1].why == "70 people are not asked yet, or did not agree to move"


def test_where_a_plan_tells_what_its_rules_cost_the_dearest_come_first(choices: Choices) -> None:
    told = relaxing(
        (Lever.MAX_BMI, "ZN101", 12, 9_000.0),
        (Lever.CONSENT, "Z01", 30, 8_000.0),
        (Lever.CONSENT, "Z02", 20, 6_000.0),
        (Lever.CAP, "L1", 1, 500.0),
        (Lever.MAX_BMI, "ZN102", 1, 100.0),
    )
    found = suggestions(SUMMARY, choices, told, STEPS)[1:]
    assert [one.text for one in found] == ["consent", "max_bmi ZN101 40", "cap L1 155"]
    assert found[0].why == "at this plan’s prices 50 people could gain up to 140 routine weeks"


def test_a_limit_that_cannot_be_loosened_is_not_suggested(choices: Choices) -> None:
    told = relaxing((Lever.MAX_ASA, "ZN101", 5, 900.0), (Lever.MIN_AGE, "ZN101", 5, 900.0))
    assert len(suggestions(SUMMARY, choices, told, STEPS)) == 1
