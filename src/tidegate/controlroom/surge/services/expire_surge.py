"""Let a surge expire whose time is over."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tidegate.controlroom.surge.refused import SurgeRefused
from tidegate.controlroom.surge.services.close_capacity import close_capacity
from tidegate.controlroom.surge.services.take_surge_step import take_surge_step

if TYPE_CHECKING:
    from datetime import datetime

    from tidegate.controlroom.surge.models import Surge
    from tidegate.controlroom.surge.said import Underway
    from tidegate.core.log.entry import System


def expire_surge(*, surge: Surge, actor: System, now: datetime) -> bool:
    """End an active surge after its last day, and a proposal that nobody carried on.

    Returns:
        Whether it expired; it may have been extended or decided in the same moment.
    """

    def end(underway: Underway) -> None:
        if underway.surge.opened_at is not None:
            close_capacity(underway, actor)

    try:
        take_surge_step(surge=surge, verb="expire", actor=actor, now=now, deed=end)
    except SurgeRefused:
        return False
    return True
