"""Outlines of areas, simple enough to draw a map that travels inside one page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

Ring = tuple[tuple[float, float], ...]
_LEAST_POINTS = 4  # a triangle whose last point repeats its first


@dataclass(frozen=True, slots=True)
class Outline:
    """The outline of one area.

    Attributes:
        area: code of the area, an ICB's ``Q`` code when a look-up gave one.
        name: name of the area.
        rings: closed rings of (longitude, latitude) in degrees, the outer ones and the holes.
    """

    area: str
    name: str
    rings: tuple[Ring, ...]


def simplify(ring: Ring, tolerance: float) -> Ring:
    """Leave out points nearer than ``tolerance`` (degrees) to the line that remains.

    Ramer, Douglas and Peucker's rule; the first point stays, so the ring stays closed. A ring
    that would vanish is returned as it was.
    """
    if len(ring) <= _LEAST_POINTS:
        return ring
    points = np.asarray(ring, dtype=np.float64)
    keep = np.zeros(len(points), dtype=bool)
    farthest = int(np.argmax(np.hypot(*(points - points[0]).T)))
    keep[[0, farthest, -1]] = True
    spans = [(0, farthest), (farthest, len(points) - 1)]
    while spans:
        start, end = spans.pop()
        if end - start < 2:  # noqa: PLR2004 - no point lies between neighbours
            continue
        distances = _distances(points[start + 1 : end], points[start], points[end])
        middle = int(np.argmax(distances))
        if distances[middle] > tolerance:
            keep[start + 1 + middle] = True
            spans += [(start, start + 1 + middle), (start + 1 + middle, end)]
    if keep.sum() < _LEAST_POINTS:
        return ring
    return tuple((float(x), float(y)) for x, y in points[keep])


def _distances(
    points: NDArray[np.float64], start: NDArray[np.float64], end: NDArray[np.float64]
) -> NDArray[np.float64]:
    along = end - start
    length = float(np.hypot(*along))
    away = points - start
    if length == 0:
        return np.asarray(np.hypot(away[:, 0], away[:, 1]), dtype=np.float64)
    crossed = np.abs(away[:, 0] * along[1] - away[:, 1] * along[0])
    return np.asarray(crossed / length, dtype=np.float64)
