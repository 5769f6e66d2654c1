"""Open a surge once its notice is over: never unless it was signed off."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tidegate.controlroom.board import words
from tidegate.controlroom.surge.refused import SurgeRefused
from tidegate.controlroom.surge.services.open_capacity import open_capacity
from tidegate.controlroom.surge.services.take_surge_step import take_surge_step

if TYPE_CHECKING:
    from datetime import datetime

    from tidegate.controlroom.surge.models import Surge
    from tidegate.controlroom.surge.said import Underway
    from tidegate.core.log.entry import System


def activate_surge(*, surge: Surge, actor: System, now: datetime) -> bool:
    """Open what was pledged and turn the switches that were signed off, if the gate lets it.

    Returns:
        Whether it opened; it may have been reversed or withdrawn in the same moment.
    """

    def opening(underway: Underway) -> None:
        underway.surge.opened_at = now
        signed = underway.surge.signed_by_name
        underway.headline = f"opened on {words.day(underway.today)}, signed off by {signed}"
        open_capacity(underway, actor)

    try:
        take_surge_step(surge=surge, verb="activate", actor=actor, now=now, deed=opening)
    except SurgeRefused:
        return False
    return True
