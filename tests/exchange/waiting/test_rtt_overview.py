"""The overview time series is read by its blocks and headings."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from tests.exchange.waiting.workbooks import write_workbook

from tidegate.exchange.findings import UnusableInput
from tidegate.exchange.waiting.rtt_overview import read_rtt_overview

BLOCKS = [
    "Year",
    "Month",
    "Incomplete RTT pathways",
    None,
    None,
    "Completed admitted (unadjusted) RTT pathways",
    "Completed non-admitted RTT pathways",
]
HEADINGS = [
    None,
    None,
    "No. within 18 weeks",
    "No. > 52 weeks",
    "Total waiting (mil)",
    "No. of pathways (all)",
    "No. of pathways (all)",
]


def test_each_figure_is_found_under_its_own_block(tmp_path: Path) -> None:
    rows = [
        ["Title: RTT"],
        BLOCKS,
        HEADINGS,
        ["2030/31", "2030-12-01", 60, 5, 100, 20, 70],
        [None, "2031-01-01", 61, 4, 101, "-", 71],
        [None, "2031-02-01", "-", "-", "-", "-", "-"],
        ["Notes:"],
    ]
    frame = read_rtt_overview(write_workbook(tmp_path / "series.xlsx", {"Full": rows})).frame
    columns = ["month", "waiting", "completed_admitted", "completed_non_admitted"]
    assert frame.select(columns).rows() == [
        (date(2030, 12, 31), 100, 20, 70),
        (date(2031, 1, 31), 101, None, 71),
    ]


def test_a_series_without_its_totals_is_refused(tmp_path: Path) -> None:
    rows = [BLOCKS, [*HEADINGS[:4], "Something else", *HEADINGS[5:]]]
    with pytest.raises(UnusableInput, match="Total waiting"):
        read_rtt_overview(write_workbook(tmp_path / "series.xlsx", {"Full": rows}))


def test_another_workbook_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnusableInput, match="NOT_AN_RTT_FILE"):
        read_rtt_overview(write_workbook(tmp_path / "other.xlsx", {"Beds": [["Open", 3]]}))
