from __future__ import annotations

from dataclasses import replace

import polars as pl
import pytest
from tests.exchange.matching.small_plan import MADE_AT, small_policy, small_problem

from tidegate.core.disclosure import Profile
from tidegate.exchange.matching.from_files import (
    assumptions,
    context_of_files,
    names_given,
    title,
)
from tidegate.exchange.sources import Source


def test_names_beside_codes_are_collected() -> None:
    problem = small_problem()
    named = problem.offers.with_columns(site_name=pl.col("site").replace({"ZN101": "The Larches"}))

    names = names_given(replace(problem, offers=named))

    assert names["ZN101"] == "The Larches"
    assert "Z01" not in names


@pytest.mark.parametrize(
    ("areas", "said"),
    [
        ([None] * 5, "Waiting list, February 2026"),
        (["ZQ1"] * 5, "Northmere, February 2026"),
        (["ZQ1", "ZQ2", "ZQ1", "ZQ2", "ZQ1"], "Northmere and ZQ2, February 2026"),
        (["ZQ1", "ZQ2", "ZQ3", "ZQ3", "ZQ3"], "Northmere, ZQ2 and ZQ3, February 2026"),
        (["ZQ1", "ZQ2", "ZQ3", "ZQ4", "ZQ5"], "5 areas, February 2026"),
    ],
)
def test_a_plan_is_called_by_its_areas_and_month(areas: list[str | None], said: str) -> None:
    problem = small_problem()
    column = pl.Series("area", areas, dtype=pl.String)
    problem = replace(problem, pathways=problem.pathways.with_columns(column))

    assert title(problem, {"ZQ1": "Northmere"}) == said


@pytest.mark.parametrize(
    ("kinds", "said"),
    [
        (["pathways", "offers", "travel"], "Journeys are as the files give them"),
        (["pathways", "offers", "travel", "zones", "sites"], "Journeys are as the files give"),
        (["pathways", "offers", "zones", "sites"], "Journeys are straight lines"),
        (["pathways", "offers", "zones"], "No journeys were given"),
        (["pathways", "offers"], "No journeys were given"),
    ],
)
def test_where_journeys_come_from_is_said(kinds: list[str], said: str) -> None:
    sources = [Source(f"{kind}.csv", "0" * 64, 1, kind) for kind in kinds]

    assert assumptions(small_problem(), small_policy(), sources)[0].startswith(said)


def test_a_table_of_journeys_with_miles_is_not_taken_for_straight_lines() -> None:
    travel = small_problem().travel.with_columns(miles=pl.lit(10.0))
    problem = replace(small_problem(), travel=travel)
    source = Source("travel.csv", "0" * 64, 1, "travel")

    context = context_of_files(problem, small_policy(), (source,), (), seed=3, now=MADE_AT)

    assert context.assumptions[0].startswith("Journeys are as the files give them")


def test_mapped_priorities_budgets_and_consent_are_assumptions() -> None:
    problem = small_problem()
    flagged = problem.pathways.with_columns(priority_flag=pl.lit("P5"))
    budgets = pl.DataFrame({"area": ["ZQ1"], "pence": [1]})

    said = " ".join(
        assumptions(replace(problem, pathways=flagged, budgets=budgets), small_policy(), ())
    )

    assert "count as P4" in said
    assert "Budgets limit" in said
    assert "Without a recorded yes" in said
    free = replace(small_policy(), require_consent=False)
    assert "Without a recorded yes" not in " ".join(assumptions(problem, free, ()))


def test_one_s_own_lists_are_counted_as_patients() -> None:
    context = context_of_files(small_problem(), small_policy(), (), (), seed=3, now=MADE_AT)

    assert (context.profile, context.seed) == (Profile.HES_SUBNATIONAL, 3)


def test_when_a_plan_was_made_needs_a_time_zone() -> None:
    with pytest.raises(ValueError, match="time zone"):
        context_of_files(
            small_problem(), small_policy(), (), (), seed=3, now=MADE_AT.replace(tzinfo=None)
        )


@pytest.mark.parametrize(("weeks", "said"), [(None, False), (11, False), (12, True), (60, True)])
def test_old_validations_are_named_without_a_number(weeks: int | None, said: bool) -> None:
    problem = small_problem()
    column = pl.lit(weeks, pl.Int32).alias("weeks_since_validated")
    problem = replace(problem, pathways=problem.pathways.with_columns(column))

    sentences = assumptions(problem, small_policy(), ())

    assert any("not validated within the 12 weeks" in one for one in sentences) is said
