"""Outcomes are recognised, checked and read; what contradicts itself is named."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest
from tests.exchange.transfers.outcome_files import HEADINGS, write_outcomes

from tidegate.core.transfers.outcomes import OUTCOMES
from tidegate.exchange.checking import check_file
from tidegate.exchange.findings import UnusableInput
from tidegate.exchange.kinds import Kind
from tidegate.exchange.recognise import recognise
from tidegate.exchange.transfers.outcomes import read_outcomes


def test_a_file_is_read_in_the_columns_of_outcomes(tmp_path: Path) -> None:
    read = read_outcomes(write_outcomes(tmp_path))
    assert dict(read.frame.schema) == dict(OUTCOMES)
    assert read.findings == ()
    assert read.frame["count"].sum() == 160
    assert read.frame["moved"].to_list() == [True, True, True, True, False, None]


def test_priorities_count_as_in_the_waiting_list(tmp_path: Path) -> None:
    read = read_outcomes(write_outcomes(tmp_path))
    assert read.frame["priority"].to_list() == ["P4", "P4", "P4", "P2", "P4", "P3"]


def test_columns_that_a_file_lacks_are_not_known_and_each_row_is_one(tmp_path: Path) -> None:
    path = write_outcomes(tmp_path, "I1,inpatient,yes", headings="invitation_id,modality,reply")
    row = read_outcomes(path).frame.row(0, named=True)
    assert row["count"] == 1
    assert row["travel_minutes"] is row["moved"] is row["reply_days"] is row["attended"] is None


def test_parquet_is_read_as_text_is(tmp_path: Path) -> None:
    text = write_outcomes(tmp_path)
    path = tmp_path / "outcomes.parquet"
    pl.read_csv(text).write_parquet(path)
    assert read_outcomes(path).frame.equals(read_outcomes(text).frame)


def test_it_is_recognised_and_checked_whatever_its_name(tmp_path: Path) -> None:
    path = write_outcomes(tmp_path).rename(tmp_path / "file")
    assert recognise(path).kind is Kind.OUTCOMES
    checked = check_file(path)
    assert (checked.kind, checked.rows, checked.usable) == (Kind.OUTCOMES, 6, True)


@pytest.mark.parametrize(
    ("row", "code", "column"),
    [
        ("I1,inpatient,20,P4,30,yes,perhaps,,,1", "UNKNOWN_CODE", "reply"),
        ("I1,inpatient,20,P4,30,yes,,,,1", "BLANK_VALUE", "reply"),
        ("I1,operation,20,P4,30,yes,yes,3,,1", "UNKNOWN_CODE", "modality"),
        ("I1,inpatient,-5,P4,30,yes,yes,3,,1", "NEGATIVE_VALUE", "travel_minutes"),
        ("I1,inpatient,20,P4,soon,yes,yes,3,,1", "WRONG_FORM", "weeks_waited"),
        ("I1,inpatient,20,P4,30,yes,yes,4000,,1", "VALUE_TOO_HIGH", "reply_days"),
        ("I1,inpatient,20,P4,30,yes,no,3,yes,1", "ATTENDED_WITHOUT_YES", "attended"),
        ("I1,inpatient,20,P4,30,yes,pending,,no,1", "ATTENDED_WITHOUT_YES", "attended"),
        ("I1,inpatient,20,P4,30,yes,none,30,,1", "REPLY_DAYS_WITHOUT_REPLY", "reply_days"),
        ("I0,inpatient,20,P4,30,yes,yes,3,,1", "DUPLICATE_KEY", "invitation_id"),
    ],
)
def test_what_does_not_fit_is_named_with_its_row(
    tmp_path: Path, row: str, code: str, column: str
) -> None:
    path = write_outcomes(tmp_path, "I0,inpatient,20,P4,30,yes,yes,3,,1", row)
    with pytest.raises(UnusableInput) as refused:
        read_outcomes(path)
    assert [(found.code, found.column, found.row) for found in refused.value.findings] == [
        (code, column, 3)
    ]
    assert [found.code for found in check_file(path).findings] == [code]


def test_no_rows_and_no_answers_are_refused(tmp_path: Path) -> None:
    empty = tmp_path / "empty.csv"
    empty.write_text(HEADINGS + "\n", "utf-8")
    with pytest.raises(UnusableInput) as refused:
        read_outcomes(empty)
    assert [found.code for found in refused.value.findings] == ["NO_ROWS"]
    lacking = write_outcomes(tmp_path, "I1,inpatient", headings="invitation_id,modality")
    assert recognise(lacking).kind is Kind.OUTCOMES
    assert [found.code for found in check_file(lacking).findings] == ["MISSING_COLUMN"]
