"""Answer a question of an assurance gate, or state what lifts one of its hard stops."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction

from tidegate.controlroom.contracts.models import Gate
from tidegate.controlroom.contracts.reach import MANAGE, hold_to_reach
from tidegate.controlroom.contracts.refused import refuse
from tidegate.controlroom.contracts.said import subject_of
from tidegate.controlroom.log.services.record import Actor, identify, record
from tidegate.core.contracts.gates.decide import Rating

if TYPE_CHECKING:
    from datetime import datetime


@transaction.atomic
def answer_gate(
    *,
    gate: Gate,
    question: str,
    rating: Rating,
    evidence: str,
    actor: Actor,
    now: datetime,
    on_behalf_of: str = "",
) -> Gate:
    """Rate a question, with where the evidence can be read.

    A statement that lifts a hard stop is made by a green rating, and taken back by any other.

    Raises:
        PermissionMissing: the actor may not manage contracts of this buyer.
        ContractRefused: ``GATE_DECIDED``; ``NO_SUCH_QUESTION``; ``EVIDENCE_NEEDED``.
    """
    acted_for = hold_to_reach(actor, MANAGE, gate.contract.buyer, on_behalf_of)
    locked = Gate.objects.select_for_update().select_related("contract").get(pk=gate.pk)
    if locked.decision:
        raise refuse("GATE_DECIDED", "This gate was decided already; open it anew.")
    if not evidence.strip():
        raise refuse("EVIDENCE_NEEDED", "Say where the evidence can be read.")
    asked = _asked(locked, question)
    asked |= {"evidence": evidence.strip(), "assessor": identify(actor)[0]}
    if "stated" in asked:
        asked["stated"] = rating is Rating.GREEN
    else:
        asked["rating"] = rating.value
    locked.save()
    record(
        kind="gate_answered",
        actor=actor,
        subject=subject_of(locked.contract),
        headline=f"{locked.contract.reference}: {rating.value}, {asked['text']}",
        facts={"gate": locked.gate, "question": question, "rating": rating.value,
               "evidence": evidence.strip()},
        on_behalf_of=acted_for,
        now=now,
    )  # fmt: skip
    return locked


def _asked(gate: Gate, question: str) -> dict[str, Any]:
    for each in (*gate.questions, *gate.hard_stops):
        if each["id"] == question:
            return each  # type: ignore[no-any-return] # a row of a JSON field
    raise refuse("NO_SUCH_QUESTION", "This gate does not ask that.", question=question)
