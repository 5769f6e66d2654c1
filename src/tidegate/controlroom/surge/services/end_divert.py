"""End a divert: patients come as usual again, or go elsewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tidegate.controlroom.surge.happening import NOW, Happened
from tidegate.controlroom.surge.services.take_step import take_step
from tidegate.core.surge.moments import moment_refusals

if TYPE_CHECKING:
    from datetime import datetime

    from tidegate.controlroom.log.services.record import Actor
    from tidegate.controlroom.surge.happening import Taking
    from tidegate.controlroom.surge.models import Divert


def end_divert(
    *,
    divert: Divert,
    actor: Actor,
    now: datetime,
    said: Happened = NOW,
    on_behalf_of: str = "",
) -> Divert:
    """Say that a divert ended.

    Raises:
        PermissionMissing: the actor may not.
        SurgeRefused: it has ended, or did before it began.
    """

    def end(taking: Taking) -> None:
        taking.row.ended_at = taking.at
        taking.facts |= {"divert": taking.row.reference, "receiver": taking.row.receiver}

    return take_step(
        row=divert, verb="end", actor=actor, now=now, said=said, on_behalf_of=on_behalf_of,
        besides=lambda locked: moment_refusals(said.at or now, now, locked.started_at, "said"),
        deed=end,
    )  # fmt: skip
