"""Miles between places, along the earth's surface."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tidegate.core.directory.distance import EARTH_RADIUS_MILES, great_circle_miles

LATITUDE = st.floats(49, 61)
LONGITUDE = st.floats(-9, 3)
PLACE = st.tuples(LATITUDE, LONGITUDE)


@pytest.mark.parametrize(
    ("said", "start", "end", "miles"),
    [
        ("London to Edinburgh", (51.5074, -0.1278), (55.9533, -3.1883), 332),
        ("one degree north", (52.0, 0.0), (53.0, 0.0), EARTH_RADIUS_MILES * np.pi / 180),
        ("half way round", (0.0, 0.0), (0.0, 180.0), EARTH_RADIUS_MILES * np.pi),
        ("nowhere", (52.0, 0.0), (52.0, 0.0), 0),
    ],
)
def test_known_distances(
    said: str, start: tuple[float, float], end: tuple[float, float], miles: float
) -> None:
    assert great_circle_miles(*start, *end) == pytest.approx(miles, rel=0.003), said


@given(PLACE, PLACE)
def test_the_way_back_is_as_long(start: tuple[float, float], end: tuple[float, float]) -> None:
    assert great_circle_miles(*start, *end) == pytest.approx(great_circle_miles(*end, *start))


@given(PLACE, PLACE, PLACE)
def test_a_detour_is_never_shorter(
    start: tuple[float, float], end: tuple[float, float], over: tuple[float, float]
) -> None:
    direct = great_circle_miles(*start, *end)
    assert direct <= great_circle_miles(*start, *over) + great_circle_miles(*over, *end) + 1e-6


def test_many_zones_to_many_sites_at_once() -> None:
    zones, sites = np.array([[52.0], [53.0]]), np.array([52.0, 53.0, 54.0])
    miles = great_circle_miles(zones, np.zeros((2, 1)), sites, np.zeros(3))
    assert miles.shape == (2, 3)
    assert miles[0, 0] == 0 == miles[1, 1]
