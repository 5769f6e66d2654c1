"""Suspend a contract: nothing new is booked against it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tidegate.controlroom.contracts.said import Said
from tidegate.controlroom.contracts.services.take_contract_step import take_contract_step

if TYPE_CHECKING:
    from datetime import datetime

    from tidegate.controlroom.contracts.models import Contract
    from tidegate.controlroom.log.services.record import Actor


def suspend_contract(
    *, contract: Contract, actor: Actor, now: datetime, on_behalf_of: str = "", reason: str
) -> Contract:
    """Suspend a running contract, and say why; what is booked already stays."""
    return take_contract_step(
        contract=contract,
        verb="suspend",
        actor=actor,
        now=now,
        on_behalf_of=on_behalf_of,
        said=Said(reason=reason),
    )
