"""A plan of Northmere, made from loaded lists and offers, out of which people can be asked."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

import polars as pl
import pytest
from tests.controlroom.matching.test_services_run_plan import load

from tidegate.core.directory.roles import Role
from tidegate.core.log.entry import System
from tidegate.core.matching.problem import make_problem
from tidegate.exchange.matching.policies import DEFAULT, load_policy

if TYPE_CHECKING:
    from tidegate.controlroom.accounts.models import Person
    from tidegate.controlroom.directory.models import Organisation
    from tidegate.controlroom.matching.models import Plan

NOW = datetime(2026, 3, 4, 9, tzinfo=UTC)  # a Wednesday
MONDAY = date(2026, 3, 9)
REPLY_BY = NOW + timedelta(days=20)
PLANNER = System("test planner")


def listed(holder: str, people: int, **more: object) -> pl.DataFrame:
    """Return a list of people who wait, each a week longer than the one before."""
    weeks = [20 + number for number in range(people)]
    return pl.DataFrame(
        {
            "pathway_id": [f"{holder}-{number}" for number in range(people)],
            "holder": holder,
            "area": "ZQ1",
            "zone": "ZZ001",
            "tfc": "110",
            "modality": "day_case",
            "priority": "P4",
            "weeks_waited": weeks,
            "clock_start": [MONDAY - timedelta(weeks=waited, days=1) for waited in weeks],
            "asa": 2,
            "bmi": 27.25,
            "conditions": [["diabetes"]] * people,
            "unavailable": [[1]] * people,
            "consent": True,
        }
    ).with_columns(**{name: pl.lit(value) for name, value in more.items()})


def offered(*rows: tuple[str, str, int, int]) -> pl.DataFrame:
    """Return offers given as name, site, week and units."""
    return pl.DataFrame(
        {
            "offer_id": [row[0] for row in rows],
            "site": [row[1] for row in rows],
            "provider": [row[1] for row in rows],
            "modality": "day_case",
            "tfcs": [["110"]] * len(rows),
            "week": [row[2] for row in rows],
            "units": [row[3] for row in rows],
        }
    )


def journeys(*sites: str) -> pl.DataFrame:
    return pl.DataFrame(
        {
            "zone": ["ZZ001"] * len(sites),
            "site": list(sites),
            "minutes": [20.0 + 5 * place for place in range(len(sites))],
            "miles": [10.0 + place for place in range(len(sites))],
        }
    )


def plan_made(lists: list[pl.DataFrame], offers: pl.DataFrame, travel: pl.DataFrame) -> Plan:
    """Load lists and offers, and make a plan of them by the services."""
    from tidegate.controlroom.matching.services.run_plan import run_plan

    weeks = 1 + max(offers["week"].to_list())
    problem = make_problem(MONDAY, weeks, pathways=pl.concat(lists), offers=offers, travel=travel)
    loaded = {name: load(name, getattr(problem, name), "ZQ1") for name in ("offers", "travel")}
    holders = problem.pathways.partition_by("holder", as_dict=True)
    kept = [load("pathways", frame, str(holder)) for (holder,), frame in holders.items()]
    return run_plan(
        lists=kept, offers=[loaded["offers"]], policy=load_policy(DEFAULT), actor=PLANNER, now=NOW
    )


@pytest.fixture
def plan(organisations: dict[str, Organisation]) -> Plan:
    """Twenty people wait at Northmere Royal; Tarn View offers six units and Fellside four."""
    return plan_made(
        [listed("Z01", 20)],
        offered(("tarn-4", "ZN101", 4, 6), ("fell-5", "Z02", 5, 4)),
        journeys("ZN101", "Z02"),
    )


@pytest.fixture
def coordinator(person_with: Callable[..., Person]) -> Person:
    return person_with((Role.COORDINATOR, "ZQ1"))
