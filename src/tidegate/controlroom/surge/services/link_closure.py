"""Link a closure to the incident that it is part of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tidegate.controlroom.surge.models import Closure, Incident, LinkedClosure
from tidegate.controlroom.surge.services.take_step import take_step
from tidegate.core.reasons import Reason

if TYPE_CHECKING:
    from datetime import datetime

    from tidegate.controlroom.log.services.record import Actor
    from tidegate.controlroom.surge.happening import Taking

RULES = "incident lifecycle 2026-11"


def link_closure(
    *, incident: Incident, closure: Closure, actor: Actor, now: datetime, on_behalf_of: str = ""
) -> Incident:
    """Say that a closure is part of an incident.

    Raises:
        PermissionMissing: the actor may not at its level.
        SurgeRefused: it is linked already, or the incident is over.
    """

    def keep(taking: Taking) -> None:
        taking.rows.append(LinkedClosure(incident=taking.row, closure=closure))
        taking.headline = f"{closure.reference} is part of it"
        taking.facts |= {"closure": closure.reference}

    def linked(locked: Incident) -> tuple[Reason, ...]:
        if not LinkedClosure.objects.filter(incident=locked, closure=closure).exists():
            return ()
        return (Reason("LINKED_ALREADY", "It is linked already.", {}, RULES),)

    return take_step(
        row=incident, verb="link", actor=actor, now=now, on_behalf_of=on_behalf_of,
        besides=linked, deed=keep,
    )  # fmt: skip
