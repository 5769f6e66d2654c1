"""Whether someone may act for a place or a provider, and for which organisation they then do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tidegate.controlroom.permissions import PermissionMissing
from tidegate.controlroom.transfers.permitted import viewer_for

if TYPE_CHECKING:
    from tidegate.controlroom.log.services.record import Actor

VIEW, PROPOSE = "surge.view", "surge.propose"
SIGN, PLEDGE = "surge.sign_off", "surge.pledge"


def hold_to_reach(actor: Actor, permission: str, organisation: str, on_behalf_of: str = "") -> str:
    """Return on whose behalf someone acts, once it is clear that they may.

    Raises:
        PermissionMissing: they may not do this for that organisation.
    """
    viewer = viewer_for(actor)
    acted_for = on_behalf_of or organisation
    if not (viewer.may(permission, organisation) and viewer.may(permission, acted_for)):
        raise PermissionMissing(permission)
    return acted_for
