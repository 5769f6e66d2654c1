"""Start a contract: from now on its lines may be used."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tidegate.controlroom.contracts.services.take_contract_step import take_contract_step

if TYPE_CHECKING:
    from datetime import datetime

    from tidegate.controlroom.contracts.models import Contract
    from tidegate.controlroom.log.services.record import Actor


def start_contract(
    *, contract: Contract, actor: Actor, now: datetime, on_behalf_of: str = ""
) -> Contract:
    """Start a signed contract, on its first day or later; a complex one past its last gate."""
    return take_contract_step(
        contract=contract, verb="start", actor=actor, now=now, on_behalf_of=on_behalf_of
    )
