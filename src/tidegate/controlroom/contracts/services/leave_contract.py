"""Give notice to leave a contract, for the provider."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tidegate.controlroom.board import words
from tidegate.controlroom.contracts.said import Said
from tidegate.controlroom.contracts.services.take_contract_step import take_contract_step

if TYPE_CHECKING:
    from datetime import date, datetime

    from tidegate.controlroom.contracts.models import Contract
    from tidegate.controlroom.contracts.said import Underway
    from tidegate.controlroom.log.services.record import Actor


def leave_contract(
    *,
    contract: Contract,
    last_day: date,
    reason: str,
    actor: Actor,
    now: datetime,
    on_behalf_of: str = "",
) -> Contract:
    """Give notice that the provider leaves, in the time that was agreed.

    Raises:
        PermissionMissing: the actor may not answer for the provider.
        ContractRefused: the notice is too short, or nobody said why.
    """

    def left(underway: Underway) -> None:
        underway.contract.ends_on = last_day
        underway.headline = f"the provider gave notice to leave on {words.day(last_day)}"

    return take_contract_step(
        contract=contract, verb="leave", actor=actor, now=now, on_behalf_of=on_behalf_of,
        said=Said(reason=reason, day=last_day), deed=left,
    )  # fmt: skip
