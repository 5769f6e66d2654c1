"""Situation reports of one's own are read in both forms, and refused with every fault named."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tidegate.core.pressure.observations import KEY, OBSERVATIONS
from tidegate.exchange.checking import check_file
from tidegate.exchange.findings import UnusableInput
from tidegate.exchange.kinds import Kind
from tidegate.exchange.pressure.situation_report import (
    is_situation_report,
    long_table,
    read_situation_report,
    wide_table,
)
from tidegate.exchange.recognise import recognise

LONG = "organisation,date,measure,value\n"
WIDE = "organisation,date,ga_beds_open,ga_beds_occupied,ed_diverts\n"


def write(folder: Path, text: str) -> Path:
    path = folder / "report"
    path.write_text(text, "utf-8")
    return path


def test_both_forms_tell_the_same(tmp_path: Path) -> None:
    long = read_situation_report(
        write(
            tmp_path,
            f"{LONG}Z01,2031-01-05,ga_beds_open,100\nZ01,2031-01-05,ga_beds_occupied,96.5\n"
            "Z02,2031-01-05,ed_diverts,0\n",
        )
    )
    wide = read_situation_report(
        write(tmp_path, f"{WIDE}Z01,2031-01-05,100,96.5,\nZ02,2031-01-05,,,0\n")
    )
    assert long.frame.equals(wide.frame)
    assert dict(long.frame.schema) == dict(OBSERVATIONS)
    assert long.period == (date(2031, 1, 5), date(2031, 1, 5))
    assert long.kind is Kind.SITUATION_REPORT
    assert long.frame.select("organisation", "level", "measure", "value").rows() == [
        ("Z01", "provider", "ga_beds_occupied", 96.5),
        ("Z01", "provider", "ga_beds_open", 100),
        ("Z02", "provider", "ed_diverts", 0),
    ]


def test_physical_claimed_and_observed_beds_stay_three_numbers(tmp_path: Path) -> None:
    path = write(
        tmp_path,
        "organisation,date,level,beds_physical,beds_staffed_claimed,beds_staffed_observed\n"
        "Z01A1,2031-01-05,site,40,36,31\n",
    )
    frame = read_situation_report(path).frame
    assert frame.select("level", "measure", "value").rows() == [
        ("site", "beds_physical", 40),
        ("site", "beds_staffed_claimed", 36),
        ("site", "beds_staffed_observed", 31),
    ]


def test_both_forms_are_recognised(tmp_path: Path) -> None:
    for text in (f"{LONG}Z01,2031-01-05,ed_diverts,1\n", f"{WIDE}Z01,2031-01-05,1,1,1\n"):
        path = write(tmp_path, text)
        assert recognise(path).kind is Kind.SITUATION_REPORT
        checked = check_file(path)
        assert checked.usable
        assert checked.begins == checked.period == date(2031, 1, 5)


@pytest.mark.parametrize("headings", [
    ["organisation", "date"], ["organisation", "date", "value"], ["date", "measure", "value"],
    ["organisation", "date", "ga_occupancy_pct"],
])  # fmt: skip
def test_other_tables_are_not(headings: list[str]) -> None:
    assert not is_situation_report(headings)


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ("Z01,2031-01-05,ed_divert,1", "UNKNOWN_CODE"),
        ("Z01,2031-01-05,ga_occupancy_pct,96", "UNKNOWN_CODE"),
        ("Z01,2031-01-05,ed_diverts,-1", "NEGATIVE_VALUE"),
        ("Z01,2031-01-05,ed_diverts,one", "WRONG_FORM"),
        ("Z01,2031-01-05,ed_diverts,", "BLANK_VALUE"),
        ("Z01,05/01/2031,ed_diverts,1", "WRONG_FORM"),
        (",2031-01-05,ed_diverts,1", "BLANK_VALUE"),
        ("Z01,2031-01-04,ed_diverts,2", "DUPLICATE_KEY"),
    ],
)
def test_a_fault_is_named_with_its_row(tmp_path: Path, row: str, code: str) -> None:
    path = write(tmp_path, f"{LONG}Z01,2031-01-04,ed_diverts,1\n{row}\n")
    with pytest.raises(UnusableInput) as refused:
        read_situation_report(path)
    (finding,) = refused.value.findings
    assert (finding.code, finding.row) == (code, 3)


def test_faults_of_a_wide_report_are_named_with_their_column(tmp_path: Path) -> None:
    path = write(tmp_path, f"{WIDE}Z01,2031-01-04,100,x,-2\nZ01,2031-01-04,1,1,1\n")
    with pytest.raises(UnusableInput) as refused:
        read_situation_report(path)
    assert {(f.code, f.column) for f in refused.value.findings} == {
        ("WRONG_FORM", "ga_beds_occupied"),
        ("NEGATIVE_VALUE", "ed_diverts"),
        ("DUPLICATE_KEY", "organisation, date"),
    }


def test_a_report_without_figures_is_refused(tmp_path: Path) -> None:
    for text in (LONG, WIDE, f"{WIDE}Z01,2031-01-04,,,\n"):
        with pytest.raises(UnusableInput, match="NO_ROWS"):
            read_situation_report(write(tmp_path, text))


def test_a_column_that_is_no_measure_is_said(tmp_path: Path) -> None:
    text = "organisation,date,ed_diverts,ed_closure\nZ01,2031-01-04,1,1\n"
    report = read_situation_report(write(tmp_path, text))
    assert [(f.code, f.column) for f in report.findings] == [("COLUMN_NOT_READ", "ed_closure")]
    assert set(report.frame["measure"]) == {"ed_diverts"}


def test_implausible_figures_are_kept_and_asked_about(tmp_path: Path) -> None:
    report = read_situation_report(write(tmp_path, f"{WIDE}Z01,2031-01-04,100,120,99\n"))
    assert {finding.code for finding in report.findings} == {
        "IMPLAUSIBLE_VALUE",
        "PART_EXCEEDS_WHOLE",
    }
    assert report.frame.height == 3


CELL = st.one_of(
    st.sampled_from(["", "Z01", "2031-01-04", "ed_diverts", "1", "-1", "1e400", "nan", '"', "\x00",
                     "9" * 400, "Ω", "2031-13-01", "inf"]),
    st.text(max_size=12),
)  # fmt: skip


@given(rows=st.lists(st.lists(CELL, min_size=1, max_size=6), max_size=6), wide=st.booleans())
def test_whatever_stands_below_the_headings_is_read_or_refused(
    tmp_path_factory: pytest.TempPathFactory, rows: list[list[str]], wide: bool
) -> None:
    body = "\n".join(",".join(row) for row in rows)
    path = tmp_path_factory.getbasetemp() / "any"
    path.write_bytes(((WIDE if wide else LONG) + body).encode("utf-8", "replace"))
    checked = check_file(path)
    if checked.usable and checked.rows:
        frame = read_situation_report(path).frame
        assert frame.select(KEY).n_unique() == frame.height == checked.rows
        assert (frame["value"] >= 0).all()
        assert frame["value"].is_finite().all()
    else:
        assert checked.findings


def test_the_tables_describe_every_measure_that_is_reported() -> None:
    by_row = next(column for column in long_table().columns if column.name == "measure")
    by_column = [column.name for column in wide_table().columns]
    assert set(by_row.codes) == set(by_column) - {"organisation", "date", "level"}
    assert {"beds_physical", "beds_staffed_claimed", "beds_staffed_observed"} <= set(by_row.codes)
    assert not any(name.endswith("occupancy_pct") for name in by_column)


def test_a_report_may_be_parquet(tmp_path: Path) -> None:
    path = tmp_path / "report.parquet"
    row = {"organisation": "Z01", "date": date(2031, 1, 5), "measure": "ed_diverts", "value": 2.0}
    pl.DataFrame([row]).write_parquet(path)
    assert recognise(path).kind is Kind.SITUATION_REPORT
    assert read_situation_report(path).frame["value"].to_list() == [2.0]
