"""Give the notice after which a signed-off surge opens."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tidegate.controlroom.board import words
from tidegate.controlroom.surge.services.take_surge_step import take_surge_step
from tidegate.controlroom.surge.terms import terms_in_force
from tidegate.core.surge.guards import opens_on

if TYPE_CHECKING:
    from datetime import datetime

    from tidegate.controlroom.log.services.record import Actor
    from tidegate.controlroom.surge.models import Surge
    from tidegate.controlroom.surge.said import Underway


def give_notice(*, surge: Surge, actor: Actor, now: datetime, on_behalf_of: str = "") -> Surge:
    """Give notice to those who pledged; its days count from approval.

    Raises:
        PermissionMissing: the actor may not.
        SurgeRefused: not now; the reasons say why.
    """
    return take_surge_step(
        surge=surge, verb="give_notice", actor=actor, now=now, on_behalf_of=on_behalf_of,
         deed=_set,
    )  # fmt: skip


def _set(underway: Underway) -> None:
    first = opens_on(underway.known, terms_in_force(), underway.today)
    underway.surge.opens_on = first
    underway.headline = f"notice given, it opens on {words.day(first)}"
    underway.facts |= {"opens_on": first, "approved_on": underway.known.approved_on}
