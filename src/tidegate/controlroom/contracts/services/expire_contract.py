"""Let a contract expire whose last day has passed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tidegate.controlroom.contracts.refused import ContractRefused
from tidegate.controlroom.contracts.services.take_contract_step import take_contract_step

if TYPE_CHECKING:
    from datetime import datetime

    from tidegate.controlroom.contracts.models import Contract
    from tidegate.controlroom.contracts.said import Underway
    from tidegate.core.log.entry import System


def expire_contract(*, contract: Contract, actor: System, now: datetime) -> bool:
    """End the service of a running contract if its last day is over; it is closed by hand.

    Returns:
        Whether it expired; it may have been extended or ended in the same moment.
    """
    try:
        take_contract_step(contract=contract, verb="expire", actor=actor, now=now, deed=_over)
    except ContractRefused:
        return False
    return True


def _over(underway: Underway) -> None:
    underway.contract.ends_on = underway.contract.end
