"""Say what became of a part of the scope that stayed with a provider; it leaves the register."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from tidegate.controlroom.contracts.models import Residual
from tidegate.controlroom.contracts.reach import MANAGE, hold_to_reach
from tidegate.controlroom.contracts.refused import refuse
from tidegate.controlroom.contracts.said import subject_of
from tidegate.controlroom.log.services.record import Actor, record

if TYPE_CHECKING:
    from datetime import datetime


@transaction.atomic
def settle_residual(
    *, residual: Residual, how: str, actor: Actor, now: datetime, on_behalf_of: str = ""
) -> Residual:
    """Settle a residual today, and say how.

    Raises:
        PermissionMissing: the actor may not manage contracts of this buyer.
        ContractRefused: ``SETTLED_ALREADY``; ``REASON_NEEDED``.
    """
    acted_for = hold_to_reach(actor, MANAGE, residual.contract.buyer, on_behalf_of)
    locked = Residual.objects.select_for_update().select_related("contract").get(pk=residual.pk)
    if locked.settled_on is not None:
        raise refuse("SETTLED_ALREADY", "This was settled already.")
    if not how.strip():
        raise refuse("REASON_NEEDED", "Say what became of it.")
    locked.settled_on, locked.settled_how = timezone.localdate(now), how.strip()
    locked.save()
    record(
        kind="residual_settled",
        actor=actor,
        subject=subject_of(locked.contract),
        headline=f"{locked.contract.reference}: {locked.scope} settled, {how.strip()}",
        facts={"scope": locked.scope, "how": locked.settled_how, "on": locked.settled_on},
        on_behalf_of=acted_for,
        now=now,
    )
    return locked
