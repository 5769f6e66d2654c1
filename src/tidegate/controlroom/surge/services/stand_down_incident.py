"""Stand an incident down, or take it up again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tidegate.controlroom.surge.services.change_level import last_of, move_of
from tidegate.controlroom.surge.services.take_step import take_step
from tidegate.core.surge.moments import moment_refusals

if TYPE_CHECKING:
    from datetime import datetime

    from tidegate.controlroom.log.services.record import Actor
    from tidegate.controlroom.surge.happening import Happened, Taking
    from tidegate.controlroom.surge.models import Incident


def stand_down_incident(
    *,
    incident: Incident,
    said: Happened,
    actor: Actor,
    now: datetime,
    on_behalf_of: str = "",
) -> Incident:
    """Say that an incident is over, since when and why.

    Raises:
        PermissionMissing: the actor may not at its level.
        SurgeRefused: it was stood down already, or nobody said why.
    """

    def keep(taking: Taking) -> None:
        taking.row.stood_down_at = taking.at
        taking.rows.append(move_of(taking, None))

    return take_step(
        row=incident, verb="stand_down", actor=actor, now=now, said=said,
        on_behalf_of=on_behalf_of, deed=keep,
        besides=lambda locked: moment_refusals(said.at or now, now, last_of(locked), "said"),
    )  # fmt: skip


def resume_incident(
    *,
    incident: Incident,
    said: Happened,
    actor: Actor,
    now: datetime,
    on_behalf_of: str = "",
) -> Incident:
    """Say that an incident that was stood down goes on, at the level that it had.

    Raises:
        PermissionMissing: the actor may not at its level.
        SurgeRefused: it was not stood down, or was closed, or nobody said why.
    """

    def keep(taking: Taking) -> None:
        taking.row.stood_down_at = None
        taking.rows.append(move_of(taking, taking.row.level))

    return take_step(
        row=incident, verb="resume", actor=actor, now=now, said=said,
        on_behalf_of=on_behalf_of, deed=keep,
        besides=lambda locked: moment_refusals(said.at or now, now, last_of(locked), "said"),
    )  # fmt: skip
