"""``tidegate waiting``: how many wait, how long, and whether two months add up."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.cli.conftest import Ran
from tests.exchange.waiting.rtt_files import Row, rtt_lines, some_rows, write_csv
from tests.exchange.waiting.workbooks import rtt_sheets, write_workbook

Tidegate = Callable[..., Ran]
ROWS = [
    Row(provider="Z01", bands={3: 6, 53: 2}),
    Row(provider="Z02", tfc="X02", bands={20: 1}),
    Row(provider="Z01", commissioner="NONC", bands={104: 1}),
]
NEXT = [
    Row(provider="Z01", bands={3: 5, 54: 2}),
    Row(provider="Z02", tfc="X02", bands={2: 2}),
    Row(provider="Z01", part="3", starts=4),
    Row(provider="Z02", part="3", starts=1),
    Row(provider="Z01", part="1A", bands={9: 2}),
    Row(provider="Z01", part="1B", bands={9: 1}),
]


@pytest.fixture
def january(tmp_path: Path) -> Path:
    return write_csv(tmp_path / "january.csv", rtt_lines(ROWS))


def month(path: Path, rows: list[Row], period: str) -> Path:
    return write_csv(path, rtt_lines(rows, period=period))


def test_the_figures_with_and_without_those_no_english_commissioner_pays_for(
    january: Path, tidegate: Tidegate
) -> None:
    ran = tidegate("waiting", january)
    assert ran.code == 0
    lines = [" ".join(line.split()) for line in ran.out.splitlines()]
    assert "Waiting 10 9" in lines
    assert "Share within 18 weeks 60.00% 66.67%" in lines
    assert "Over 52 weeks 3 2" in lines
    assert any(
        line.startswith("Figures of the whole file include 1 whom no English") for line in lines
    )


def test_without_such_people_there_is_one_column(tmp_path: Path, tidegate: Tidegate) -> None:
    ran = tidegate("waiting", write_csv(tmp_path / "m.csv", rtt_lines(ROWS[:2])))
    assert "English commissioners" not in ran.out


@pytest.mark.parametrize(
    ("by", "first"),
    [
        ("provider", {"provider": "Z01", "provider_name": "NORTHMERE HOSPITALS", "waiting": 9}),
        ("specialty", {"tfc": "100", "tfc_name": "General Surgery", "waiting": 9}),
        ("commissioner", {"commissioner": "9ZA", "waiting": 9}),
        ("area", {"commissioner_parent": "QZA", "waiting": 9}),
        ("region", {"region": "", "region_name": "no integrated care board", "waiting": 10}),
    ],
)
def test_the_figures_break_down(
    january: Path, tidegate: Tidegate, by: str, first: dict[str, object]
) -> None:
    ran = tidegate("waiting", january, "--by", by, "--json")
    groups = json.loads(ran.out)["months"][0]["groups"]
    assert first.items() <= groups[0].items()
    assert sum(group["waiting"] for group in groups) == 10


def test_a_long_breakdown_shows_its_beginning_and_says_so(
    january: Path, tidegate: Tidegate
) -> None:
    ran = tidegate("waiting", january, "--by", "provider", "--top", 1)
    assert "By provider: 1 of 2" in ran.out


def test_two_months_in_a_row_are_rolled_forward_in_either_order(
    tmp_path: Path, january: Path, tidegate: Tidegate
) -> None:
    february = month(tmp_path / "february.csv", NEXT, "RTT-February-2031")
    for order in ((january, february), (february, january)):
        ran = tidegate("waiting", *order, "--by", "provider", "--json")
        told = json.loads(ran.out)["roll_forward"]
        assert told["sentence"] == "February 2031 has 1 fewer waiting than January 2031."
        total = told["total"]
        assert [total[key] for key in ("before", "starts", "stops", "after", "gap")] == [
            10,
            5,
            3,
            9,
            3,
        ]
        assert sum(group["gap"] for group in told["groups"]) == 3
    shown = tidegate("waiting", january, february, "--by", "specialty").out
    assert "validate the list" in shown
    assert "By specialty" in shown


@pytest.mark.parametrize(
    ("period", "rows", "said"),
    [
        ("RTT-May-2031", NEXT, "The months between are needed"),
        ("RTT-February-2031", NEXT[:2], "Clock starts and stops are needed"),
        ("RTT-January-2031", NEXT, "Both files tell of January 2031; the second has 1 fewer"),
    ],
)
def test_what_cannot_be_rolled_forward_is_said(
    tmp_path: Path, january: Path, tidegate: Tidegate, period: str, rows: list[Row], said: str
) -> None:
    ran = tidegate("waiting", january, month(tmp_path / "other.csv", rows, period))
    assert ran.code == 0
    assert said in ran.out
    assert "Roll-forward" not in ran.out


def test_an_older_workbook_says_what_it_does_not_know(tmp_path: Path, tidegate: Tidegate) -> None:
    ran = tidegate("waiting", write_workbook(tmp_path / "old.xlsx", rtt_sheets()))
    lines = [" ".join(line.split()) for line in ran.out.splitlines()]
    assert lines[0] == "Waiting, 31 March 2015 (revised)"
    assert "Waiting 12" in lines
    assert "Over 65 weeks not known" in lines


def test_a_workbook_of_completed_pathways_counts_pathways(
    tmp_path: Path, tidegate: Tidegate
) -> None:
    sheets = rtt_sheets(summary="completed admitted pathways")
    ran = tidegate("waiting", write_workbook(tmp_path / "old.xlsx", sheets))
    assert "Completed pathways with admission, 31 March 2015 (revised)" in ran.out


def test_an_unusable_file_ends_with_2_and_says_where(tmp_path: Path, tidegate: Tidegate) -> None:
    lines = rtt_lines(some_rows(1))
    lines[7][3] = "r-1"
    ran = tidegate("waiting", write_csv(tmp_path / "bad.csv", lines))
    assert ran.code == 2
    assert "row 8" in ran.err
    assert "UNKNOWN_ODS_CODE" in ran.err
    assert not ran.out


@pytest.mark.published
def test_january_2026_is_told_as_published(published_data: Path, tidegate: Tidegate) -> None:
    (path,) = (published_data / "rtt").glob("*Jan26*")
    ran = tidegate("waiting", path)
    assert ran.code == 0
    for figure in ("7,187,677", "61.38%", "137,320", "7,155,958"):
        assert figure in ran.out
