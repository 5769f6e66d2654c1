"""Whether someone may submit returns, and for which organisation they then do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tidegate.controlroom.permissions import PermissionMissing
from tidegate.controlroom.transfers.permitted import viewer_for

if TYPE_CHECKING:
    from tidegate.controlroom.log.services.record import Actor

VIEW, SUBMIT = "pressure.view", "pressure.submit"


def hold_to_reach(actor: Actor, organisation: str, on_behalf_of: str = "") -> str:
    """Return on whose behalf someone submits, once it is clear that they may.

    Raises:
        PermissionMissing: they may not submit returns of that organisation.
    """
    viewer = viewer_for(actor)
    acted_for = on_behalf_of or organisation
    if not (viewer.may(SUBMIT, organisation) and viewer.may(SUBMIT, acted_for)):
        raise PermissionMissing(SUBMIT)
    return acted_for
