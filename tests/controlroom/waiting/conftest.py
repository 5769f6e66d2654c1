"""Waiting lists of both areas' trusts and two published months, loaded as in service."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import polars as pl
import pytest

from tidegate.controlroom.waiting.services.load_snapshot import load_snapshot
from tidegate.core.log.entry import System
from tidegate.exchange.incoming import Incoming
from tidegate.exchange.sources import Source
from tidegate.exchange.waiting.pathways import AS_OF

LOADED_AT = datetime(2026, 3, 3, 9, tzinfo=UTC)
# holder, specialty, priority, weeks waited, pathways
LISTS = {
    "Z01": [("110", "P4", 71, 60), ("130", "P3", 12, 40), ("110", "P2", 3, 5)],
    "Z02": [("130", "P4", 55, 30), ("130", "P4", 8, 20)],
    "Z09": [("502", "P4", 90, 7)],  # Southmere: the canary of every page of Northmere
}


def load(kind: str, as_of: date, frame: pl.DataFrame, organisation: str = "") -> None:
    fingerprint = f"{abs(hash((kind, as_of, organisation))):064x}"
    source = Source(f"{kind} {organisation} {as_of}".replace("  ", " "), fingerprint, 1, kind)
    load_snapshot(
        Incoming(source, as_of, frame),
        actor=System("test"),
        now=LOADED_AT,
        organisation=organisation,
    )


def pathways(holder: str, area: str) -> pl.DataFrame:
    rows = [
        {
            "pathway_id": f"{holder}-{kind}{number:03}",
            "holder": holder,
            "area": area,
            "tfc": tfc,
            "modality": "day_case",
            "priority": priority,
            "weeks_waited": weeks,
            "count": 1,
            "consent": True,
        }
        for kind, (tfc, priority, weeks, people) in enumerate(LISTS[holder])
        for number in range(people)
    ]
    frame = pl.DataFrame(rows, schema_overrides={"count": pl.Int32, "weeks_waited": pl.Int32})
    # Pages show the wait on the day of the list; plans count to the Monday after it.
    return frame.rename({"weeks_waited": AS_OF}).with_columns(weeks_waited=pl.col(AS_OF) + 1)


def rtt_month(waiting: int, *, starts: int, stops: int) -> pl.DataFrame:
    bands = {f"w{week:03}": 0 for week in range(105)}
    told = {
        "provider": "ZP1", "provider_name": "NORTHMERE ROYAL HOSPITALS", "provider_parent": "ZQ1",
        "commissioner": "ZC1", "tfc": "110", "unknown_start": 0,
    }  # fmt: skip
    rows = [
        {**told, "part": "2", **bands, "w010": waiting - 30, "w060": 30, "total": waiting},
        {**told, "part": "1A", **bands, "w010": stops, "total": stops},
        {**told, "part": "3", **bands, "total": starts},
    ]
    return pl.DataFrame(rows, schema_overrides=dict.fromkeys([*bands, "total"], pl.Int32))


@pytest.fixture
def home(settings, tmp_path: Path) -> Path:
    settings.TIDEGATE_HOME = tmp_path
    return tmp_path


@pytest.fixture
def waiting_lists(home, organisations) -> None:
    for holder, area in (("Z01", "ZQ1"), ("Z02", "ZQ1"), ("Z09", "ZQ2")):
        load("pathways", date(2026, 3, 2), pathways(holder, area), holder)


@pytest.fixture
def published_months(home, organisations) -> None:
    load("rtt-full-csv", date(2025, 12, 31), rtt_month(100, starts=0, stops=0))
    load("rtt-full-csv", date(2026, 1, 31), rtt_month(105, starts=30, stops=20))
