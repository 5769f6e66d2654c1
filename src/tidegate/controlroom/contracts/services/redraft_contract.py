"""Take a proposal back to draft."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tidegate.controlroom.contracts.said import Said
from tidegate.controlroom.contracts.services.take_contract_step import take_contract_step

if TYPE_CHECKING:
    from datetime import datetime

    from tidegate.controlroom.contracts.models import Contract
    from tidegate.controlroom.log.services.record import Actor


def redraft_contract(
    *, contract: Contract, actor: Actor, now: datetime, on_behalf_of: str = "", reason: str
) -> Contract:
    """Take a proposal back to draft, and say why; what was signed counts for its version."""
    return take_contract_step(
        contract=contract,
        verb="redraft",
        actor=actor,
        now=now,
        on_behalf_of=on_behalf_of,
        said=Said(reason=reason),
    )
