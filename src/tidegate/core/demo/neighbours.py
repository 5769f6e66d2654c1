"""The other areas of Northmere's region: islands whose trusts report how pressed they are.

Nobody waits there and nothing is offered: they are there so that a region has areas to look at.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tidegate.core.demo.geography import COAST, Point, degrees
from tidegate.core.directory.outline import Outline

if TYPE_CHECKING:
    from numpy.random import Generator

_CORNERS = 48  # of an island’s coast
_WAVES = range(2, 7)  # of its shape: the more, the finer the bays


@dataclass(frozen=True, slots=True)
class Neighbour:
    """An area on an island of its own.

    Attributes:
        code, name: of its board.
        centre, radius_km: where the island lies, and how large it is.
        trusts: names by code.
    """

    code: str
    name: str
    centre: Point
    radius_km: float
    trusts: Mapping[str, str]


NEIGHBOURS = (
    Neighbour(
        "ZQ2", "Skerrow Integrated Care Board", Point(34, 132), 24,
        {"Z04": "Skerrow Royal Hospital NHS Trust"},
    ),
    Neighbour(
        "ZQ3", "Holmsay Integrated Care Board", Point(98, 146), 29,
        {"Z05": "Holmsay Hospitals NHS Trust", "Z06": "Wick Sound NHS Trust"},
    ),
    Neighbour(
        "ZQ4", "Fairwater Integrated Care Board", Point(170, 44), 27,
        {"Z07": "Fairwater Hospitals NHS Trust"},
    ),
    Neighbour(
        "ZQ5", "Stennick Integrated Care Board", Point(124, -8), 20,
        {"Z08": "Stennick Bay NHS Trust"},
    ),
)  # fmt: skip


def make_outlines(rng: Generator, code: str, name: str) -> tuple[Outline, ...]:
    """Draw the coast of every area in degrees: Northmere's as it is, each island's by chance.

    Args:
        rng: from which every draw follows.
        code: of Northmere's board.
        name: of Northmere's board.
    """
    coasts: list[tuple[str, str, tuple[Point, ...]]] = [(code, name, COAST)]
    coasts += [(each.code, each.name, _island(rng, each)) for each in NEIGHBOURS]
    return tuple(
        Outline(code, name, (tuple(degrees(point) for point in (*coast, coast[0])),))
        for code, name, coast in coasts
    )


def _island(rng: Generator, neighbour: Neighbour) -> tuple[Point, ...]:
    """Let the distance from the centre rise and fall in waves around the island."""
    swells = [(k, rng.normal(0, 0.13 / math.sqrt(k)), rng.uniform(0, 2 * math.pi)) for k in _WAVES]
    found = []
    for corner in range(_CORNERS):
        angle = 2 * math.pi * corner / _CORNERS
        wave = sum(high * math.cos(k * angle + shift) for k, high, shift in swells)
        far = neighbour.radius_km * max(0.4, 1 + wave)
        east = neighbour.centre.east + far * math.cos(angle)
        found.append(Point(east, neighbour.centre.north + far * math.sin(angle)))
    return tuple(found)
