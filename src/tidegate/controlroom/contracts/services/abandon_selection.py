"""Abandon a selection, with the reason that its notice gives."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from tidegate.controlroom.contracts.models import Selection, Signature
from tidegate.controlroom.contracts.reach import MANAGE, hold_to_reach
from tidegate.controlroom.contracts.refused import refuse
from tidegate.controlroom.log.services.record import Actor, record
from tidegate.core.contracts.procurement.regimes import SelectionState
from tidegate.core.contracts.working_days import day_of

if TYPE_CHECKING:
    from datetime import datetime

LONGEST_REASON = 500


@transaction.atomic
def abandon_selection(
    *, selection: Selection, reason: str, actor: Actor, now: datetime, on_behalf_of: str = ""
) -> Selection:
    """Abandon a selection; from then on nothing is signed on the strength of it.

    Raises:
        PermissionMissing: the actor may not manage contracts of this buyer.
        ContractRefused: it was abandoned already, somebody has signed, or no reason is given.
    """
    acted_for = hold_to_reach(actor, MANAGE, selection.contract.buyer, on_behalf_of)
    rows = Selection.objects.select_for_update().select_related("contract")
    locked = rows.get(pk=selection.pk)
    if SelectionState(locked.state) is SelectionState.ABANDONED:
        raise refuse("ABANDONED_ALREADY", "It was abandoned already.")
    if Signature.objects.filter(contract=locked.contract_id).exists():
        detail = "Somebody has signed the contract: withdraw or end the contract instead."
        raise refuse("SIGNED_BY_SOMEBODY", detail)
    if not 0 < len(reason.strip()) <= LONGEST_REASON:
        raise refuse("REASON_NEEDED", f"Say why, in at most {LONGEST_REASON} characters.")
    before = locked.state
    locked.state = SelectionState.ABANDONED.value
    locked.content = locked.content | {
        "abandoned_on": day_of(now).isoformat(), "abandoned_why": reason.strip(),
    }  # fmt: skip
    locked.save()
    contract = locked.contract
    record(
        kind="selection_moved",
        actor=actor,
        on_behalf_of=acted_for,
        subject=f"contract:{contract.reference}",
        headline=f"{contract.reference}: selection abandoned: {reason.strip()}"[:500],
        facts={"state": locked.state, "from": before, "reason": reason.strip()},
        now=now,
    )
    return locked
