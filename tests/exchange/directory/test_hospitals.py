"""The NHS.UK hospital list reads alike in both of its forms."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.exchange.directory.reference_files import (
    HOSPITALS,
    write_hospitals,
    write_resaved_hospitals,
)

from tidegate.exchange.directory.hospitals import read_hospitals
from tidegate.exchange.findings import UnusableInput


def test_not_signs_in_windows_1252_and_resaved_commas_give_the_same_sites(tmp_path: Path) -> None:
    published = read_hospitals(write_hospitals(tmp_path / "published.csv"))
    resaved = read_hospitals(write_resaved_hospitals(tmp_path / "resaved.csv"))
    assert published.frame.equals(resaved.frame)
    assert published.frame.rows()[0] == (
        "Z01A1",
        "Northmere Café Hospital",
        "nhs",
        "Z01",
        53.1,
        -1.5,
    )
    assert published.frame["sector"].to_list() == ["nhs", "nhs", "independent"]


def test_a_site_without_coordinates_is_left_out_and_named(tmp_path: Path) -> None:
    (finding,) = read_hospitals(write_hospitals(tmp_path / "list.csv")).findings
    assert (finding.code, finding.row, finding.value) == ("NO_COORDINATES", 5, "ZN102")


def test_a_site_listed_twice_is_kept_once_and_named(tmp_path: Path) -> None:
    table = read_hospitals(write_hospitals(tmp_path / "list.csv", [HOSPITALS[0], HOSPITALS[0]]))
    assert table.frame.height == 1
    assert [finding.code for finding in table.findings] == ["DUPLICATE_KEY"]


def test_another_list_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "other.csv"
    path.write_text("a,b\n1,2\n", encoding="utf-8")
    with pytest.raises(UnusableInput, match="NOT_A_HOSPITAL_LIST"):
        read_hospitals(path)
