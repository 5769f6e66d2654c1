"""Reverse a sign-off, before or after the surge opened."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tidegate.controlroom.surge.said import Said
from tidegate.controlroom.surge.services.close_capacity import close_capacity
from tidegate.controlroom.surge.services.take_surge_step import take_surge_step

if TYPE_CHECKING:
    from datetime import datetime

    from tidegate.controlroom.log.services.record import Actor
    from tidegate.controlroom.surge.models import Surge
    from tidegate.controlroom.surge.said import Underway


def reverse_surge(
    *, surge: Surge, reason: str, actor: Actor, now: datetime, on_behalf_of: str = ""
) -> Surge:
    """Take the sign-off back; what is open already is ended as when it is stood down.

    Raises:
        PermissionMissing: the actor may not sign off for this place.
        SurgeRefused: it is not signed off, or nobody says why.
    """

    def end(underway: Underway) -> None:
        if underway.surge.opened_at is not None:
            close_capacity(underway, actor)

    return take_surge_step(
        surge=surge, verb="reverse", actor=actor, now=now, on_behalf_of=on_behalf_of,
        said=Said(reason=reason), deed=end,
    )  # fmt: skip
