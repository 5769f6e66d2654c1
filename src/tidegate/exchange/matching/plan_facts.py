"""The policy and the ground of a plan's map, as its folder keeps them in JSON."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, fields
from datetime import date
from typing import Any

from tidegate.core.matching.policy import Breach, EquityFloor, Policy
from tidegate.exchange.matching.plan_context import Ground, Outline


def ground_facts(ground: Ground) -> dict[str, object]:
    """Return what a map is drawn on, JSON-ready."""
    return {
        "outlines": [
            {"code": outline.code, "name": outline.name, "rings": outline.rings}
            for outline in ground.outlines
        ],
        "points": dict(ground.points),
    }


def ground_of(facts: dict[str, Any]) -> Ground:
    """Make the ground of the facts that ``ground_facts`` returned."""
    outlines = tuple(
        Outline(
            outline["code"],
            outline["name"],
            tuple(tuple((x, y) for x, y in ring) for ring in outline["rings"]),
        )
        for outline in facts["outlines"]
    )
    return Ground(outlines, {code: (x, y) for code, (x, y) in facts["points"].items()})


def policy_facts(policy: Policy) -> dict[str, Any]:
    """Return a policy, JSON-ready."""
    return {field.name: _plain(getattr(policy, field.name)) for field in fields(policy)}


def policy_of(facts: dict[str, Any]) -> Policy:
    """Make the policy of the facts that ``policy_facts`` returned, now or when it knew fewer."""
    made: dict[str, Any] = {
        name: tuple(Breach(**breach) for breach in facts[name]) for name in ("breaches", "past")
    }
    if facts.get("equity") is not None:
        floor = facts["equity"]
        made["equity"] = EquityFloor(tuple(floor["quintiles"]), floor["floor"])
    return Policy(**{**facts, **made, "in_force": date.fromisoformat(facts["in_force"])})


def _plain(value: object) -> object:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return dict(value)
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    if isinstance(value, Breach | EquityFloor):
        return {name: _plain(item) for name, item in asdict(value).items()}
    return value
