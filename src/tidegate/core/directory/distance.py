"""How far apart places are."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

EARTH_RADIUS_MILES = 3958.7613  # mean radius, 6371.0088 km


def great_circle_miles(
    latitude: ArrayLike, longitude: ArrayLike, to_latitude: ArrayLike, to_longitude: ArrayLike
) -> NDArray[np.float64]:
    """Measure miles along the earth's surface, element by element (arrays broadcast).

    Degrees in, statute miles out, by the haversine formula on a sphere: within 0.5 % of the
    distance on the ellipsoid. Roads are longer; a policy states by how much.
    """
    from_lat, to_lat = np.radians(latitude), np.radians(to_latitude)
    half_lat = (to_lat - from_lat) / 2
    half_lon = (np.radians(to_longitude) - np.radians(longitude)) / 2
    root = np.sin(half_lat) ** 2 + np.cos(from_lat) * np.cos(to_lat) * np.sin(half_lon) ** 2
    return np.asarray(
        2 * EARTH_RADIUS_MILES * np.arcsin(np.sqrt(np.clip(root, 0.0, 1.0))), dtype=np.float64
    )
