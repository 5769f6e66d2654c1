"""``check`` knows score tables and the files of series: what they are, their period and faults."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from tidegate.exchange.checking import check_file
from tidegate.exchange.findings import UnusableInput
from tidegate.exchange.incoming import read_incoming
from tidegate.exchange.kinds import Kind
from tidegate.exchange.pressure.score_tables import score_table_text

JAN_2, JAN_3 = date(2026, 1, 2), date(2026, 1, 3)


@pytest.mark.parametrize(
    ("text", "kind", "rows", "begins", "ends"),
    [
        ("date,value\n2026-01-02,3\n2026-01-03,5\n", Kind.SERIES, 2, JAN_2, JAN_3),
        (
            "organisation,date,measure,value,target\nZ01,2026-01-02,falls,3,2\n",
            Kind.SERIES, 1, JAN_2, JAN_2,
        ),
        (
            "organisation,date,measure,value\nZ01,2026-01-02,falls,3\n",
            Kind.SERIES, 1, JAN_2, JAN_2,
        ),
        (
            "organisation,date,measure,value\nZ01,2026-01-02,ga_beds_open,300\n",
            Kind.SITUATION_REPORT, 1, JAN_2, JAN_2,
        ),
        (
            "organisation,level,measure,start,end,value\nZ01,provider,x,2026-01-02,2026-01-02,3\n",
            Kind.OBSERVATIONS, 1, JAN_2, JAN_2,
        ),
        ("location,date,value\nA,2026-01-02,3\nA,2026-01-03,\n", Kind.HISTORY, 2, JAN_2, JAN_3),
        ("series,location,date,value\nx,A,2026-01-02,3\n", Kind.COVARIATES, 1, JAN_2, JAN_2),
        ("as_of,location,date,value\n2026-01-03,A,2026-01-02,3\n", Kind.VINTAGES, 1, JAN_2, JAN_2),
        ("reference_date,as_of\n2026-01-03,2026-01-02\n", Kind.VINTAGE_MAP, 1, JAN_3, JAN_3),
        ("location,name\nA,Northmere\n", Kind.LOCATIONS, 1, None, None),
        (
            "location,reference_date,horizon,target_end_date,output_type_id,value\n"
            "A,2026-01-02,1,2026-01-03,0.5,7\n",
            Kind.FORECAST, 1, JAN_3, JAN_3,
        ),
    ],
)  # fmt: skip
def test_a_file_of_series_is_known_by_its_headings_with_rows_and_period(
    tmp_path: Path, text: str, kind: Kind, rows: int, begins: date | None, ends: date | None
) -> None:
    path = tmp_path / "file"
    path.write_text(text)
    told = check_file(path)
    assert (told.kind, told.rows, told.begins, told.period) == (kind, rows, begins, ends)
    assert told.usable, told.findings
    assert told.sha256


@pytest.mark.parametrize(
    ("text", "kind", "code", "row"),
    [
        ("location,date,value\nA,2026-01-02,many\n", Kind.HISTORY, "WRONG_FORM", 2),
        ("date,value\n2026-01-02,3\n2026-01-02,4\n", Kind.SERIES, "TWO_VALUES_A_DAY", 3),
    ],
)
def test_what_is_wrong_in_it_is_named_by_row(
    tmp_path: Path, text: str, kind: Kind, code: str, row: int
) -> None:
    path = tmp_path / "file"
    path.write_text(text)
    told = check_file(path)
    assert (told.kind, told.usable) == (kind, False)
    assert [(one.code, one.row) for one in told.findings] == [(code, row)]


def test_a_score_table_is_known_under_any_name_with_its_figures_and_days(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_text(score_table_text("index-2026")[0] + "\n")
    told = check_file(path)
    assert (told.kind, told.rows, told.findings) == (Kind.SCORE_TABLE, 6, ())
    assert (told.begins, told.period) == (date(2010, 11, 1), None)


def test_what_is_open_in_a_score_table_is_named_row_by_row(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_text(score_table_text("opel-2024-26")[0])
    told = check_file(path)
    assert (told.kind, told.rows, told.usable) == (Kind.SCORE_TABLE, 9, False)
    assert [one.code for one in told.findings].count("THRESHOLDS_OPEN") == 9


def test_a_score_table_with_a_slip_is_a_score_table_still(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_text(score_table_text("index-2026")[0].replace("points = [0, 1", "points = [9, 1"))
    told = check_file(path)
    assert (told.kind, told.usable) == (Kind.SCORE_TABLE, False)
    assert {one.code for one in told.findings} == {"TABLE_VALUE"}
    path.write_text("[[pillars]]\nname = \n")
    assert [one.code for one in check_file(path).findings] == ["NOT_TOML"]


def test_a_score_table_is_not_loaded_and_the_refusal_says_where_it_goes(tmp_path: Path) -> None:
    path = tmp_path / "ours.toml"
    path.write_text(score_table_text("index-2026")[0])
    with pytest.raises(UnusableInput, match="score-tables beneath TIDEGATE_HOME"):
        read_incoming(path)
