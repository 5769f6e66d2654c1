"""The map of areas: each in the colour of its level, with the level written on it.

Outlines come from the boundaries that were loaded; each area is found by its code, by the code that
a loaded look-up gives for it, or else by its name.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from tidegate.controlroom.waiting.queries import snapshots
from tidegate.controlroom.waiting.store import store
from tidegate.core.directory.sheet import Middle, Sheet
from tidegate.exchange.findings import UnusableInput
from tidegate.exchange.kinds import Kind

if TYPE_CHECKING:
    from tidegate.controlroom.directory.models import Organisation
    from tidegate.controlroom.directory.viewer import Viewer
    from tidegate.core.directory.outline import Ring

WIDEST, TALLEST = 640.0, 720.0
_WORDS = re.compile(r"\b(nhs|integrated care boards?|icbs?)\b|[^a-z0-9]+")


@dataclass(frozen=True, slots=True)
class Shape:
    """One area drawn: its path, and where words on it stand."""

    path: str
    middle: Middle


@dataclass(frozen=True, slots=True)
class AreaMap:
    """A map in pixels of its own view box.

    Attributes:
        shapes: by code of the area.
        land: paths of what else lies on the sheet.
        source: the file of the outlines.
    """

    width: float
    height: float
    shapes: Mapping[str, Shape]
    land: tuple[str, ...]
    source: str


def area_map(viewer: Viewer, areas: Sequence[Organisation]) -> AreaMap | None:
    """Draw the areas whose outlines are loaded; None where there is none of them."""
    kinds = (Kind.AREA_BOUNDARIES, Kind.LSOA_AREAS)
    newest = {row.kind: row for row in reversed(snapshots(viewer).filter(kind__in=kinds))}
    boundaries, lookup = (newest.get(kind) for kind in kinds)
    if boundaries is None:
        return None
    named = tuple((area.code, area.name) for area in areas)
    try:
        return _drawn(boundaries.sha256, lookup.sha256 if lookup else "", named, boundaries.name)
    except UnusableInput:  # a stored file is missing or was altered: the table says it all anyway
        return None


@lru_cache(maxsize=16)
def _drawn(
    boundaries: str, lookup: str, named: tuple[tuple[str, str], ...], source: str
) -> AreaMap | None:
    codes = _codes(lookup)
    found: dict[str, Sequence[Ring]] = {}
    others: list[Sequence[Ring]] = []
    by_code = {code: code for code, _ in named}
    by_name = {plain_name(name): code for code, name in named}
    for area, name, rings in store().read(boundaries).iter_rows():
        outline = [tuple((x, y) for x, y in ring) for ring in rings]
        code = by_code.get(codes.get(area, area)) or by_name.get(plain_name(name))
        if code is None:
            others.append(outline)
        else:
            found[code] = outline
    if not found:
        return None
    corners = [point for rings in found.values() for ring in rings for point in ring]
    sheet = Sheet(corners, WIDEST, TALLEST)
    return AreaMap(
        sheet.width,
        sheet.height,
        {code: Shape(_path(sheet, rings), sheet.middle(rings)) for code, rings in found.items()},
        tuple(filter(None, (_path(sheet, rings) for rings in others))),
        source,
    )


def plain_name(name: str) -> str:
    """Return what is left of a board's name without what every board is called."""
    return " ".join(_WORDS.sub(" ", name.casefold().replace("&", " and ")).split())


def _codes(lookup: str) -> dict[str, str]:
    """Return the code that organisations go by for each code that boundaries go by."""
    if not lookup:
        return {}
    rows = store().read(lookup).select("area_ons", "area").unique()
    return {ons: code for ons, code in rows.iter_rows() if ons and code}


def _path(sheet: Sheet, rings: Sequence[Ring]) -> str:
    return "".join(sheet.ring(ring) for ring in rings if sheet.touches(ring))
