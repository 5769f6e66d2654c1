"""British National Grid to latitude and longitude, for centroids published in metres."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class _Ellipsoid:
    major: float
    minor: float

    @property
    def eccentricity_squared(self) -> float:
        return 1 - (self.minor / self.major) ** 2


# Ordnance Survey, "A guide to coordinate systems in Great Britain", annexes A to C.
_AIRY = _Ellipsoid(6377563.396, 6356256.909)
_WGS84 = _Ellipsoid(6378137.0, 6356752.3142)
_SCALE = 0.9996012717
_ORIGIN_LATITUDE, _ORIGIN_LONGITUDE = np.radians(49.0), np.radians(-2.0)
_FALSE_EASTING, _FALSE_NORTHING = 400_000.0, -100_000.0
# Helmert transformation OSGB36 → WGS84: metres, parts per million, arc seconds.
_SHIFT = (446.448, -125.157, 542.060)
_PPM = -20.4894
_ROTATION = tuple(np.radians(seconds / 3600) for seconds in (0.1502, 0.2470, 0.8421))


def to_wgs84(easting: Floats, northing: Floats) -> tuple[Floats, Floats]:
    """Turn British National Grid metres into WGS84 degrees: latitude, longitude.

    One seven-parameter Helmert transformation serves all of Great Britain; it is good to about
    5 metres, where the full OSTN grid would give centimetres. Distances here are miles.
    """
    latitude, longitude = _unproject(
        np.asarray(easting, dtype=np.float64), np.asarray(northing, dtype=np.float64)
    )
    latitude, longitude = _helmert(latitude, longitude)
    return np.degrees(latitude), np.degrees(longitude)


def _meridional_arc(latitude: Floats) -> Floats:
    n = (_AIRY.major - _AIRY.minor) / (_AIRY.major + _AIRY.minor)
    difference, total = latitude - _ORIGIN_LATITUDE, latitude + _ORIGIN_LATITUDE
    series = (
        (1 + n + 1.25 * n**2 + 1.25 * n**3) * difference
        - (3 * n + 3 * n**2 + 21 / 8 * n**3) * np.sin(difference) * np.cos(total)
        + (15 / 8 * (n**2 + n**3)) * np.sin(2 * difference) * np.cos(2 * total)
        - 35 / 24 * n**3 * np.sin(3 * difference) * np.cos(3 * total)
    )
    return np.asarray(_AIRY.minor * _SCALE * series, dtype=np.float64)


def _unproject(easting: Floats, northing: Floats) -> tuple[Floats, Floats]:
    """Invert the transverse Mercator projection on the Airy ellipsoid (annex C, C1)."""
    latitude = (northing - _FALSE_NORTHING) / (_AIRY.major * _SCALE) + _ORIGIN_LATITUDE
    for _ in range(8):  # each pass gains three digits; eight leave nothing to gain
        residual = northing - _FALSE_NORTHING - _meridional_arc(latitude)
        latitude = latitude + residual / (_AIRY.major * _SCALE)
    e2 = _AIRY.eccentricity_squared
    curve = 1 - e2 * np.sin(latitude) ** 2
    nu = _AIRY.major * _SCALE / np.sqrt(curve)
    rho = nu * (1 - e2) / curve
    eta2 = nu / rho - 1
    t, sec = np.tan(latitude), 1 / np.cos(latitude)
    east = easting - _FALSE_EASTING
    north = (
        latitude
        - t / (2 * rho * nu) * east**2
        + t / (24 * rho * nu**3) * (5 + 3 * t**2 + eta2 - 9 * t**2 * eta2) * east**4
        - t / (720 * rho * nu**5) * (61 + 90 * t**2 + 45 * t**4) * east**6
    )
    west = (
        _ORIGIN_LONGITUDE
        + sec / nu * east
        - sec / (6 * nu**3) * (nu / rho + 2 * t**2) * east**3
        + sec / (120 * nu**5) * (5 + 28 * t**2 + 24 * t**4) * east**5
        - sec / (5040 * nu**7) * (61 + 662 * t**2 + 1320 * t**4 + 720 * t**6) * east**7
    )
    return north, west


def _helmert(latitude: Floats, longitude: Floats) -> tuple[Floats, Floats]:
    e2 = _AIRY.eccentricity_squared
    nu = _AIRY.major / np.sqrt(1 - e2 * np.sin(latitude) ** 2)
    x = nu * np.cos(latitude) * np.cos(longitude)
    y = nu * np.cos(latitude) * np.sin(longitude)
    z = (1 - e2) * nu * np.sin(latitude)
    (tx, ty, tz), (rx, ry, rz), scale = _SHIFT, _ROTATION, 1 + _PPM / 1e6
    x, y, z = (
        tx + scale * x - rz * y + ry * z,
        ty + rz * x + scale * y - rx * z,
        tz - ry * x + rx * y + scale * z,
    )
    e2, across = _WGS84.eccentricity_squared, np.hypot(x, y)
    latitude = np.arctan2(z, across * (1 - e2))
    for _ in range(6):
        nu = _WGS84.major / np.sqrt(1 - e2 * np.sin(latitude) ** 2)
        latitude = np.arctan2(z + e2 * nu * np.sin(latitude), across)
    return latitude, np.arctan2(y, x)
