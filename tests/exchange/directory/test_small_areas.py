"""Small-area tables are told apart by their headings and read under our names."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest
from tests.exchange.directory.reference_files import write_small_areas

from tidegate.exchange.directory.small_areas import read_small_areas
from tidegate.exchange.findings import UnusableInput
from tidegate.exchange.kinds import Kind


@pytest.mark.parametrize(
    ("which", "kind", "columns"),
    [
        ("centroids", Kind.LSOA_CENTROIDS, ["lsoa", "easting", "northing"]),
        (
            "areas",
            Kind.LSOA_AREAS,
            ["lsoa", "zone", "zone_name", "area", "area_name", "area_ons"],
        ),
        ("people", Kind.LSOA_POPULATION, ["lsoa", "population"]),
        ("imd", Kind.LSOA_DEPRIVATION, ["lsoa", "imd_decile"]),
    ],
)
def test_each_table_has_its_columns(
    tmp_path: Path, which: str, kind: Kind, columns: list[str]
) -> None:
    table = read_small_areas(write_small_areas(tmp_path)[which])
    assert table.source.kind == kind
    assert table.frame.columns == columns


def test_a_word_among_the_figures_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "centroids.csv"
    path.write_text("X,Y,objectid,lsoa11cd,lsoa11nm\nfar,away,1,E01999901,Fiction\n")
    with pytest.raises(UnusableInput, match="NOT_A_NUMBER"):
        read_small_areas(path)


def test_another_table_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "other.parquet"
    pl.DataFrame({"a": [1]}).write_parquet(path)
    with pytest.raises(UnusableInput, match="NOT_SMALL_AREAS"):
        read_small_areas(path)


def test_a_cut_parquet_is_refused(tmp_path: Path) -> None:
    path = write_small_areas(tmp_path)["imd"]
    path.write_bytes(path.read_bytes()[:-20])
    with pytest.raises(UnusableInput, match="BROKEN_PARQUET"):
        read_small_areas(path)
