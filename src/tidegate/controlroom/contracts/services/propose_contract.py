"""Propose a contract: put the draft to both sides for signature."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tidegate.controlroom.contracts.services.take_contract_step import take_contract_step

if TYPE_CHECKING:
    from datetime import datetime

    from tidegate.controlroom.contracts.models import Contract
    from tidegate.controlroom.log.services.record import Actor


def propose_contract(
    *, contract: Contract, actor: Actor, now: datetime, on_behalf_of: str = ""
) -> Contract:
    """Propose a draft that has lines and usable terms; from now on the provider sees it."""
    return take_contract_step(
        contract=contract, verb="propose", actor=actor, now=now, on_behalf_of=on_behalf_of
    )
