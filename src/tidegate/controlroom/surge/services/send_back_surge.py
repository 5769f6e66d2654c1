"""Send a proposal back to whoever proposed it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tidegate.controlroom.surge.said import Said
from tidegate.controlroom.surge.services.take_surge_step import take_surge_step

if TYPE_CHECKING:
    from datetime import datetime

    from tidegate.controlroom.log.services.record import Actor
    from tidegate.controlroom.surge.models import Surge


def send_back_surge(
    *, surge: Surge, reason: str, actor: Actor, now: datetime, on_behalf_of: str = ""
) -> Surge:
    """Ask for more, or for newer evidence, before anybody decides.

    Raises:
        PermissionMissing: the actor may not.
        SurgeRefused: not now; the reasons say why.
    """
    return take_surge_step(
        surge=surge, verb="send_back", actor=actor, now=now, on_behalf_of=on_behalf_of,
        said=Said(reason=reason),
    )  # fmt: skip
