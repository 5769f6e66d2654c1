"""ODS files: trusts, practices and commissioners share one layout without headings."""

from __future__ import annotations

import zipfile
from datetime import date
from pathlib import Path

import pytest
from tests.exchange.directory.reference_files import ods_row, write_ods

from tidegate.exchange.directory.ods import read_ods
from tidegate.exchange.findings import UnusableInput
from tidegate.exchange.kinds import Kind


@pytest.mark.parametrize(
    ("codes", "kind"),
    [
        (["R9Z", "R8Z", "Z1A2B"], Kind.ODS_TRUSTS),
        (["Z99901", "Z99902"], Kind.ODS_PRACTICES),
        (["9ZA", "9ZB"], Kind.ODS_COMMISSIONERS),
    ],
)
def test_codes_tell_which_file_it_is(tmp_path: Path, codes: list[str], kind: Kind) -> None:
    path = write_ods(tmp_path / "file.csv", *(ods_row(code, "SOMEBODY") for code in codes))
    assert read_ods(path).source.kind == kind


def test_a_row_is_read_with_its_dates_and_area(tmp_path: Path) -> None:
    path = write_ods(
        tmp_path / "eccg.csv",
        ods_row("9ZA", "NHS FICTION, NORTH", role="RO319"),
        ods_row("9ZB", "NHS FABLE", closed="20200331"),
    )
    frame = read_ods(path).frame
    assert frame.row(0, named=True) == {
        "code": "9ZA",
        "name": "NHS FICTION, NORTH",
        "region": "Y99",
        "area": "QZA",
        "postcode": "ZZ1 1ZZ",
        "opened": date(2013, 4, 1),
        "closed": None,
        "status": "",
        "role": "RO319",
        "parent": "",
        "setting": "",
    }
    assert frame["closed"].to_list() == [None, date(2020, 3, 31)]


def test_the_zip_with_its_description_beside_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "etr.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("etr.csv", ods_row("R9Z", "NORTHMERE"))
        archive.writestr("etr.pdf", b"%PDF-1.4")
    assert read_ods(path).source.name == "etr.zip › etr.csv"


@pytest.mark.parametrize(
    ("row", "code", "value"),
    [
        (ods_row("R-9", "BAD"), "UNKNOWN_ODS_CODE", "R-9"),
        (ods_row("9ZB", "BAD", closed="31/03/2020"), "NOT_A_DATE", "31/03/2020"),
    ],
)
def test_a_bad_cell_is_refused_by_row_and_value(
    tmp_path: Path, row: str, code: str, value: str
) -> None:
    path = write_ods(tmp_path / "file.csv", ods_row("9ZA", "GOOD"), row)
    with pytest.raises(UnusableInput) as refused:
        read_ods(path)
    (finding,) = refused.value.findings
    assert (finding.code, finding.row, finding.value) == (code, 2, value)


def test_a_code_given_twice_is_a_warning(tmp_path: Path) -> None:
    path = write_ods(tmp_path / "file.csv", ods_row("9ZA", "ONE"), ods_row("9ZA", "TWO"))
    assert [finding.code for finding in read_ods(path).findings] == ["DUPLICATE_KEY"]


def test_another_layout_is_refused(tmp_path: Path) -> None:
    path = write_ods(tmp_path / "file.csv", '"9ZA","GOOD","Y99"')
    with pytest.raises(UnusableInput, match="27 columns"):
        read_ods(path)
