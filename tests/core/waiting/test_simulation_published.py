"""Looking back: from months to December, what would have been said of January's list?"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from tidegate.core.waiting.simulation.engine import simulate
from tidegate.core.waiting.simulation.flows import FlowRule, estimate_flows
from tidegate.core.waiting.simulation.lists import make_queues, waiting_of_month
from tidegate.core.waiting.simulation.outcome import Measure
from tidegate.core.waiting.simulation.scenario import Scenario
from tidegate.exchange.waiting.rtt_csv import read_rtt_month
from tidegate.exchange.waiting.service_rules import load_service
from tidegate.exchange.waiting.working_days import working_days

pytestmark = pytest.mark.published

DECEMBER, JANUARY = date(2025, 12, 31), date(2026, 1, 31)
RULE = FlowRule("test")


def test_what_england_came_to_lies_where_it_was_said_to(published_data: Path) -> None:
    months = {}
    for name in ("Nov25", "Dec25", "Jan26"):
        (file,) = (published_data / "rtt").glob(f"Full-CSV-data-file-{name}*.zip")
        month = read_rtt_month(file)
        months[month.period] = month.frame
    came = waiting_of_month(months.pop(JANUARY))
    flows = estimate_flows(months, {month: working_days(month) for month in months}, RULE)
    queues = make_queues(waiting_of_month(months[DECEMBER]), flows, RULE.dispersion)
    found = simulate(
        [replace(queue, practice_spread=0.1) for queue in queues],
        [Scenario("As now")],
        load_service(),
        start=DECEMBER,
        weeks=4,
        runs=40,
        seed=1,
    )
    for measure, weeks, within in (
        (Measure.WAITING, 0, 0.02),
        (Measure.OVER_18, 18, 0.05),
        (Measure.OVER_52, 52, 0.05),
    ):
        people = came.filter(pl.col("weeks_waited") >= weeks)["count"].sum()
        assert found.at(measure, 0).middle == pytest.approx(people, rel=within)
