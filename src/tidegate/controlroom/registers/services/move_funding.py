"""Note that a funding transfer was agreed, released or paid, or what came of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from tidegate.controlroom.board import words
from tidegate.controlroom.log.services.record import record
from tidegate.controlroom.registers.funding_plan import plan_of
from tidegate.controlroom.registers.keeping import (
    KEEP,
    hold_to_reach,
    refuse_addition,
    refuse_future,
    said,
)
from tidegate.controlroom.registers.models import FundingEvent, FundingTransfer
from tidegate.controlroom.registers.refused import refuse_if
from tidegate.core.registers import funding

if TYPE_CHECKING:
    from datetime import datetime

    from tidegate.controlroom.log.services.record import Actor


@transaction.atomic
def move_funding(
    *, transfer: FundingTransfer, event: funding.FundingEvent, actor: Actor, now: datetime
) -> FundingEvent:
    """Add an event to a transfer, and record it with the variance that it leaves.

    Raises:
        PermissionMissing: the actor keeps no registers for its keeper.
        RegisterRefused: its turn has not come: no release before the board agreed the plan, no
            payment before the release.
    """
    hold_to_reach(actor, KEEP, transfer.keeper)
    locked = FundingTransfer.objects.select_for_update().get(pk=transfer.pk)
    refuse_addition(locked)
    refuse_future(event.on, words.local_day(now))
    before = [row.event() for row in FundingEvent.objects.filter(transfer=locked)]
    refuse_if(funding.event_faults(plan_of(locked), before, event))
    made = FundingEvent.objects.create(
        transfer=locked,
        verb=event.verb.value,
        on=event.on,
        pence=event.pence,
        text=event.text.strip(),
        **said(actor, now),
    )
    after = funding.position(locked.amount_pence, [*before, event])
    amount = f" {words.pounds(event.pence)}" if event.pence else ""
    record(
        kind="funding_moved",
        actor=actor,
        on_behalf_of=locked.keeper,
        subject=f"funding:{locked.pk}",
        headline=f"{funding.FUNDING_VERBS[event.verb]}{amount}, {words.day(event.on)}",
        facts={
            "verb": event.verb,
            "on": event.on,
            "pence": event.pence,
            "text": made.text,
            "paid_pence": after.paid_pence,
            "variance_pence": after.variance_pence,
        },
        now=now,
    )
    return made
