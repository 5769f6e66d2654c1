"""Pause an assurance gate, with the reason; or take it up again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from tidegate.controlroom.contracts.models import Gate
from tidegate.controlroom.contracts.reach import MANAGE, hold_to_reach
from tidegate.controlroom.contracts.refused import refuse
from tidegate.controlroom.contracts.said import subject_of
from tidegate.controlroom.log.services.record import Actor, record

if TYPE_CHECKING:
    from datetime import datetime


@transaction.atomic
def pause_gate(
    *, gate: Gate, reason: str, actor: Actor, now: datetime, on_behalf_of: str = ""
) -> Gate:
    """Let a gate stand still, and say why; one that stands still is taken up again.

    How long it has stood still is shown from then on.

    Raises:
        PermissionMissing: the actor may not manage contracts of this buyer.
        ContractRefused: ``GATE_DECIDED``; ``REASON_NEEDED``.
    """
    acted_for = hold_to_reach(actor, MANAGE, gate.contract.buyer, on_behalf_of)
    locked = Gate.objects.select_for_update().select_related("contract").get(pk=gate.pk)
    if locked.decision:
        raise refuse("GATE_DECIDED", "This gate was decided already.")
    if not reason.strip():
        raise refuse("REASON_NEEDED", "Say why.")
    since = locked.paused_since
    locked.paused_since = None if since else now
    locked.paused_why = "" if since else reason.strip()
    locked.save()
    did = "taken up again" if since else "paused"
    facts: dict[str, object] = {"gate": locked.gate, "reason": reason.strip()}
    if since:
        facts |= {"paused_since": since, "days": (now - since).days}
    record(
        kind="gate_paused",
        actor=actor,
        subject=subject_of(locked.contract),
        headline=f"{locked.contract.reference}: gate {did}, {reason.strip()}",
        facts=facts,
        on_behalf_of=acted_for,
        now=now,
    )
    return locked
