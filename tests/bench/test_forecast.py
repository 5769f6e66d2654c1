"""Forecasts are measured blind on published data, and left out where there is none."""

from __future__ import annotations

from pathlib import Path

import pytest
from bench.forecast import tables
from bench.forecast.peers import HEADINGS, reach
from rich.console import Console


def test_without_published_forecasts_it_says_so(tmp_path: Path) -> None:
    console = Console(record=True, width=120)
    tables.show(console, tmp_path)
    assert "No published forecasts here" in console.export_text()


@pytest.mark.published
def test_a_set_is_run_blind_and_scored_beside_its_peers(published_data: Path) -> None:
    data = published_data / "forecast"
    if not (data / "feed.py").is_file():
        pytest.skip(f"the forecast benchmark is absent: no file {data / 'feed.py'}")
    reached = reach(data, "nhs_winter_sitrep_daily", "ga_occ", every=2)
    assert reached.dates == 1
    assert len(reached.row()) == len(HEADINGS) + 1
    assert 0 < reached.overall["rel_wis_base"] < 2
