"""The fictional map: coast, towns and small areas with their deprivation."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

if TYPE_CHECKING:
    from numpy.random import Generator

RIVER_KM_EAST = 57.0  # the river Tarrow runs along this line


@dataclass(frozen=True, slots=True)
class Point:
    """A place on the map, kilometres east and north of its south-west corner."""

    east: float
    north: float


@dataclass(frozen=True, slots=True)
class Town:
    """A town: its place, how many zones it has, how far they spread (km), and how poor it is."""

    name: str
    place: Point
    zones: int
    spread_km: float
    deprivation: float


TOWNS = (
    Town("Northmere", Point(41, 45), 32, 5.5, 0.4),
    Town("Saltreach", Point(73, 30), 17, 4.0, 0.15),
    Town("Wendham", Point(22, 61), 9, 4.5, -1.1),
    Town("Marram", Point(89, 46), 7, 4.0, 0.35),
    Town("Aldersey", Point(54, 70), 8, 4.0, -0.8),
    Town("Fellgarth", Point(124, 85), 7, 5.0, 0.35),
)
# The poorest streets lie along the docks and east of Northmere's old centre.
_POOREST = (Point(46, 43), Point(75, 28))
_SHARES = (0.26, 0.22, 0.19, 0.18, 0.15)  # of zones in each national quintile, most deprived first

# The coast, clockwise from the south-west.
COAST = (
    Point(4, 34), Point(2, 52), Point(9, 70), Point(24, 82), Point(48, 86), Point(74, 88),
    Point(96, 97), Point(122, 101), Point(141, 94), Point(139, 76), Point(118, 66), Point(104, 54),
    Point(99, 40), Point(86, 26), Point(70, 17), Point(57, 26), Point(42, 22), Point(20, 24),
)  # fmt: skip

# Northmere lies on the Dogger Bank, in the open North Sea, where nobody lives.
_WEST_EDGE, _SOUTH_EDGE = 1.4, 54.4
_KM_PER_DEGREE = 111.2


def degrees(point: Point) -> tuple[float, float]:
    """Return (longitude, latitude) in degrees, so that maps of real places can draw this one."""
    per_degree_east = _KM_PER_DEGREE * math.cos(math.radians(55))
    longitude = _WEST_EDGE + point.east / per_degree_east
    return round(longitude, 5), round(_SOUTH_EDGE + point.north / _KM_PER_DEGREE, 5)


def make_zones(rng: Generator) -> pl.DataFrame:
    """Scatter 80 small areas around the towns and give each its people and deprivation.

    Columns: ``zone, name, town, commissioner, east_km, north_km, longitude, latitude,
    population, imd_quintile`` (1 is the most deprived).
    """
    places, towns, level = [], [], []
    for town in TOWNS:
        scatter = rng.normal(0.0, town.spread_km, (town.zones, 2))
        centre = np.array((town.place.east, town.place.north))
        places.append(np.clip(scatter, -12, 12) + centre)
        towns += [town.name] * town.zones
        level += [town.deprivation] * town.zones
    where = np.round(np.concatenate(places), 2)
    near_poverty = sum(
        np.exp(-np.hypot(*(where - (spot.east, spot.north)).T) / 4.0) for spot in _POOREST
    )
    score = np.array(level) + 1.8 * near_poverty + rng.normal(0.0, 0.35, len(level))
    number = np.arange(1, len(level) + 1)
    longitude, latitude = zip(*(degrees(Point(*map(float, place))) for place in where), strict=True)
    return pl.DataFrame(
        {
            "zone": [f"ZZ{n:03}" for n in number],
            "name": [f"{town} {n:02}" for n, town in zip(number, towns, strict=True)],
            "town": towns,
            "commissioner": np.where(where[:, 0] < RIVER_KM_EAST, "ZC1", "ZC2"),
            "east_km": where[:, 0],
            "north_km": where[:, 1],
            "longitude": longitude,
            "latitude": latitude,
            "population": (rng.integers(90, 210, len(level)) * 100).astype(np.int32),
            "imd_quintile": _quintiles(score),
        }
    )


def _quintiles(score: np.ndarray) -> np.ndarray:
    """Cut zones, poorest first, into national quintiles of which this area has uneven shares."""
    edges = np.ceil(np.cumsum(_SHARES) * len(score))
    rank = np.argsort(np.argsort(-score, kind="stable"), kind="stable")
    return (np.searchsorted(edges, rank, side="right") + 1).clip(1, 5).astype(np.int8)
