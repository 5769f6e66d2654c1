"""Whatever reference files lie in a folder become one set of places."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.exchange.directory.reference_files import (
    hospital,
    ods_row,
    write_boundaries,
    write_hospitals,
    write_ods,
    write_small_areas,
)

from tidegate.core.directory.distance import great_circle_miles
from tidegate.core.directory.locate import locate_providers
from tidegate.exchange.directory.areas import read_areas
from tidegate.exchange.directory.places import read_places
from tidegate.exchange.findings import UnusableInput


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write_hospitals(tmp_path / "hospitals.csv")
    write_small_areas(tmp_path)
    write_boundaries(tmp_path / "icb.geojson")
    write_ods(tmp_path / "eccg.csv", ods_row("9ZA", "NHS FICTION"), ods_row("9ZB", "FABLE", "QZB"))
    (tmp_path / "notes.txt").write_text("nothing to plan with")
    return tmp_path


def test_sites_zones_areas_and_outlines_are_found_by_content(folder: Path) -> None:
    places = read_places([folder])
    assert places.sites["site"].to_list() == ["Z01A1", "Z01A2", "ZN101"]
    assert places.zones.select("zone", "area", "population").rows() == [
        ("9ZA", "QZA", 4000.0),
        ("9ZB", "QZB", 500.0),
    ]
    assert places.areas.rows() == [("QZA", "NHS Fiction", "Y99"), ("QZB", "NHS Fable", "Y99")]
    assert [outline.area for outline in places.boundaries] == ["QZA", "QZB"]
    assert len(places.sources) == 7


def test_a_damaged_file_is_left_aside_with_a_warning(folder: Path) -> None:
    whole = (folder / "imd.parquet").read_bytes()
    (folder / "imd.parquet").write_bytes(whole[:-20])
    places = read_places([folder])
    assert ("BROKEN_PARQUET", "warning") in [(f.code, f.severity) for f in places.findings]
    assert places.zones["mean_imd_decile"].to_list() == [None, None]


def test_nothing_to_read_gives_empty_places(tmp_path: Path) -> None:
    places = read_places([tmp_path])
    assert places.sites.is_empty()
    assert places.zones.is_empty()
    assert places.areas.is_empty()


def test_of_a_site_in_two_lists_the_later_files_place_holds(folder: Path) -> None:
    moved = hospital("Z01A1", "Northmere, new", "NHS Sector", "Z01", ("53.9", "-1.1"))
    write_hospitals(folder / "later.csv", [moved])
    site = read_places([folder]).sites.filter(site="Z01A1").row(0, named=True)
    assert (site["name"], site["latitude"]) == ("Northmere, new", 53.9)


def test_centroids_without_a_look_up_give_no_zones(tmp_path: Path) -> None:
    write_small_areas(tmp_path)["areas"].unlink()
    assert read_places([tmp_path]).zones.is_empty()


def test_a_path_that_does_not_exist_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnusableInput, match="MISSING_FILE"):
        read_places([tmp_path / "nowhere"])


def test_every_icb_belongs_to_one_of_seven_regions() -> None:
    areas = read_areas()
    assert (areas.height, areas["area"].n_unique(), areas["region"].n_unique()) == (42, 42, 7)


@pytest.mark.published
def test_published_reference_files_place_england(published_data: Path) -> None:
    places = read_places([published_data / name for name in ("ods", "geo", "population-imd")])
    assert places.zones.height == 106
    assert places.sites.height > 1_400
    assert len(places.boundaries) == 42
    assert places.areas.select("area", "region").equals(read_areas().select("area", "region"))
    barnsley = places.zones.filter(zone="02P").row(0, named=True)
    centre = great_circle_miles(barnsley["latitude"], barnsley["longitude"], 53.55, -1.44)
    assert centre < 5
    trusts = locate_providers(places.codes["code"], places.sites)
    assert trusts.height > 180
