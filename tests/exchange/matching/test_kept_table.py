"""Offers, lines, budgets, journeys and places are read one by one, as they are kept."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import polars as pl
import pytest

from tidegate.core.matching import problem
from tidegate.exchange.checking import check_file
from tidegate.exchange.findings import UnusableInput
from tidegate.exchange.matching.criteria import with_criteria
from tidegate.exchange.matching.inputs import read_problem
from tidegate.exchange.matching.kept_table import SCHEMAS, read_kept_table
from tidegate.exchange.recognise import recognise

WEDNESDAY, MONDAY = date(2026, 3, 4), date(2026, 3, 9)
TABLES = {
    "offers": "offer_id,site,provider,line_id,modality,tfc,week,units,site_name\n"
    "F1,ZN101,ZN101,K1,day_case,110;130,2026-W11,2,Tarn View\n"
    "F2,ZN101,ZN101,K1,day_case,110,2026-03-23,3,Tarn View\n",
    "criteria": "site,version,in_force_from,in_force_until,max_bmi,excludes\n"
    "ZN101,2026-1,2026-01-01,2026-03-15,40,dialysis\nZN101,2026-2,2026-03-16,,38,none\n",
    "lines": "line_id,contract_id,payer,minimum_take,cap,unit_price_pence\nK1,K,ZQ1,2,,100000\n",
    "budgets": "area,pence\nZQ1,1000000\n",
    "travel": "zone,site,minutes\nZZ001,ZN101,20\n",
    "zones": "zone,latitude,longitude\nZZ001,54.1,-1.2\n",
    "sites": "site,latitude,longitude\nZN101,54.2,-1.3\n",
}
LIST = (
    "pathway_id,holder,zone,tfc,modality,priority,weeks_waited\nP1,Z01,ZZ001,110,day_case,P4,20\n"
)


@pytest.fixture
def capacity(tmp_path: Path) -> Path:
    folder = tmp_path / "capacity"
    folder.mkdir()
    for name, text in TABLES.items():
        (folder / f"{name}.csv").write_text(text, "utf-8")
    return folder


def refused(path: Path, name: str) -> list[tuple[str, str | None, int | None]]:
    with pytest.raises(UnusableInput) as caught:
        read_kept_table(path, name, WEDNESDAY)
    return [(found.code, found.column, found.row) for found in caught.value.findings]


@pytest.mark.parametrize("name", TABLES)
def test_each_is_recognised_checked_and_kept_in_its_columns(capacity: Path, name: str) -> None:
    path = capacity / f"{name}.csv"
    assert recognise(path).kind.value == name
    assert check_file(path).rows == TABLES[name].count("\n") - 1
    kept = read_kept_table(path, name, WEDNESDAY)
    assert kept.source.kind == name
    assert {column: kept.frame.schema[column] for column in SCHEMAS[name]} == SCHEMAS[name]


def test_weeks_of_offers_count_from_the_monday_after_the_day(capacity: Path) -> None:
    kept = read_kept_table(capacity / "offers.csv", "offers", WEDNESDAY).frame
    assert kept["week"].to_list() == [0, 2]
    assert kept["excludes"].to_list() == [None, None]  # criteria may fill them yet
    assert kept["site_name"].to_list() == ["Tarn View"] * 2


def test_one_by_one_they_are_what_they_are_when_read_together(
    capacity: Path, tmp_path: Path
) -> None:
    waiting = tmp_path / "waiting.csv"
    waiting.write_text(LIST, "utf-8")
    together, _, _ = read_problem(waiting, capacity, start=MONDAY)
    for name in ("offers", "lines", "budgets", "travel"):
        kept = read_kept_table(capacity / f"{name}.csv", name, WEDNESDAY).frame
        if name == "offers":  # what they leave blank is filled when they are planned
            criteria = read_kept_table(capacity / "criteria.csv", "criteria", WEDNESDAY).frame
            kept, _ = with_criteria(kept, criteria, "offers", MONDAY)
        assert kept.equals(getattr(together, name)), name


def test_an_offer_of_a_week_that_is_over_is_named(capacity: Path) -> None:
    path = capacity / "offers.csv"
    path.write_text(path.read_text("utf-8").replace("2026-W11", "2026-W10"), "utf-8")
    assert refused(path, "offers") == [("WEEK_BEFORE_START", "week", 2)]


def test_criteria_of_which_two_are_in_force_at_once_are_refused(capacity: Path) -> None:
    path = capacity / "criteria.csv"
    path.write_text(path.read_text("utf-8").replace("2026-03-16", "2026-03-15"), "utf-8")
    assert refused(path, "criteria") == [("CRITERIA_OVERLAP", "in_force_from", 3)]
    assert [found.code for found in check_file(path).findings] == ["CRITERIA_OVERLAP"]


def test_a_table_without_rows_is_refused(capacity: Path) -> None:
    path = capacity / "budgets.csv"
    path.write_text("area,pence\n", "utf-8")
    assert refused(path, "budgets") == [("NO_ROWS", None, None)]


def test_every_value_that_does_not_fit_is_named(capacity: Path) -> None:
    path = capacity / "lines.csv"
    path.write_text(TABLES["lines"] + "K1,K,,-2,,x\n", "utf-8")
    assert refused(path, "lines") == [
        ("BLANK_VALUE", "payer", 3),
        ("NEGATIVE_VALUE", "minimum_take", 3),
        ("WRONG_FORM", "unit_price_pence", 3),
        ("DUPLICATE_KEY", "line_id", 3),
    ]


def test_parquet_is_read_as_text_is(capacity: Path, tmp_path: Path) -> None:
    path = tmp_path / "travel.parquet"
    pl.read_csv(capacity / "travel.csv").write_parquet(path)
    kept = read_kept_table(path, "travel", WEDNESDAY).frame
    assert kept.equals(read_kept_table(capacity / "travel.csv", "travel", WEDNESDAY).frame)
    assert kept.schema == pl.Schema(problem.TRAVEL)
