"""What a plan is put together from: lists brought forward, and sites' criteria on their offers."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest
from tests.controlroom.matching.test_services_run_plan import load, pathways
from tests.controlroom.matching.test_services_several_offers import offers_of, travel_to

from tidegate.controlroom.matching.plan_inputs import PlanInputs, put_together
from tidegate.controlroom.waiting.models import Snapshot
from tidegate.core.matching import problem
from tidegate.core.matching.problem import Problem, normalised
from tidegate.exchange.findings import UnusableInput
from tidegate.exchange.matching.kept_table import SCHEMAS

pytestmark = pytest.mark.usefixtures("organisations")
WEEK_BEFORE = date(2026, 2, 25)


def listed(as_of: date | None = None, **columns: object) -> Snapshot:
    """Three people alike, with further columns."""
    frame = pathways("Z01", 3).with_columns(**columns)
    kept = normalised(frame, problem.PATHWAYS, {"earliest_week": 0, "count": 1})
    return load("pathways", kept, "Z01", *([as_of] if as_of else []))


def criteria(*rows: dict[str, object]) -> Snapshot:
    frame = normalised(pl.DataFrame(list(rows)), SCHEMAS["criteria"])
    return load("criteria", frame, "ZN101")


def together(waiting: Snapshot, *kept: Snapshot, weeks: dict[int, int] | None = None) -> Problem:
    offers = load("offers", offers_of("ZN101", weeks or {0: 2, 3: 2}), "ZN101")
    travel = load("travel", travel_to(ZN101=20.0), "ZQ1")
    return put_together(PlanInputs((waiting,), (offers,), (travel,), criteria=kept))


def test_weeks_away_and_ages_of_validations_are_brought_forward_with_a_list() -> None:
    away = pl.lit([0, 1, 4], pl.List(pl.Int32))
    older = listed(WEEK_BEFORE, unavailable=away, weeks_since_validated=pl.lit(5, pl.Int32))
    found = together(older).pathways
    assert found["unavailable"].to_list() == [[0, 3]] * found.height
    assert found["weeks_since_validated"].unique().to_list() == [6]


def test_a_list_that_says_nothing_of_them_is_as_it_was() -> None:
    found = together(listed(WEEK_BEFORE)).pathways
    assert found["unavailable"].null_count() == found.height
    assert found["weeks_since_validated"].null_count() == found.height


def test_offers_are_filled_from_the_version_in_force_in_their_week() -> None:
    january, middle = date(2026, 1, 1), date(2026, 3, 16)
    first = {"in_force_from": january, "in_force_until": date(2026, 3, 15), "max_bmi": 40.0}
    second = {"in_force_from": middle, "in_force_until": None, "max_bmi": 38.0}
    kept = criteria(
        {"site": "ZN101", "version": "2026-1", "excludes": ["dialysis"], **first},
        {"site": "ZN101", "version": "2026-2", "excludes": [], **second},
    )
    offers = together(listed(), kept).offers.sort("week")
    assert offers.select("week", "criteria", "max_bmi", "excludes").rows() == [
        (0, "2026-1", 40.0, ["dialysis"]),
        (3, "2026-2", 38.0, []),
    ]


def test_without_criteria_a_blank_limit_is_none() -> None:
    offers = together(listed()).offers
    assert offers["excludes"].to_list() == [[], []]
    assert "criteria" not in offers.columns


def test_two_versions_in_force_at_once_stop_a_plan() -> None:
    rows = [
        {"site": "ZN101", "version": version, "in_force_from": date(2026, 1, 1)}
        for version in ("2026-1", "2026-2")
    ]
    with pytest.raises(UnusableInput, match="2026-1 is still"):
        together(listed(), criteria(*rows))
