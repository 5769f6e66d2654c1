"""Alerts of the NHS Standard Contract on activity plans (transfers 6 row 22)."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest

from tidegate.core.contracts.activity_plan import (
    ActivityPlan,
    PlanRules,
    agree_by,
    blocks_agreement,
    plan_alerts,
)

RULES = PlanRules("activity plan", "test", "made up", "nobody", date(2025, 4, 1), 3,
                  Fraction(1, 10), 18)  # fmt: skip


def plan(**changes: object) -> ActivityPlan:
    facts = {"started": date(2025, 4, 1), "agreed_on": date(2025, 5, 1), "planned": {},
             "forecast": {}, "wait_weeks": {}}  # fmt: skip
    return ActivityPlan(**(facts | changes))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("today", "codes"), [(date(2025, 7, 1), []), (date(2025, 7, 2), ["PLAN_MISSING"])]
)
def test_a_plan_is_missing_once_three_months_are_over(today: date, codes: list[str]) -> None:
    found = plan_alerts(plan(agreed_on=None), RULES, today)
    assert [each.code for each in found] == codes
    assert plan_alerts(plan(), RULES, today) == ()


@pytest.mark.parametrize(
    ("expected", "codes"),
    [(110, []), (111, ["FORECAST_OFF_PLAN"]), (90, []), (89, ["FORECAST_OFF_PLAN"])],
)
def test_a_forecast_off_the_plan_is_said_either_way(expected: int, codes: list[str]) -> None:
    found = plan(planned={"110": 100}, forecast={"110": Fraction(expected)})
    assert [each.code for each in plan_alerts(found, RULES, date(2025, 5, 1))] == codes


@pytest.mark.parametrize(("weeks", "blocked"), [("18", False), ("18.1", True)])
def test_a_plan_with_a_wait_above_18_weeks_is_not_agreed(weeks: str, blocked: bool) -> None:
    found = plan_alerts(plan(wait_weeks={"110": Fraction(weeks)}), RULES, date(2025, 5, 1))
    assert blocks_agreement(found) is blocked


@pytest.mark.parametrize(
    ("started", "last"),
    [(date(2025, 11, 30), date(2026, 2, 28)), (date(2025, 10, 1), date(2026, 1, 1))],
)
def test_three_months_end_within_the_third_month(started: date, last: date) -> None:
    assert agree_by(started, 3) == last
