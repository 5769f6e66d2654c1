"""British National Grid metres become degrees where they should."""

from __future__ import annotations

import numpy as np
import pytest

from tidegate.core.directory.distance import great_circle_miles
from tidegate.core.directory.grid import to_wgs84

METRES_IN_A_MILE = 1609.344


# Computed with PROJ 9 from the same seven parameters.
PROJ = [
    (
        "the worked example of the Ordnance Survey's guide",
        651409.903,
        313177.270,
        52.6579786,
        1.7160520,
    ),
    ("Charing Cross", 530000, 180000, 51.5039908, -0.1283539),
    ("Tyneside", 430000, 565000, 54.9787091, -1.5328117),
    ("Cornwall", 180000, 40000, 50.2190012, -5.0853076),
    ("Kent", 585000, 140000, 51.1293963, 0.6425719),
]


@pytest.mark.parametrize(("place", "easting", "northing", "latitude", "longitude"), PROJ)
def test_points_agree_with_proj_within_a_metre(
    place: str, easting: float, northing: float, latitude: float, longitude: float
) -> None:
    found = to_wgs84(np.array([easting]), np.array([northing]))
    metres = great_circle_miles(found[0], found[1], latitude, longitude) * METRES_IN_A_MILE
    assert metres[0] < 1, place


def test_a_kilometre_on_the_grid_is_a_kilometre_on_the_ground() -> None:
    easting, northing = np.array([400000.0, 401000.0]), np.array([300000.0, 300000.0])
    latitude, longitude = to_wgs84(easting, northing)
    miles = great_circle_miles(latitude[0], longitude[0], latitude[1], longitude[1])
    assert miles == pytest.approx(1000 / METRES_IN_A_MILE, rel=0.005)
