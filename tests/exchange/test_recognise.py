"""Files are recognised by what is in them, under whatever name."""

from __future__ import annotations

import shutil
from pathlib import Path

import polars as pl
import pytest
from tests.exchange.directory.reference_files import (
    ods_row,
    write_boundaries,
    write_hospitals,
    write_ods,
    write_resaved_hospitals,
    write_small_areas,
)
from tests.exchange.waiting.rtt_files import rtt_lines, some_rows, write_csv, write_zip
from tests.exchange.waiting.workbooks import rtt_sheets, write_workbook

from tidegate.exchange.checking import check_file
from tidegate.exchange.findings import UnusableInput
from tidegate.exchange.kinds import Kind
from tidegate.exchange.recognise import recognise


def make_all(folder: Path) -> dict[Kind, list[Path]]:
    lines = rtt_lines(some_rows(1))
    small = write_small_areas(folder)
    points = folder / "points.csv"
    heading = "nhs_trust22_name,nhs_trust22_code,status,lon,lat"
    points.write_text(f"{heading}\nNorthmere,Z01,open,-1.5,53.1\n")
    return {
        Kind.RTT_FULL_CSV: [write_csv(folder / "m.csv", lines), write_zip(folder / "m.zip", lines)],
        Kind.RTT_WORKBOOK: [write_workbook(folder / "w.xlsx", rtt_sheets())],
        Kind.HOSPITALS: [
            write_hospitals(folder / "h.csv"),
            write_resaved_hospitals(folder / "h2.csv"),
        ],
        Kind.ODS_TRUSTS: [write_ods(folder / "etr.csv", ods_row("R9Z", "NORTHMERE"))],
        Kind.ODS_PRACTICES: [write_ods(folder / "prac.csv", ods_row("Z99901", "SURGERY"))],
        Kind.ODS_COMMISSIONERS: [write_ods(folder / "eccg.csv", ods_row("9ZA", "FICTION"))],
        Kind.TRUST_POINTS: [points],
        Kind.AREA_BOUNDARIES: [write_boundaries(folder / "icb.geojson")],
        Kind.LSOA_CENTROIDS: [small["centroids"]],
        Kind.LSOA_AREAS: [small["areas"]],
        Kind.LSOA_POPULATION: [small["people"]],
        Kind.LSOA_DEPRIVATION: [small["imd"]],
    }


def test_every_kind_is_recognised_under_a_name_that_says_nothing(tmp_path: Path) -> None:
    for kind, paths in make_all(tmp_path).items():
        for path in paths:
            nameless = tmp_path / "file"
            shutil.copy(path, nameless)
            assert recognise(nameless).kind is kind, path.name


def test_every_kind_is_checked_with_its_rows(tmp_path: Path) -> None:
    for kind, paths in make_all(tmp_path).items():
        for path in paths:
            checked = check_file(path)
            assert checked.usable, checked.findings
            assert checked.kind is kind
            assert checked.rows
            assert len(checked.sha256) == 64


@pytest.mark.parametrize("content", [b"name,age\nA,1\n", b"{}", b'{"a": 1}', bytes(range(1, 255))])
def test_anything_else_is_unknown_and_unusable(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "January-2031-RTT.csv"
    path.write_bytes(content)
    assert recognise(path).kind is Kind.UNKNOWN
    checked = check_file(path)
    assert not checked.usable
    assert [finding.code for finding in checked.findings] == ["UNKNOWN_KIND"]


def test_another_parquet_is_unknown(tmp_path: Path) -> None:
    path = tmp_path / "other.parquet"
    pl.DataFrame({"a": [1]}).write_parquet(path)
    assert recognise(path).kind is Kind.UNKNOWN


def test_a_web_page_is_refused_by_name(tmp_path: Path) -> None:
    path = tmp_path / "Full-CSV.xlsx"
    path.write_text("<!doctype html><title>404</title>")
    with pytest.raises(UnusableInput, match="web page"):
        recognise(path)


def test_every_kind_has_a_label_for_people() -> None:
    assert all(kind.label for kind in Kind)
