"""A plan of several organisations' offers, and of what each of them and their board has loaded."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest
from tests.controlroom.matching.test_services_run_plan import MONDAY, NOW, PLANNER, load, pathways

from tidegate.controlroom.directory.models import Organisation
from tidegate.controlroom.matching.models import Plan
from tidegate.controlroom.matching.plan_store import kept_plan, plans_folder
from tidegate.controlroom.matching.services.run_plan import run_plan
from tidegate.controlroom.waiting.models import Snapshot
from tidegate.core.matching import problem
from tidegate.core.matching.problem import normalised
from tidegate.exchange.findings import UnusableInput
from tidegate.exchange.matching.policies import DEFAULT, load_policy

pytestmark = pytest.mark.usefixtures("organisations")
WEEK_BEFORE = date(2026, 2, 25)


def offers_of(provider: str, weeks: dict[int, int], line: str | None = None) -> pl.DataFrame:
    """Units of one provider at its own site, by number of week."""
    rows = {
        "offer_id": [f"{provider}-{week}" for week in weeks],
        "site": provider,
        "provider": provider,
        "line_id": pl.Series([line] * len(weeks), dtype=pl.String),
        "modality": "day_case",
        "tfcs": [["110"] for _ in weeks],
        "week": list(weeks),
        "units": list(weeks.values()),
    }
    return normalised(pl.DataFrame(rows), problem.OFFERS)


def travel_to(**minutes: float) -> pl.DataFrame:
    return normalised(
        pl.DataFrame({"zone": "ZZ001", "site": list(minutes), "minutes": list(minutes.values())}),
        problem.TRAVEL,
    )


def line(name: str, price: int = 100) -> pl.DataFrame:
    row = {"line_id": name, "payer": "ZQ1", "minimum_take": 0, "unit_price_pence": price}
    return normalised(pl.DataFrame([row]), problem.LINES)


def waiting() -> Snapshot:
    listed = normalised(pathways("Z01", 10), problem.PATHWAYS, {"earliest_week": 0, "count": 1})
    return load("pathways", listed, "Z01")


def plan_with(*offers: Snapshot) -> Plan:
    return run_plan(
        lists=[waiting()], offers=offers, policy=load_policy(DEFAULT), actor=PLANNER, now=NOW
    )


def refusal(*offers: Snapshot) -> str:
    with pytest.raises(UnusableInput) as refused:
        plan_with(*offers)
    assert not Plan.objects.exists()
    return str(refused.value)


def test_the_units_of_every_organisation_are_used() -> None:
    load("travel", travel_to(ZN101=20.0, Z02=30.0), "ZQ1")
    plan = plan_with(
        load("offers", offers_of("ZN101", {0: 2}), "ZN101"),
        load("offers", offers_of("Z02", {1: 3}), "Z02"),
    )
    assert (plan.area, plan.start, plan.weeks) == ("ZQ1", MONDAY, 2)
    assert (plan.units, plan.units_used, plan.matched) == (5, 5, 5)
    assert plan.inputs.filter(kind="offers").count() == 2


def test_older_offers_come_forward_and_their_weeks_that_are_over_are_left_out() -> None:
    load("travel", travel_to(ZN101=20.0, Z02=30.0), "ZQ1", WEEK_BEFORE)
    older = load("offers", offers_of("ZN101", {0: 2, 1: 3}), "ZN101", WEEK_BEFORE)
    plan = plan_with(older, load("offers", offers_of("Z02", {0: 1}), "Z02"))
    kept = kept_plan(plans_folder() / plan.folder).problem.offers.sort("offer_id")
    assert kept.select("offer_id", "week", "units").rows() == [("Z02-0", 0, 1), ("ZN101-1", 0, 3)]


def test_journeys_come_from_the_board_and_from_each_provider_the_boards_first() -> None:
    load("travel", travel_to(ZN101=99.0, Z02=30.0), "ZN101")
    load("travel", travel_to(ZN101=20.0), "ZQ1")
    plan = plan_with(load("offers", offers_of("ZN101", {0: 2}), "ZN101"))
    travel = kept_plan(plans_folder() / plan.folder).problem.travel.sort("site")
    assert travel.select("site", "minutes").rows() == [("Z02", 30.0), ("ZN101", 20.0)]


def test_without_journeys_straight_lines_between_places_serve() -> None:
    load("zones", pl.DataFrame({"zone": "ZZ001", "latitude": 54.0, "longitude": -1.0}), "ZQ1")
    sites = {"site": "ZN101", "provider": "ZN101", "latitude": 54.1, "longitude": -1.0}
    load("sites", pl.DataFrame(sites), "ZN101")
    plan = plan_with(load("offers", offers_of("ZN101", {0: 2}), "ZN101"))
    assert plan.matched == 2
    (miles,) = kept_plan(plans_folder() / plan.folder).problem.travel["miles"]
    assert miles == pytest.approx(6.9, abs=0.1)  # a tenth of a degree of latitude
    assert {row.kind for row in plan.inputs.all()} == {"pathways", "offers", "zones", "sites"}


def test_lines_of_the_board_and_of_the_provider_serve_together() -> None:
    load("travel", travel_to(ZN101=20.0, Z02=30.0), "ZQ1")
    load("lines", line("K1"), "ZQ1")
    load("lines", pl.concat([line("K1"), line("K2")]), "Z02")  # K1 in the same words
    plan = plan_with(
        load("offers", offers_of("ZN101", {0: 2}, "K1"), "ZN101"),
        load("offers", offers_of("Z02", {0: 2}, "K2"), "Z02"),
    )
    assert plan.units_used == 4


def test_a_line_that_two_organisations_describe_differently_is_refused() -> None:
    load("travel", travel_to(ZN101=20.0), "ZQ1")
    load("lines", line("K1", price=100), "ZQ1")
    load("lines", line("K1", price=999), "ZN101")
    said = refusal(load("offers", offers_of("ZN101", {0: 2}, "K1"), "ZN101"))
    assert "LINE_IN_TWO_FILES" in said


def test_an_offer_in_two_files_is_refused_with_both_names() -> None:
    load("travel", travel_to(ZN101=20.0), "ZQ1")
    said = refusal(
        load("offers", offers_of("ZN101", {0: 2}), "ZN101"),
        load("offers", offers_of("ZN101", {0: 2}), "ZQ1"),
    )
    assert "OFFER_IN_TWO_FILES" in said
    assert "offers of ZN101.csv, offers of ZQ1.csv" in said


def test_two_files_of_one_organisation_would_count_units_twice() -> None:
    load("travel", travel_to(ZN101=20.0), "ZQ1", WEEK_BEFORE)
    said = refusal(
        load("offers", offers_of("ZN101", {0: 2}), "ZN101"),
        load("offers", offers_of("ZN101", {3: 2}), "ZN101", WEEK_BEFORE),
    )
    assert "OFFERS_TWICE" in said


def test_two_areas_have_two_plans(organisations: dict[str, Organisation]) -> None:
    load("travel", travel_to(ZN101=20.0), "ZQ1")
    said = refusal(
        load("offers", offers_of("ZN101", {0: 2}), "ZN101"),
        load("offers", offers_of("Z09", {0: 2}), "Z09"),
    )
    assert "OFFERS_OF_TWO_AREAS" in said
    assert organisations["Z09"].area in said


def test_without_offers_there_is_no_plan() -> None:
    assert "NO_OFFERS" in refusal()
