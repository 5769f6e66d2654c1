"""Read outlines of integrated care boards from GeoJSON."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tidegate.core.directory.outline import Outline, Ring, simplify
from tidegate.exchange.directory.reference import read_text
from tidegate.exchange.findings import Finding, UnusableInput, error, warning
from tidegate.exchange.kinds import Kind
from tidegate.exchange.sources import Source, describe_source

if TYPE_CHECKING:
    from pathlib import Path

# Property names carry the year of the geography: ICB23CD, ICB24NM.
_CODE, _NAME = re.compile(r"ICB\d\dCD"), re.compile(r"ICB\d\dNM")
TOLERANCE_DEGREES = 0.01  # about a kilometre: enough for a map of England on one page


@dataclass(frozen=True, slots=True)
class Boundaries:
    """The outlines in one file, simplified, under the codes that the file uses."""

    outlines: tuple[Outline, ...]
    source: Source
    findings: tuple[Finding, ...] = ()


def has_boundaries(properties: Mapping[str, object]) -> bool:
    """Tell whether a feature's properties name an integrated care board."""
    return any(_CODE.fullmatch(name) for name in properties)


def read_boundaries(path: Path, tolerance: float = TOLERANCE_DEGREES) -> Boundaries:
    """Read outlines in WGS84 and simplify them to ``tolerance`` degrees.

    Raises:
        UnusableInput: not GeoJSON, or no features with an ICB code and a polygon.
    """
    read = read_text(path)
    try:
        features = json.loads(read.text)["features"]
        outlines = [_outline(feature, tolerance) for feature in features]
    except (ValueError, TypeError, KeyError, IndexError, AttributeError) as problem:
        expected = "GeoJSON whose features have ICB codes and polygons in degrees"
        raise UnusableInput([error("NOT_BOUNDARIES", read.name, expected)]) from problem
    kept = tuple(sorted((o for o in outlines if o is not None), key=lambda o: o.area))
    if not kept:
        expected = "features with a property such as ICB23CD"
        raise UnusableInput([error("NOT_BOUNDARIES", read.name, expected)])
    skipped = len(outlines) - len(kept)
    expected = "a polygon and an ICB code in every feature"
    findings = [warning("NO_OUTLINE", read.name, expected, count=skipped)] if skipped else []
    return Boundaries(
        kept, describe_source(path, Kind.AREA_BOUNDARIES, read.member), tuple(findings)
    )


def _outline(feature: Mapping[str, Any], tolerance: float) -> Outline | None:
    properties = feature["properties"]
    code = next((value for key, value in properties.items() if _CODE.fullmatch(key)), None)
    name = next((value for key, value in properties.items() if _NAME.fullmatch(key)), code)
    geometry = feature["geometry"]
    if code is None or geometry["type"] not in {"Polygon", "MultiPolygon"}:
        return None
    shapes = geometry["coordinates"]
    polygons = [shapes] if geometry["type"] == "Polygon" else shapes
    return Outline(str(code), str(name), tuple(_rings(polygons, tolerance)))


def _rings(polygons: Iterable[Iterable[Iterable[Any]]], tolerance: float) -> Iterable[Ring]:
    for polygon in polygons:
        for ring in polygon:
            yield simplify(tuple((float(x), float(y)) for x, y, *_ in ring), tolerance)
