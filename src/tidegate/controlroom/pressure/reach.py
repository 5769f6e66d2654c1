"""Whether someone may act on a provider, and for which organisation they then do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tidegate.controlroom.permissions import PermissionMissing
from tidegate.controlroom.transfers.permitted import viewer_for

if TYPE_CHECKING:
    from tidegate.controlroom.log.services.record import Actor

CHOOSE = "pressure.choose_table"
VIEW, SUBMIT, RECALCULATE = "pressure.view", "pressure.submit", "pressure.recalculate"


def hold_to_reach(
    actor: Actor, organisation: str, on_behalf_of: str = "", permission: str = SUBMIT
) -> str:
    """Return on whose behalf someone acts, once it is clear that they may.

    Args:
        actor: who acts.
        organisation: the provider that it is about.
        on_behalf_of: ODS code acted for, if not the provider itself.
        permission: what the deed asks for.

    Raises:
        PermissionMissing: they may not do that to this provider.
    """
    viewer = viewer_for(actor)
    acted_for = on_behalf_of or organisation
    if not (viewer.may(permission, organisation) and viewer.may(permission, acted_for)):
        raise PermissionMissing(permission)
    return acted_for
