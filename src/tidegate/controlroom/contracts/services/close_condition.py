"""Close a condition under which an assurance gate was passed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from tidegate.controlroom.contracts.models import Gate
from tidegate.controlroom.contracts.reach import MANAGE, hold_to_reach
from tidegate.controlroom.contracts.refused import refuse
from tidegate.controlroom.contracts.said import subject_of
from tidegate.controlroom.log.services.record import Actor, record

if TYPE_CHECKING:
    from datetime import datetime


@transaction.atomic
def close_condition(
    *, gate: Gate, number: int, actor: Actor, now: datetime, on_behalf_of: str = ""
) -> Gate:
    """Say that a condition is met; ``number`` counts from 0 in the order of the decision.

    Raises:
        PermissionMissing: the actor may not manage contracts of this buyer.
        ContractRefused: ``NO_SUCH_CONDITION`` where there is none that is open.
    """
    acted_for = hold_to_reach(actor, MANAGE, gate.contract.buyer, on_behalf_of)
    locked = Gate.objects.select_for_update().select_related("contract").get(pk=gate.pk)
    kept = locked.conditions[number] if 0 <= number < len(locked.conditions) else None
    if kept is None or kept["closed_at"]:
        raise refuse("NO_SUCH_CONDITION", "No condition of this number is open.", number=number)
    kept["closed_at"] = timezone.localdate(now).isoformat()
    locked.save()
    record(
        kind="gate_answered",
        actor=actor,
        subject=subject_of(locked.contract),
        headline=f"{locked.contract.reference}: condition met, {kept['text']}",
        facts={"gate": locked.gate, "condition": kept},
        on_behalf_of=acted_for,
        now=now,
    )
    return locked
