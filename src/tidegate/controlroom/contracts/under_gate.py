"""An assurance gate, from its row to the rules."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from tidegate.core.contracts.gates.decide import (
    Condition,
    GateDecision,
    GateFacts,
    Rated,
    Rating,
)
from tidegate.core.contracts.gates.terms import GateName, GateTerms, Statement

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from tidegate.controlroom.contracts.models import Gate


def questions_asked(gate: GateName, terms: GateTerms) -> list[dict[str, Any]]:
    """Return the questions of a gate as a new row keeps them, all open."""
    return [
        {"id": each.id, "text": each.text, "rating": "", "evidence": "", "assessor": ""}
        for each in terms.asked_at(gate)
    ]


def statements_asked(gate: GateName, terms: GateTerms) -> list[dict[str, Any]]:
    """Return the statements of the hard stops as a new row keeps them, where they stop."""
    if gate not in terms.stops_at:
        return []
    return [
        {"id": one.value, "text": words, "stated": False, "evidence": "", "assessor": ""}
        for one, words in terms.statements.items()
    ]


def facts_of_gate(
    row: Gate, passed: frozenset[GateName], earlier: Iterable[Mapping[str, Any]]
) -> GateFacts:
    """Return a gate as the rules see it; ``earlier`` are conditions that other gates left."""
    answers = {each["id"]: _rated(each) for each in row.questions}
    # whoever stated what lifts a hard stop does not decide the gate either
    answers |= {
        f"statement:{each['id']}": Rated(assessor=each["assessor"])
        for each in row.hard_stops
        if each["assessor"]
    }
    return GateFacts(
        gate=GateName(row.gate),
        answers=answers,
        passed=passed,
        conditions=tuple(map(condition_of, earlier)),
        decision=GateDecision(row.decision) if row.decision else None,
        paused_since=row.paused_since,
    )


def stated_in(row: Gate) -> frozenset[Statement]:
    """Return what somebody stated, with evidence, to lift a hard stop."""
    return frozenset(
        Statement(each["id"])
        for each in row.hard_stops
        if each["stated"] and each["evidence"].strip()
    )


def condition_of(kept: Mapping[str, Any]) -> Condition:
    """Return a condition that a row keeps."""
    closed = kept.get("closed_at") or ""
    return Condition(
        kept["text"],
        kept["owner"],
        date.fromisoformat(kept["due"]),
        date.fromisoformat(closed) if closed else None,
    )


def _rated(kept: Mapping[str, Any]) -> Rated:
    rating = Rating(kept["rating"]) if kept["rating"] else None
    return Rated(rating, kept["evidence"], kept["assessor"])
