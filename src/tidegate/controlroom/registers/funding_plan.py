"""A transfer's plan as the rules read it, with the power that it rests on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tidegate.core.registers.funding import FundingPlan, FundingPower
from tidegate.exchange.registers.dated_tables import funding_powers

if TYPE_CHECKING:
    from tidegate.controlroom.registers.models import FundingTransfer

POWERS = {power.name: power for power in funding_powers()}


def plan_of(row: FundingTransfer) -> FundingPlan:
    """Return the plan of a transfer; a power that the table no longer knows has no directions."""
    return FundingPlan(
        direction_ref=row.direction_ref,
        power=POWERS.get(row.power) or FundingPower(row.power, row.power),
        payer=row.payer,
        payee=row.payee,
        year=row.year,
        amount_pence=row.amount_pence,
        purpose=row.purpose,
        health_benefit=row.health_benefit,
        better_use=row.better_use,
    )
