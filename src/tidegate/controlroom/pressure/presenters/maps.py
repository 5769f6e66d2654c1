"""The map of areas with a level in each, and what cannot be drawn."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tidegate.controlroom.pressure.area_map import AreaMap, Shape
    from tidegate.controlroom.pressure.presenters.areas import AreaShown

_LEAST, _MOST = 13.0, 34.0  # height of the level's letters, in the map's pixels
_NAMES = 12  # areas up to which each is named on the map
_LETTER = 7.4  # width of a letter of a name


@dataclass(frozen=True, slots=True)
class AreaOnMap:
    """One area: its shape, its level written on it, and its name where that has room."""

    path: str
    colour: str
    href: str
    title: str
    text: str
    x: float
    y: float
    size: float
    name: str
    name_y: float


@dataclass(frozen=True, slots=True)
class MapShown:
    """The map: its areas, the land around them, and the areas that have no outline."""

    width: float
    height: float
    areas: tuple[AreaOnMap, ...]
    land: tuple[str, ...]
    without: tuple[str, ...]
    source: str


def map_shown(drawn: AreaMap | None, rows: Sequence[AreaShown]) -> MapShown | None:
    """Colour each area by its level and write the level on it; None where nothing is drawn."""
    if drawn is None:
        return None
    return MapShown(
        drawn.width,
        drawn.height,
        tuple(
            _area(row, drawn.shapes[row.code], named=len(drawn.shapes) <= _NAMES)
            for row in rows
            if row.code in drawn.shapes
        ),
        drawn.land,
        tuple(row.name for row in rows if row.code not in drawn.shapes),
        drawn.source,
    )


def _area(row: AreaShown, shape: Shape, *, named: bool) -> AreaOnMap:
    middle = shape.middle
    size = round(min(max(0.8 * middle.radius, _LEAST), _MOST), 1)
    fits = named and len(row.name) * _LETTER < 2.6 * middle.radius
    lift = size * 0.15 if fits else -size * 0.35
    return AreaOnMap(
        path=shape.path,
        colour=row.level.colour,
        href=row.href,
        title=f"{row.name}: {row.level.text}",
        text=_written(row),
        x=middle.x,
        y=round(middle.y - lift, 1),
        size=size,
        name=row.name if fits else "",
        name_y=round(middle.y - lift + 17, 1),
    )


def _written(row: AreaShown) -> str:
    """Write the level as short as can be: its number, a range, or a question mark."""
    said = row.level.text.removeprefix("Level ")
    if not said[:1].isdigit():
        return "?"
    return said.partition(" (")[0].partition(",")[0].replace(" to ", "–")
