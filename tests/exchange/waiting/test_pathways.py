"""A provider's own waiting list is recognised, checked and counted as published figures are."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tidegate.core.waiting.rtt import band_of_days, figures
from tidegate.exchange.checking import check_file
from tidegate.exchange.findings import Severity, UnusableInput
from tidegate.exchange.kinds import Kind
from tidegate.exchange.recognise import recognise
from tidegate.exchange.sources import Source
from tidegate.exchange.waiting.pathways import (
    AS_OF,
    WaitingList,
    as_month,
    read_pathways,
)

SATURDAY, SUNDAY, MONDAY = date(2026, 2, 28), date(2026, 3, 1), date(2026, 3, 2)
HEADINGS = "pathway_id,holder,area,zone,tfc,modality,priority,clock_start,count"
ROWS = (
    "A1,Z01,ZQ1,ZZ001,110,day_case,P4,2025-01-06,1",
    "A2,Z01,ZQ1,ZZ001,110,day_case,P2,2026-02-23,3",
    "A3,Z02,ZQ1,ZZ002,130,outpatient,,2025-10-27,1",
)


def written(folder: Path, *rows: str, headings: str = HEADINGS) -> Path:
    path = folder / "list.csv"
    path.write_text("\n".join((headings, *rows)) + "\n", "utf-8")
    return path


def test_it_is_recognised_by_its_headings_in_text_and_in_parquet(tmp_path: Path) -> None:
    path = written(tmp_path, *ROWS)
    parquet = tmp_path / "list.data"
    pl.read_csv(path).write_parquet(parquet)
    assert recognise(path).kind is recognise(parquet).kind is Kind.PATHWAYS


def test_weeks_are_counted_to_the_monday_after_the_day(tmp_path: Path) -> None:
    read = read_pathways(written(tmp_path, *ROWS), SATURDAY)
    assert read.frame["weeks_waited"].to_list() == [
        band_of_days((MONDAY - date(2025, 1, 6)).days),
        band_of_days(7),
        band_of_days(126),
    ]


def test_weeks_are_also_counted_to_the_day_of_the_list_itself(tmp_path: Path) -> None:
    read = read_pathways(written(tmp_path, *ROWS), SATURDAY)
    assert read.frame[AS_OF].to_list() == [
        band_of_days((SATURDAY - date(2025, 1, 6)).days),
        band_of_days(5),
        band_of_days(124),
    ]


def test_the_clock_start_is_kept_as_it_was_given(tmp_path: Path) -> None:
    read = read_pathways(written(tmp_path, *ROWS), SATURDAY)
    assert read.frame["clock_start"].to_list() == [
        date(2025, 1, 6),
        date(2026, 2, 23),
        date(2025, 10, 27),
    ]


def test_weeks_that_the_list_states_are_taken_at_their_word(tmp_path: Path) -> None:
    headings = HEADINGS.replace("clock_start", "weeks_waited")
    read = read_pathways(
        written(tmp_path, "A1,Z01,ZQ1,ZZ001,110,day_case,P4,17,1", headings=headings), SATURDAY
    )
    assert read.frame.select(AS_OF, "weeks_waited").row(0) == (17, 17)


def test_what_was_mapped_is_said(tmp_path: Path) -> None:
    read = read_pathways(written(tmp_path, *ROWS), SUNDAY)
    assert [finding.code for finding in read.findings] == ["PRIORITY_MAPPED"]


def test_it_is_counted_as_published_figures_are(tmp_path: Path) -> None:
    month = as_month(read_pathways(written(tmp_path, *ROWS), SUNDAY))
    (row,) = figures(month.frame).to_dicts()
    assert (row["waiting"], row["within_18_weeks"], row["over_52_weeks"]) == (5, 4, 1)
    by_holder = figures(month.frame, ["provider"])
    assert dict(by_holder.select("provider", "waiting").iter_rows()) == {"Z01": 4, "Z02": 1}


def test_names_that_the_list_carries_are_used(tmp_path: Path) -> None:
    headings = f"{HEADINGS},holder_name"
    path = written(tmp_path, f"{ROWS[0]},Northmere Hospitals", f"{ROWS[2]},", headings=headings)
    month = as_month(read_pathways(path, SUNDAY))
    assert dict(month.frame.select("provider", "provider_name").iter_rows()) == {
        "Z01": "Northmere Hospitals",
        "Z02": "Z02",
    }


@pytest.mark.parametrize(
    ("row", "code", "column"),
    [
        ("A4,Z01,ZQ1,ZZ001,999,day_case,P4,2025-01-06,1", "UNKNOWN_CODE", "tfc"),
        ("A4,Z01,ZQ1,ZZ001,110,surgery,P4,2025-01-06,1", "UNKNOWN_CODE", "modality"),
        ("A4,Z01,ZQ1,ZZ001,110,day_case,P9,2025-01-06,1", "UNKNOWN_CODE", "priority"),
        ("A4,Z01,ZQ1,ZZ001,110,day_case,P4,6 Jan 2025,1", "WRONG_FORM", "clock_start"),
        ("A4,Z01,ZQ1,ZZ001,110,day_case,P4,2025-01-06,-1", "NEGATIVE_VALUE", "count"),
        ("A1,Z01,ZQ1,ZZ001,110,day_case,P4,2025-01-06,1", "DUPLICATE_KEY", "pathway_id"),
        ("A4,,ZQ1,ZZ001,110,day_case,P4,2025-01-06,1", "BLANK_VALUE", "holder"),
        ("A4,Z01,ZQ1,ZZ001,110,day_case,P4,,1", "WAIT_NOT_KNOWN", "clock_start"),
        ("A4,Z01,ZQ1,ZZ001,110,day_case,P4,2027-01-06,1", "CLOCK_STARTS_LATER", "clock_start"),
    ],
)
def test_what_does_not_fit_is_refused_with_its_place(
    row: str, code: str, column: str, tmp_path: Path
) -> None:
    with pytest.raises(UnusableInput) as refused:
        read_pathways(written(tmp_path, *ROWS, row), SUNDAY)
    faults = [finding for finding in refused.value.findings if finding.severity is Severity.ERROR]
    assert [(fault.code, fault.column, fault.row) for fault in faults] == [(code, column, 5)]


def test_a_check_names_every_fault_and_needs_no_day(tmp_path: Path) -> None:
    bad = ROWS[0].replace("110", "999").replace("A1", "A9").replace("day_case", "surgery")
    checked = check_file(written(tmp_path, *ROWS, bad))
    assert checked.kind is Kind.PATHWAYS
    assert checked.rows == 4
    assert sorted(finding.column or "" for finding in checked.findings) == ["modality", "tfc"]


@given(
    st.lists(
        st.tuples(st.sampled_from(["Z01", "Z02"]), st.integers(0, 200), st.integers(1, 50)),
        min_size=1,
    )
)
def test_nobody_is_lost_in_the_counting(rows: list[tuple[str, int, int]]) -> None:
    holder, weeks, count = zip(*rows, strict=True)
    frame = pl.DataFrame(
        {"holder": holder, AS_OF: weeks, "count": count},
        schema_overrides={AS_OF: pl.Int32, "count": pl.Int32},
    ).with_columns(area=pl.lit("ZQ1"), tfc=pl.lit("110"))
    month = as_month(WaitingList(frame, Source("list", "0" * 64, 1, "pathways"), (), SUNDAY))
    bands = [name for name in month.frame.columns if name.startswith("w")]
    assert month.frame["total"].sum() == sum(count)
    assert (month.frame.select(pl.sum_horizontal(bands)).to_series() == month.frame["total"]).all()
