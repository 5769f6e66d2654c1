"""Outlines lose points that no map shows, and stay closed and close."""

from __future__ import annotations

import math

from hypothesis import given
from hypothesis import strategies as st

from tidegate.core.directory.outline import simplify

SQUARE = ((0.0, 0.0), (0.0, 1.0), (1.0, 1.0), (1.0, 0.0), (0.0, 0.0))


def test_points_on_a_straight_side_are_left_out() -> None:
    dotted = ((0.0, 0.0), (0.0, 0.5), (0.0, 1.0), (0.5, 1.001), (1.0, 1.0), (1.0, 0.0), (0.0, 0.0))
    assert simplify(dotted, 0.01) == SQUARE


def test_a_ring_too_small_to_simplify_stays_as_it_was() -> None:
    tiny = tuple((x / 1000, y / 1000) for x, y in SQUARE)
    assert simplify(tiny, 0.5) == tiny
    assert simplify(SQUARE[:3], 0.5) == SQUARE[:3]


@given(st.lists(st.floats(0.5, 2.0), min_size=8, max_size=60), st.floats(0.001, 0.2))
def test_a_simplified_ring_is_closed_and_made_of_its_own_points(
    radii: list[float], tolerance: float
) -> None:
    step = 2 * math.pi / len(radii)
    points = [(r * math.cos(n * step), r * math.sin(n * step)) for n, r in enumerate(radii)]
    ring = (*points, points[0])
    simple = simplify(ring, tolerance)
    assert simple[0] == simple[-1] == ring[0]
    assert set(simple) <= set(ring)
