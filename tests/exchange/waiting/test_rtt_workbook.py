"""Monthly workbooks, old and new, read into the figures of the full CSV."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from tests.exchange.waiting.workbooks import rtt_sheets, write_workbook

from tidegate.core.waiting.rtt import figures
from tidegate.exchange.findings import UnusableInput
from tidegate.exchange.waiting.rtt_workbook import read_rtt_workbook


def test_the_most_detailed_sheet_is_read_without_its_totals(tmp_path: Path) -> None:
    month = read_rtt_workbook(write_workbook(tmp_path / "month.xlsx", rtt_sheets()))
    assert month.period == date(2015, 3, 31)
    assert month.revised
    assert month.source.name == "month.xlsx › Commissioner"
    columns = [
        "commissioner_parent",
        "commissioner",
        "provider",
        "part",
        "tfc",
        "w000",
        "w052",
        "total",
    ]
    assert month.frame.select(columns).rows() == [
        ("Q99", "9ZA", "", "2", "100", 4, 1, 5),
        ("Q99", "9ZA", "", "2", "X01", 2, 0, 2),
        ("", "9ZB", "", "2", "100", 3, 2, 5),
    ]
    assert not month.findings
    summed = figures(month.frame).row(0, named=True)
    assert (summed["waiting"], summed["over_52_weeks"], summed["over_65_weeks"]) == (12, 3, None)


@pytest.mark.parametrize(
    ("summary", "part"),
    [
        ("completed admitted pathways", "1A"),
        ("completed non-admitted pathways", "1B"),
        ("incomplete pathways", "2"),
        ("incomplete pathways with a decision to admit for treatment", "2A"),
    ],
)
def test_the_summary_line_says_which_part_it_is(tmp_path: Path, summary: str, part: str) -> None:
    path = write_workbook(tmp_path / "month.xlsx", rtt_sheets(summary=summary))
    assert set(read_rtt_workbook(path).frame["part"]) == {part}


def test_a_month_not_yet_revised_is_not_called_revised(tmp_path: Path) -> None:
    sheets = rtt_sheets()
    sheets["Commissioner"][5][1] = "-"
    assert not read_rtt_workbook(write_workbook(tmp_path / "month.xlsx", sheets)).revised


def test_on_provider_basis_the_codes_are_providers(tmp_path: Path) -> None:
    path = write_workbook(tmp_path / "month.xlsx", rtt_sheets(basis="Provider"))
    frame = read_rtt_workbook(path).frame
    assert set(frame["provider"]) == {"9ZA", "9ZB"}
    assert set(frame["commissioner"]) == {""}


def test_a_word_for_a_number_is_refused_by_sheet_column_and_value(tmp_path: Path) -> None:
    sheets = rtt_sheets()
    sheets["Commissioner"][9][6] = "some"
    with pytest.raises(UnusableInput) as refused:
        read_rtt_workbook(write_workbook(tmp_path / "month.xlsx", sheets))
    (finding,) = refused.value.findings
    assert (finding.code, finding.column, finding.value) == ("NOT_A_NUMBER", ">1-2", "some")
    assert finding.file == "month.xlsx › Commissioner"


def test_a_national_total_that_differs_is_a_warning(tmp_path: Path) -> None:
    sheets = rtt_sheets()
    sheets["National"][-1][-2] = 99
    findings = read_rtt_workbook(write_workbook(tmp_path / "month.xlsx", sheets)).findings
    assert [(f.code, f.value) for f in findings] == [("TOTAL_ROW_DIFFERS", "12")]


def test_bands_that_do_not_add_up_are_a_warning(tmp_path: Path) -> None:
    sheets = rtt_sheets()
    sheets["Commissioner"][9][5] = 5
    findings = read_rtt_workbook(write_workbook(tmp_path / "month.xlsx", sheets)).findings
    assert [finding.code for finding in findings] == ["BANDS_DO_NOT_ADD_UP"]


def test_the_same_organisation_and_function_twice_is_refused(tmp_path: Path) -> None:
    sheets = rtt_sheets()
    sheets["Commissioner"].append(sheets["Commissioner"][9])
    with pytest.raises(UnusableInput, match="DUPLICATE_KEY"):
        read_rtt_workbook(write_workbook(tmp_path / "month.xlsx", sheets))


def test_a_workbook_about_something_else_is_refused(tmp_path: Path) -> None:
    path = write_workbook(tmp_path / "other.xlsx", {"Beds": [["Available", "Occupied"], [4, 3]]})
    with pytest.raises(UnusableInput, match="NOT_AN_RTT_FILE"):
        read_rtt_workbook(path)


def test_a_workbook_that_names_no_month_is_refused(tmp_path: Path) -> None:
    sheets = rtt_sheets()
    for sheet in ("National", "Commissioner"):
        sheets[sheet][3][1] = sheets[sheet][5][1] = "lately"
    with pytest.raises(UnusableInput, match="BAD_PERIOD"):
        read_rtt_workbook(write_workbook(tmp_path / "month.xlsx", sheets))


def test_a_workbook_that_unpacks_to_too_much_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tidegate.exchange.waiting.sheets.MAX_FILE_BYTES", 1000)
    with pytest.raises(UnusableInput, match="FILE_TOO_LARGE"):
        read_rtt_workbook(write_workbook(tmp_path / "month.xlsx", rtt_sheets()))


def test_a_workbook_without_a_total_column_is_refused(tmp_path: Path) -> None:
    sheets = rtt_sheets()
    sheets["Commissioner"][8][-2] = "Something else"
    with pytest.raises(UnusableInput, match="Total number of"):
        read_rtt_workbook(write_workbook(tmp_path / "month.xlsx", sheets))


def test_a_truncated_workbook_is_refused(tmp_path: Path) -> None:
    path = write_workbook(tmp_path / "month.xlsx", rtt_sheets())
    path.write_bytes(path.read_bytes()[:-300])
    with pytest.raises(UnusableInput, match="BROKEN_ARCHIVE"):
        read_rtt_workbook(path)
