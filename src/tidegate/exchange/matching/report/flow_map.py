"""The geometry of the map: outlines of areas, and the flows of people between places."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import cos, radians, sqrt
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tidegate.exchange.matching.plan_context import Ground, Outline

WIDTH = 640.0
MOST_LINES = 150
_MARGIN = 12.0
_TALLEST = 760.0
_THINNEST, _THICKEST = 0.7, 9.0
_SMALLEST_DOT, _LARGEST_DOT = 2.0, 9.0
_BEND = 0.12
"""How far a flow's line bows out, as a part of its length, so that there and back are two lines."""


@dataclass(frozen=True, slots=True)
class Flow:
    """How many people would go from one point of the ground to another."""

    origin: str
    site: str
    people: int


@dataclass(frozen=True, slots=True)
class Line:
    """One flow drawn: an SVG path, its width and opacity, and what it says when pointed at."""

    path: str
    width: float
    opacity: float
    title: str


@dataclass(frozen=True, slots=True)
class Dot:
    """One site drawn, its area in proportion to the people who would be treated there."""

    x: float
    y: float
    radius: float
    title: str


@dataclass(frozen=True, slots=True)
class FlowMap:
    """A whole map in pixels of its own view box, and how much of the flows it shows."""

    width: float
    height: float
    outlines: tuple[str, ...]
    lines: tuple[Line, ...]
    dots: tuple[Dot, ...]
    people_shown: int


def flow_map(ground: Ground, flows: Sequence[Flow], names: Mapping[str, str]) -> FlowMap | None:
    """Draw the largest flows over the outlines; None when there is no ground to draw on."""
    known = [flow for flow in flows if {flow.origin, flow.site} <= ground.points.keys()]
    if not known:
        return None
    drawn = sorted(known, key=lambda flow: -flow.people)[:MOST_LINES]
    ends = [ground.points[code] for flow in drawn for code in (flow.origin, flow.site)]
    home = [ring for outline in _home(ground, drawn) for ring in outline.rings]
    sheet = _Sheet([*ends, *(point for ring in home for point in ring)])
    most = drawn[0].people
    return FlowMap(
        width=sheet.width,
        height=sheet.height,
        outlines=tuple(
            "".join(sheet.ring(ring) for ring in outline.rings if sheet.touches(ring))
            for outline in ground.outlines
        ),
        # The largest are drawn last, so that they lie on top.
        lines=tuple(_line(sheet, ground, flow, most, names) for flow in reversed(drawn)),
        dots=_dots(sheet, ground, drawn, names),
        people_shown=sum(flow.people for flow in drawn),
    )


def _home(ground: Ground, flows: Sequence[Flow]) -> Sequence[Outline]:
    """Return the areas that the map must show whole: those concerned, or all if most are."""
    origins = {flow.origin for flow in flows}
    concerned = [outline for outline in ground.outlines if outline.code in origins]
    return ground.outlines if 2 * len(concerned) > len(ground.outlines) else concerned


class _Sheet:
    """Longitude and latitude onto paper: equirectangular about the middle, true enough here."""

    def __init__(self, points: Sequence[tuple[float, float]]) -> None:
        west, east = min(x for x, _ in points), max(x for x, _ in points)
        south, north = min(y for _, y in points), max(y for _, y in points)
        self._west, self._north = west, north
        self._squeeze = cos(radians((south + north) / 2))
        across = max((east - west) * self._squeeze, 1e-6)
        down = max(north - south, 1e-6)
        self._scale = min((WIDTH - 2 * _MARGIN) / across, (_TALLEST - 2 * _MARGIN) / down)
        self.width = round(across * self._scale + 2 * _MARGIN, 1)
        self.height = round(down * self._scale + 2 * _MARGIN, 1)

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
        x = _MARGIN + (longitude - self._west) * self._squeeze * self._scale
        y = _MARGIN + (self._north - latitude) * self._scale
        return round(x, 1), round(y, 1)

    def ring(self, ring: Sequence[tuple[float, float]]) -> str:
        """Write a closed ring as an SVG path, points that fall together written once."""
        corners = list(dict.fromkeys(self.place(point) for point in ring))
        if len(corners) < 3:  # noqa: PLR2004 - fewer corners than a triangle enclose nothing
            return ""
        return "M" + "L".join(f"{x:g} {y:g}" for x, y in corners) + "Z"


def _line(sheet: _Sheet, ground: Ground, flow: Flow, most: int, names: Mapping[str, str]) -> Line:
    x0, y0 = sheet.place(ground.points[flow.origin])
    x1, y1 = sheet.place(ground.points[flow.site])
    bend_x = (x0 + x1) / 2 - (y1 - y0) * _BEND
    bend_y = (y0 + y1) / 2 + (x1 - x0) * _BEND
    part = sqrt(flow.people / most)
    origin, site = names.get(flow.origin, flow.origin), names.get(flow.site, flow.site)
    return Line(
        path=f"M{x0:g} {y0:g}Q{bend_x:.1f} {bend_y:.1f} {x1:g} {y1:g}",
        width=round(_THINNEST + (_THICKEST - _THINNEST) * part, 2),
        opacity=round(0.35 + 0.45 * part, 2),
        title=f"{origin} to {site}: {flow.people:,} people",
    )


def _dots(
    sheet: _Sheet, ground: Ground, flows: Sequence[Flow], names: Mapping[str, str]
) -> tuple[Dot, ...]:
    arriving: dict[str, int] = {}
    for flow in flows:
        arriving[flow.site] = arriving.get(flow.site, 0) + flow.people
    most = max(arriving.values())
    return tuple(
        Dot(
            *sheet.place(ground.points[site]),
            radius=round(max(_SMALLEST_DOT, _LARGEST_DOT * sqrt(people / most)), 1),
            title=f"{names.get(site, site)}: {people:,} people",
        )
        for site, people in sorted(arriving.items(), key=lambda item: -item[1])
    )
