"""Put a proposal forward for review."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tidegate.controlroom.surge.services.take_surge_step import take_surge_step

if TYPE_CHECKING:
    from datetime import datetime

    from tidegate.controlroom.log.services.record import Actor
    from tidegate.controlroom.surge.models import Surge
    from tidegate.controlroom.surge.said import Underway


def submit_surge(*, surge: Surge, actor: Actor, now: datetime, on_behalf_of: str = "") -> Surge:
    """Put what was proposed to whoever may sign it off.

    Raises:
        PermissionMissing: the actor may not.
        SurgeRefused: not now; the reasons say why.
    """
    return take_surge_step(
        surge=surge, verb="submit", actor=actor, now=now, on_behalf_of=on_behalf_of,
         deed=_set,
    )  # fmt: skip


def _set(underway: Underway) -> None:
    underway.surge.submitted_by = underway.said_by
