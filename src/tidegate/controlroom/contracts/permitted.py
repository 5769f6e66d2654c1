"""Who may take which step of a contract: the table's permission, at the side whose step it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tidegate.controlroom.contracts.reach import MANAGE, hold_to_reach
from tidegate.controlroom.permissions import PermissionMissing
from tidegate.core.lifecycle import Side
from tidegate.core.log.entry import System

if TYPE_CHECKING:
    from enum import StrEnum
    from typing import Any

    from tidegate.controlroom.contracts.models import Contract
    from tidegate.controlroom.log.services.record import Actor
    from tidegate.core.lifecycle import Transition


def side_of(contract: Contract, side: StrEnum) -> str:
    """Return the organisation of a side; time acts for the buyer."""
    return contract.provider if side is Side.PROVIDER else contract.buyer


def hold_to_permission(
    actor: Actor, on_behalf_of: str, contract: Contract, transition: Transition[Any]
) -> str:
    """Return on whose behalf a step is taken, once it is clear that the actor may take it.

    Raises:
        PermissionMissing: the actor may not, or not for that organisation; or a person does what
            only time does.
    """
    organisation = side_of(contract, transition.side)
    if transition.side is Side.CLOCK:
        if not isinstance(actor, System):
            raise PermissionMissing(MANAGE)
        return organisation
    return hold_to_reach(actor, transition.permission, organisation, on_behalf_of)
