"""The map of a plan: who would move from which provider to which site."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tidegate.controlroom.board import words
from tidegate.exchange.matching.report.flow_map import Flow, FlowMap, flow_map

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tidegate.exchange.matching.plan_context import Ground

# In the map's own pixels: from dot to name, from a dot's middle to the baseline, and how wide a
# letter and how high a line are.
_GAP, _BASELINE, _LETTER, _LINE = 4, 5, 8, 17


@dataclass(frozen=True, slots=True)
class Name:
    """The name of a site on the map: where it stands, and on which side of its dot."""

    text: str
    x: float
    y: float
    anchor: str


@dataclass(frozen=True, slots=True)
class Moves:
    """A map of moves, the names of its sites, and the sentence that says what it shows."""

    drawing: FlowMap
    names: tuple[Name, ...]
    sentence: str


def moves(summary: Mapping[str, Any], ground: Ground) -> Moves | None:
    """Draw the moves between providers and sites, or None when their places are not known.

    The lines run from the provider that people wait with; where its place is not known, from the
    area where they live.
    """
    for given in (summary["flows_by_holder"], summary["flows_by_area"]):
        rows = given["rows"]
        names = {row["origin"]: row["origin_name"] for row in rows}
        names |= {row["site"]: row["site_name"] for row in rows}
        flows = [Flow(row["origin"], row["site"], row["people"]) for row in rows]
        drawing = flow_map(ground, flows, names)
        if drawing is not None:
            return Moves(drawing, _names(drawing), _sentence(rows, given["people"]))
    return None


def _names(drawing: FlowMap) -> tuple[Name, ...]:
    """Name the sites, the largest first; a name that would cover another is left out."""
    placed: list[Name] = []
    for dot in drawing.dots:
        left = dot.x > drawing.width / 2
        x = dot.x - dot.radius - _GAP if left else dot.x + dot.radius + _GAP
        text = dot.title.rpartition(":")[0]
        name = Name(text, round(x, 1), dot.y + _BASELINE, "end" if left else "start")
        if not any(_covers(name, other) for other in placed):
            placed.append(name)
    return tuple(placed)


def _covers(one: Name, other: Name) -> bool:
    (a0, a1), (b0, b1) = _span(one), _span(other)
    return abs(one.y - other.y) < _LINE and a0 < b1 and b0 < a1


def _span(name: Name) -> tuple[float, float]:
    wide = len(name.text) * _LETTER
    return (name.x - wide, name.x) if name.anchor == "end" else (name.x, name.x + wide)


def _sentence(rows: list[Mapping[str, Any]], people: int) -> str:
    largest = rows[0]
    return (
        f"{words.counted(people, 'person', 'people')} would move to another provider. The largest "
        f"move is from {largest['origin_name']} to {largest['site_name']}: "
        f"{words.whole(largest['people'])}. Dots are the sites that "
        "they would go to; the thicker the line, the more people."
    )
