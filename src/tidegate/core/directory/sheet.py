"""Longitude and latitude onto paper, for maps that are drawn into a page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import cos, radians
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from tidegate.core.directory.outline import Ring

MARGIN = 12.0
_PULL = 0.05
_GRID = 24  # points across and down among which the middle of a shape is looked for


@dataclass(frozen=True, slots=True)
class Middle:
    """The point of a shape that lies farthest from its edge, and how far that is, in pixels."""

    x: float
    y: float
    radius: float


class Sheet:
    """Paper just large enough for some points: equirectangular about their middle.

    On one page, from an island to a country, that is true enough.

    Attributes:
        width, height: in pixels.
    """

    def __init__(
        self, points: Sequence[tuple[float, float]], widest: float, tallest: float
    ) -> None:
        west, east = min(x for x, _ in points), max(x for x, _ in points)
        south, north = min(y for _, y in points), max(y for _, y in points)
        self._west, self._north = west, north
        self._squeeze = cos(radians((south + north) / 2))
        across = max((east - west) * self._squeeze, 1e-6)
        down = max(north - south, 1e-6)
        self._scale = min((widest - 2 * MARGIN) / across, (tallest - 2 * MARGIN) / down)
        self.width = round(across * self._scale + 2 * MARGIN, 1)
        self.height = round(down * self._scale + 2 * MARGIN, 1)

    def touches(self, ring: Sequence[tuple[float, float]]) -> bool:
        """Say whether any part of a ring may lie on the sheet."""
        corners = [self.place(point) for point in ring]
        across, down = [x for x, _ in corners], [y for _, y in corners]
        return (
            max(across) >= 0
            and min(across) <= self.width
            and max(down) >= 0
            and min(down) <= self.height
        )

    def place(self, point: tuple[float, float]) -> tuple[float, float]:
        """Return a point's x and y in pixels from the top left."""
        longitude, latitude = point
        x = MARGIN + (longitude - self._west) * self._squeeze * self._scale
        y = MARGIN + (self._north - latitude) * self._scale
        return round(x, 1), round(y, 1)

    def ring(self, ring: Sequence[tuple[float, float]]) -> str:
        """Write a closed ring as an SVG path, points that fall together written once."""
        corners = list(dict.fromkeys(self.place(point) for point in ring))
        if len(corners) < 3:  # noqa: PLR2004 - fewer corners than a triangle enclose nothing
            return ""
        return "M" + "L".join(f"{x:g} {y:g}" for x, y in corners) + "Z"

    def middle(self, rings: Sequence[Ring]) -> Middle:
        """Return where words on a shape stand best: well inside the part with the most room.

        Args:
            rings: of one shape, at least one; where they lie inside each other they are holes.
        """
        shapes = [np.array([self.place(point) for point in ring]) for ring in rings]
        starts = np.concatenate([shape[:-1] for shape in shapes])
        ends = np.concatenate([shape[1:] for shape in shapes])
        largest = max(shapes, key=lambda shape: float(np.prod(np.ptp(shape, axis=0))))
        low, high = largest.min(axis=0), largest.max(axis=0)
        at = (np.arange(_GRID) + 0.5) / _GRID
        x, y = np.meshgrid(low[0] + at * (high[0] - low[0]), low[1] + at * (high[1] - low[1]))
        points = np.column_stack((x.ravel(), y.ravel()))
        far = np.where(_inside(points, starts, ends), _distances(points, starts, ends), -1.0)
        # Of places with as much room, the one nearest to the middle looks best.
        off = np.hypot(*(points - (low + high) / 2).T)
        best = int(np.argmax(far - _PULL * off))
        place = points[best] if far[best] > 0 else (low + high) / 2
        return Middle(
            round(float(place[0]), 1),
            round(float(place[1]), 1),
            round(max(float(far[best]), 0.0), 1),
        )


def _inside(
    points: NDArray[np.float64], starts: NDArray[np.float64], ends: NDArray[np.float64]
) -> NDArray[np.bool_]:
    """Count the edges that a line to the right crosses; an odd number is inside."""
    x, y = points[:, :1], points[:, 1:]
    (x0, y0), (x1, y1) = starts.T, ends.T
    spans = (y0 > y) != (y1 > y)
    with np.errstate(divide="ignore", invalid="ignore"):
        crossing = x0 + (y - y0) * (x1 - x0) / (y1 - y0)
    odd: NDArray[np.bool_] = np.count_nonzero(spans & (x < crossing), axis=1) % 2 == 1
    return odd


def _distances(
    points: NDArray[np.float64], starts: NDArray[np.float64], ends: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Return how far each point lies from the nearest edge."""
    along = ends - starts
    length = np.maximum((along**2).sum(axis=1), 1e-12)
    away = points[:, None, :] - starts[None]
    part = np.clip((away * along).sum(axis=2) / length, 0, 1)
    off = away - part[:, :, None] * along
    nearest: NDArray[np.float64] = np.hypot(off[:, :, 0], off[:, :, 1]).min(axis=1)
    return nearest
