"""Put a funding transfer on the register, as it is planned."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from tidegate.controlroom.board import words
from tidegate.controlroom.log.services.record import record
from tidegate.controlroom.registers.keeping import KEEP, hold_to_reach, kept
from tidegate.controlroom.registers.models import FundingTransfer
from tidegate.controlroom.registers.refused import refuse_if
from tidegate.core.registers.funding import FundingPlan, plan_faults, year_words

if TYPE_CHECKING:
    from datetime import datetime

    from tidegate.controlroom.log.services.record import Actor
    from tidegate.controlroom.registers.keeping import Superseding


@transaction.atomic
def add_funding_transfer(
    *,
    keeper: str,
    plan: FundingPlan,
    actor: Actor,
    now: datetime,
    instead_of: Superseding | None = None,
) -> FundingTransfer:
    """Keep a planned transfer, and record it; nothing is released by it.

    Raises:
        PermissionMissing: the actor keeps no registers for that organisation.
        RegisterRefused: it moves nothing, to nobody, or for no better use.
    """
    hold_to_reach(actor, KEEP, keeper)
    refuse_if(plan_faults(plan))
    made = FundingTransfer.objects.create(
        **kept(actor, keeper, now, instead_of),
        direction_ref=plan.direction_ref,
        power=plan.power.name,
        payer=plan.payer,
        payee=plan.payee,
        year=plan.year,
        amount_pence=plan.amount_pence,
        purpose=plan.purpose,
        health_benefit=plan.health_benefit,
        better_use=plan.better_use,
    )
    record(
        kind="funding_added",
        actor=actor,
        on_behalf_of=keeper,
        subject=f"funding:{made.pk}",
        headline=(
            f"{words.pounds(plan.amount_pence)} planned from {plan.payer} to {plan.payee}"
            f" in {year_words(plan.year)}"
        ),
        facts={
            "direction_ref": plan.direction_ref,
            "power": plan.power.name,
            "amount_pence": plan.amount_pence,
            "year": plan.year,
            "supersedes": instead_of.row.pk if instead_of else None,
            "reason": made.reason,
        },
        now=now,
    )
    return made
