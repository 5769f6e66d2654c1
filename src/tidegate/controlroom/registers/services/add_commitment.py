"""Put a promise on the register, as it was made."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from tidegate.controlroom.log.services.record import record
from tidegate.controlroom.registers.keeping import KEEP, hold_to_reach, kept
from tidegate.controlroom.registers.models import Commitment
from tidegate.controlroom.registers.refused import refuse_if
from tidegate.core.registers.commitments import Promise, admission_faults, fingerprint, shortest

if TYPE_CHECKING:
    from datetime import datetime

    from tidegate.controlroom.log.services.record import Actor
    from tidegate.controlroom.registers.keeping import Superseding


@transaction.atomic
def add_commitment(
    *,
    keeper: str,
    promise: Promise,
    actor: Actor,
    now: datetime,
    instead_of: Superseding | None = None,
) -> Commitment:
    """Keep a promise with its fingerprint, and record it.

    Raises:
        PermissionMissing: the actor keeps no registers for that organisation.
        RegisterRefused: it has fewer than three of the four elements, or contradicts itself.
    """
    hold_to_reach(actor, KEEP, keeper)
    refuse_if(admission_faults(promise))
    quantity = promise.quantity
    made = Commitment.objects.create(
        **kept(actor, keeper, now, instead_of),
        who_promised=promise.who_promised,
        summary=promise.summary,
        made_on=promise.made_on,
        source=promise.source,
        deliverable=promise.deliverable,
        quantity_value=quantity.value if quantity else None,
        quantity_unit=quantity.unit if quantity else "",
        quantity_direction=quantity.direction.value if quantity else "",
        quantity_base=quantity.base if quantity else None,
        owner=promise.owner,
        due=promise.due,
        milestones=[
            {"text": each.text, "due": each.due.isoformat(), "value": shortest(each.value)}
            for each in promise.milestones
        ],
        sha256=fingerprint(promise),
    )
    record(
        kind="commitment_added",
        actor=actor,
        on_behalf_of=keeper,
        subject=f"commitment:{made.pk}",
        headline=f"{promise.who_promised} promised: {promise.summary}"[:500],
        facts={
            "made_on": promise.made_on,
            "due": promise.due,
            "owner": promise.owner,
            "sha256": made.sha256,
            "supersedes": instead_of.row.pk if instead_of else None,
            "reason": made.reason,
        },
        now=now,
    )
    return made
