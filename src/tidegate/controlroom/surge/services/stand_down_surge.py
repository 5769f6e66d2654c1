"""Stand a surge down: the evidence that it rested on has receded."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tidegate.controlroom.surge.said import Said
from tidegate.controlroom.surge.services.close_capacity import close_capacity
from tidegate.controlroom.surge.services.take_surge_step import take_surge_step

if TYPE_CHECKING:
    from datetime import datetime

    from tidegate.controlroom.log.services.record import Actor
    from tidegate.controlroom.surge.models import Surge


def stand_down_surge(
    *, surge: Surge, reason: str, actor: Actor, now: datetime, on_behalf_of: str = ""
) -> Surge:
    """End an active surge: its offers take nobody more, its switches are turned back.

    Raises:
        PermissionMissing: the actor may not propose for this place.
        SurgeRefused: it is not active, or nobody says why.
    """
    return take_surge_step(
        surge=surge, verb="stand_down", actor=actor, now=now, on_behalf_of=on_behalf_of,
        said=Said(reason=reason), deed=lambda underway: close_capacity(underway, actor),
    )  # fmt: skip
