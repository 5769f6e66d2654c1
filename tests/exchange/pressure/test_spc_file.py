"""Files of series: what is read, and what is refused."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import polars as pl
import pytest
from tests.exchange.pressure.spc_files import write_series

from tidegate.core.pressure.observations import OBSERVATIONS
from tidegate.core.pressure.spc.asked import Target
from tidegate.exchange.findings import Severity, UnusableInput
from tidegate.exchange.pressure.spc_file import read_spc_file, series_of_observations

TWO_PLACES = """date,measure,organisation,value,target
2026-01-02,ed_4h_pct,Z02,61,78
2026-01-01,ed_4h_pct,Z01,71,
2026-01-01,ed_4h_pct,Z02,60,78
2026-01-02,ed_4h_pct,Z01,,80
2026-01-03,ed_4h_pct,Z01,73,
2026-01-01,handover_mean,Z01,31,
"""


def write(folder: Path, text: str) -> Path:
    file = folder / "file.csv"
    file.write_text(text)
    return file


def refused(file: Path) -> list[str]:
    with pytest.raises(UnusableInput) as unusable:
        read_spc_file(file)
    return [each.code for each in unusable.value.findings if each.severity is Severity.ERROR]


def test_a_file_of_one_series_needs_dates_and_values_only(tmp_path: Path) -> None:
    read = read_spc_file(write_series(tmp_path, [1, None, 3]))
    (only,) = read.plotted
    assert (only.measure, only.organisation, only.events) == ("", "", False)
    assert only.series.values == (1, None, 3)
    assert read.source.name == "series.csv"


def test_series_are_told_apart_by_measure_and_organisation_and_put_in_order(tmp_path: Path) -> None:
    read = read_spc_file(write(tmp_path, TWO_PLACES))
    assert [(one.measure, one.organisation, one.series.values) for one in read.plotted] == [
        ("ed_4h_pct", "Z01", (71, None, 73)),
        ("ed_4h_pct", "Z02", (60, 61)),
        ("handover_mean", "Z01", (31,)),
    ]


def test_a_target_of_the_file_is_in_force_from_day_to_day(tmp_path: Path) -> None:
    first, second, third = read_spc_file(write(tmp_path, TWO_PLACES)).plotted
    said = "the file’s own column"
    assert first.targets == (
        Target(80, date(2026, 1, 2), said), Target(None, date(2026, 1, 3), said),
    )  # fmt: skip
    assert second.targets == (Target(78, date(2026, 1, 1), said),)
    assert third.targets == ()


def test_a_file_of_events_becomes_days_between_them(tmp_path: Path) -> None:
    (only,) = read_spc_file(write(tmp_path, "date\n2026-03-01\n2026-01-01\n2026-01-31\n")).plotted
    assert only.events
    assert only.series.values == (30, 29)


def test_parquet_is_read_as_well(tmp_path: Path) -> None:
    file = tmp_path / "series.parquet"
    pl.DataFrame({"date": [date(2026, 1, 1)], "value": [1.5]}).write_parquet(file)
    assert read_spc_file(file).plotted[0].series.values == (1.5,)


def test_observations_are_read_by_their_own_columns(tmp_path: Path) -> None:
    frame = pl.DataFrame(
        {
            "organisation": ["Z01", "Z01"], "name": ["Northmere", "Northmere"],
            "level": ["provider", "site"], "measure": ["ga_beds_open"] * 2,
            "start": [date(2026, 1, 1)] * 2, "end": [date(2026, 1, 1)] * 2, "value": [500.0, 80.0],
        },
        schema=OBSERVATIONS,
    )  # fmt: skip
    file = tmp_path / "observations.parquet"
    frame.write_parquet(file)
    from_file = read_spc_file(file).plotted
    assert from_file == series_of_observations(frame)
    assert [(one.name, one.series.values) for one in from_file] == [
        ("Northmere", (500,)), ("Northmere", (80,)),
    ]  # fmt: skip


def test_one_measure_by_day_and_by_week_is_not_charted_as_one(tmp_path: Path) -> None:
    frame = pl.DataFrame(
        {
            "organisation": ["Z01"] * 2, "name": [""] * 2, "level": ["provider"] * 2,
            "measure": ["discharged"] * 2, "start": [date(2026, 1, 1)] * 2,
            "end": [date(2026, 1, 1), date(2026, 1, 7)], "value": [5.0, 40.0],
        },
        schema=OBSERVATIONS,
    )  # fmt: skip
    with pytest.raises(UnusableInput, match="TWO_VALUES_A_DAY"):
        series_of_observations(frame)


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("day,value\n2026-01-01,1\n", ["MISSING_COLUMN"]),
        ("date,value\n2026-13-01,1\n", ["WRONG_FORM"]),
        ("date,value\n2026-01-01,many\n", ["WRONG_FORM"]),
        ("date,value\n2026-01-01,inf\n", ["WRONG_FORM"]),
        ("date,value\n2026-01-01,1\n2026-01-01,2\n", ["TWO_VALUES_A_DAY"]),
        ("date\n2026-01-01\n2026-01-01\n", ["TWO_VALUES_A_DAY"]),
        ("date\n2026-01-01\n", ["TOO_FEW_EVENTS"]),
        ("date,value\n2026-01-01,\n", ["NO_VALUES"]),
    ],
)
def test_what_is_no_series_is_refused(tmp_path: Path, text: str, codes: list[str]) -> None:
    assert refused(write(tmp_path, text)) == codes


def test_of_several_series_one_without_a_value_is_left_out_and_said(tmp_path: Path) -> None:
    read = read_spc_file(write(tmp_path, TWO_PLACES + "2026-01-01,beds,Z09,,\n"))
    assert len(read.plotted) == 3
    (said,) = read.findings
    assert (said.code, said.value, said.row) == ("NO_VALUES", "beds Z09", 8)


@pytest.mark.published
def test_a_published_file_of_daily_beds_is_charted_as_it_is(published_data: Path) -> None:
    read = read_spc_file(published_data / "uec-sitrep" / "Daily_adult_ga_sitrep.csv")
    measures = {one.measure for one in read.plotted}
    assert measures == {"ga_beds_open", "ga_beds_occupied"}
    (open_beds,) = [
        one for one in read.plotted if (one.measure, one.organisation) == ("ga_beds_open", "RJ1")
    ]
    assert "St Thomas" in open_beds.name
    assert len(open_beds.series.known) > 80


def test_figures_of_which_nobody_knows_the_day_are_left_out() -> None:
    frame = pl.DataFrame(
        {
            "organisation": ["Z01"] * 2, "name": [""] * 2, "level": ["provider"] * 2,
            "measure": ["discharged"] * 2, "start": [date(2026, 1, 1), None],
            "end": [date(2026, 1, 1), None], "value": [5.0, 40.0],
        },
        schema=OBSERVATIONS,
    )  # fmt: skip
    (only,) = series_of_observations(frame)
    assert only.series.values == (5,)
