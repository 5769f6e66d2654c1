"""Who may take which step of a surge: the table's permission, at the side whose step it is.

Buttons and services ask here, so that what is shown and what is allowed are the same.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tidegate.controlroom.permissions import PermissionMissing
from tidegate.controlroom.surge.reach import PROPOSE, hold_to_reach
from tidegate.core.lifecycle import Side
from tidegate.core.log.entry import System

if TYPE_CHECKING:
    from tidegate.controlroom.directory.viewer import Viewer
    from tidegate.controlroom.log.services.record import Actor
    from tidegate.controlroom.surge.models import Surge
    from tidegate.core.lifecycle import Transition
    from tidegate.core.surge.states import SurgeState


def side_of(surge: Surge, side: Side, provider: str = "") -> str:
    """Return the organisation of a side; time acts for the place."""
    if side is Side.AUTHORITY:
        return surge.authority
    return provider if side is Side.PROVIDER else surge.place


def may_take(
    viewer: Viewer, surge: Surge, transition: Transition[SurgeState], provider: str = ""
) -> bool:
    """Say whether someone may take a step at all, whatever the surge's state allows.

    A provider's step may be taken by whoever may for any provider, unless one is named.
    """
    if transition.side is Side.CLOCK:
        return False
    if transition.side is Side.PROVIDER and not provider:
        return viewer.may(transition.permission)
    return viewer.may(transition.permission, side_of(surge, transition.side, provider))


def hold_to_permission(
    actor: Actor,
    on_behalf_of: str,
    surge: Surge,
    transition: Transition[SurgeState],
    provider: str = "",
) -> str:
    """Return on whose behalf a step is taken, once it is clear that the actor may take it.

    Raises:
        PermissionMissing: the actor may not, or not for that organisation; or a person does what
            only time does.
    """
    organisation = side_of(surge, transition.side, provider)
    if transition.side is Side.CLOCK:
        if not isinstance(actor, System):
            raise PermissionMissing(PROPOSE)
        return organisation
    return hold_to_reach(actor, transition.permission, organisation, on_behalf_of)
