"""The map of a plan: who would move from which provider to which site."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tidegate.controlroom.board import words
from tidegate.exchange.matching.report.flow_map import Flow, FlowMap, flow_map

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tidegate.exchange.matching.plan_context import Ground


@dataclass(frozen=True, slots=True)
class Moves:
    """A map of moves and the sentence that says what it shows."""

    drawing: FlowMap
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
            return Moves(drawing, _sentence(rows, given["people"]))
    return None


def _sentence(rows: list[Mapping[str, Any]], people: int) -> str:
    largest = rows[0]
    return (
        f"{words.counted(people, 'person', 'people')} would move to another provider. The largest "
        f"move is from {largest['origin_name']} to {largest['site_name']}: "
        f"{words.whole(largest['people'])}. The thicker the line, the more people."
    )
