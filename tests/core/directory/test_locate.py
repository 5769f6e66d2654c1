"""Providers are placed by their own site, else by the sites that name them; never guessed."""

from __future__ import annotations

import polars as pl
import pytest

from tidegate.core.directory.locate import locate_providers, zone_centres

SITES = pl.DataFrame(
    {
        "site": ["ZN101", "Z01A1", "Z01A2", "Z01A3"],
        "provider": ["ZN1", "Z01", "Z01", "Z01"],
        "latitude": [52.0, 53.0, 53.2, 59.0],
        "longitude": [-1.0, -2.0, -2.2, -2.1],
    }
)


def test_a_site_code_is_placed_at_the_site_and_a_trust_among_its_sites() -> None:
    placed = locate_providers(pl.Series(["ZN101", "Z01", "Z01", "Z99"]), SITES)
    assert placed.rows() == [("Z01", 53.2, -2.1, "its sites"), ("ZN101", 52.0, -1.0, "site")]


def small_areas(**changed: list[float | None]) -> pl.DataFrame:
    columns: dict[str, list[object]] = {
        "zone": ["9ZA", "9ZA"],
        "name": ["Northmere", "Northmere"],
        "area": ["QZA", "QZA"],
        "easting": [400_000.0, 410_000.0],
        "northing": [300_000.0, 300_000.0],
        "population": [1000.0, 3000.0],
        "imd_decile": [2, 6],
        **changed,
    }
    types = {"population": pl.Float64, "imd_decile": pl.Int8}
    return pl.DataFrame(columns, schema_overrides=types)


def test_a_zones_centre_is_where_its_people_live() -> None:
    weighted = zone_centres(small_areas()).row(0, named=True)
    even = zone_centres(small_areas(population=[1.0, 1.0])).row(0, named=True)
    assert weighted["longitude"] > even["longitude"]
    assert weighted["population"] == 4000
    assert weighted["mean_imd_decile"] == pytest.approx(5.0)


def test_without_population_small_areas_count_alike() -> None:
    unknown = zone_centres(small_areas(population=[None, None])).row(0, named=True)
    even = zone_centres(small_areas(population=[1.0, 1.0])).row(0, named=True)
    assert unknown["longitude"] == pytest.approx(even["longitude"])


def test_without_deciles_the_mean_is_not_known() -> None:
    zone = zone_centres(small_areas(imd_decile=[None, None])).row(0, named=True)
    assert zone["mean_imd_decile"] is None
