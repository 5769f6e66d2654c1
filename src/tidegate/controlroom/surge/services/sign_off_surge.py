"""Sign a surge off: somebody else than who proposed it, at the level that may."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tidegate.controlroom.surge.services.take_surge_step import take_surge_step

if TYPE_CHECKING:
    from datetime import datetime

    from tidegate.controlroom.log.services.record import Actor
    from tidegate.controlroom.surge.models import Surge
    from tidegate.controlroom.surge.said import Underway


def sign_off_surge(*, surge: Surge, actor: Actor, now: datetime, on_behalf_of: str = "") -> Surge:
    """Sign off what was proposed; it opens only once notice was given and is over.

    Raises:
        PermissionMissing: the actor may not.
        SurgeRefused: not now; the reasons say why.
    """
    return take_surge_step(
        surge=surge, verb="sign_off", actor=actor, now=now, on_behalf_of=on_behalf_of,
         deed=_set,
    )  # fmt: skip


def _set(underway: Underway) -> None:
    surge = underway.surge
    surge.signed_by, surge.signed_by_name = underway.said_by, underway.said_by_name
    surge.signed_at = underway.now
    underway.headline = f"signed off by {underway.said_by_name}"
    underway.facts |= {"version": surge.version, "authority": surge.authority}
    if underway.known.needs_direction:
        underway.headline += "; a ministerial direction is needed before notice"
