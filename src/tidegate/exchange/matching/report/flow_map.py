"""The geometry of the map: outlines of areas, and the flows of people between places."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import sqrt
from typing import TYPE_CHECKING

from tidegate.core.directory.sheet import Sheet

if TYPE_CHECKING:
    from tidegate.exchange.matching.plan_context import Ground, Outline

WIDTH = 640.0
MOST_LINES = 150
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
    sheet = Sheet([*ends, *(point for ring in home for point in ring)], WIDTH, _TALLEST)
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


def _line(sheet: Sheet, ground: Ground, flow: Flow, most: int, names: Mapping[str, str]) -> Line:
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
    sheet: Sheet, ground: Ground, flows: Sequence[Flow], names: Mapping[str, str]
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
