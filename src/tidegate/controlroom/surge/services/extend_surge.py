"""Extend an active surge, on a day that was looked at."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from tidegate.controlroom.board import words
from tidegate.controlroom.surge.said import Said
from tidegate.controlroom.surge.services.open_capacity import open_offers, pledges_standing
from tidegate.controlroom.surge.services.take_surge_step import take_surge_step

if TYPE_CHECKING:
    from datetime import date, datetime

    from tidegate.controlroom.log.services.record import Actor
    from tidegate.controlroom.surge.models import Surge
    from tidegate.controlroom.surge.said import Underway


def extend_surge(
    *, surge: Surge, day: date, reason: str, actor: Actor, now: datetime, on_behalf_of: str = ""
) -> Surge:
    """Let a surge last to a later day; what was pledged is offered for the weeks that it gains.

    Raises:
        PermissionMissing: the actor may not sign off for this place.
        SurgeRefused: the actor proposed it, nobody looked at the day, or it is too long.
    """

    def longer(underway: Underway) -> None:
        last = underway.surge.ends_on or underway.today
        underway.surge.ends_on = day
        underway.headline = f"extended to {words.day(day)}"
        pledges = pledges_standing(underway.surge)
        open_offers(underway, actor, pledges, last + timedelta(days=1))

    return take_surge_step(
        surge=surge, verb="extend", actor=actor, now=now, on_behalf_of=on_behalf_of,
        said=Said(reason=reason, day=day), deed=longer,
    )  # fmt: skip
