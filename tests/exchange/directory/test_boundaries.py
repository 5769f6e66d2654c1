"""Outlines of areas come from GeoJSON, whichever year's property names it has."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.exchange.directory.reference_files import feature, write_boundaries

from tidegate.exchange.directory.boundaries import read_boundaries
from tidegate.exchange.findings import UnusableInput


def test_polygons_and_multipolygons_become_rings(tmp_path: Path) -> None:
    outlines = read_boundaries(write_boundaries(tmp_path / "icb.geojson")).outlines
    assert [(o.area, o.name, len(o.rings)) for o in outlines] == [
        ("E54999901", "NHS Fiction", 1),
        ("E54999902", "NHS Fable", 2),
    ]


def test_a_feature_without_a_polygon_is_left_out_with_a_warning(tmp_path: Path) -> None:
    path = write_boundaries(tmp_path / "icb.geojson")
    collection = json.loads(path.read_text())
    point = feature("E54999903", "A point", {"type": "Point", "coordinates": [0, 53]})
    path.write_text(json.dumps({"features": [*collection["features"], point]}))
    read = read_boundaries(path)
    assert len(read.outlines) == 2
    assert [finding.code for finding in read.findings] == ["NO_OUTLINE"]


@pytest.mark.parametrize(
    "text", ["{", "[]", "{}", '{"features": [1]}', '{"features": []}', "not json"]
)
def test_what_is_not_outlines_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "icb.geojson"
    path.write_text(text)
    with pytest.raises(UnusableInput, match="NOT_BOUNDARIES"):
        read_boundaries(path)
