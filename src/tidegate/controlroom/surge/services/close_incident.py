"""Close an incident that was stood down, with what was learnt."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tidegate.controlroom.surge.services.take_step import take_step
from tidegate.core.reasons import Reason

if TYPE_CHECKING:
    from datetime import datetime

    from tidegate.controlroom.log.services.record import Actor
    from tidegate.controlroom.surge.happening import Taking
    from tidegate.controlroom.surge.models import Incident

RULES = "incident lifecycle 2026-11"


def close_incident(
    *, incident: Incident, outcome: str, actor: Actor, now: datetime, on_behalf_of: str = ""
) -> Incident:
    """Write what was learnt; nothing is added to an incident afterwards.

    Raises:
        PermissionMissing: the actor may not at its level.
        SurgeRefused: it was not stood down, or nothing was written.
    """

    def keep(taking: Taking) -> None:
        taking.row.outcome = outcome.strip()
        taking.facts |= {"outcome": outcome.strip()}

    def missing(_locked: Incident) -> tuple[Reason, ...]:
        if outcome.strip():
            return ()
        return (Reason("OUTCOME_NEEDED", "Say what was learnt.", {}, RULES),)

    return take_step(
        row=incident, verb="close", actor=actor, now=now, on_behalf_of=on_behalf_of,
        besides=missing, deed=keep,
    )  # fmt: skip
