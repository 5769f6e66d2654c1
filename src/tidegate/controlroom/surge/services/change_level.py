"""Raise or lower an incident's level; who leads it follows from the level."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tidegate.controlroom.surge.models import Incident, IncidentMove
from tidegate.controlroom.surge.services.declare_incident import led_at
from tidegate.controlroom.surge.services.take_step import take_step
from tidegate.core.reasons import Reason
from tidegate.core.surge.moments import moment_refusals

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from tidegate.controlroom.log.services.record import Actor
    from tidegate.controlroom.surge.happening import Happened, Taking

RULES = "incident lifecycle 2026-11"


def change_level(
    *,
    incident: Incident,
    level: int,
    said: Happened,
    actor: Actor,
    now: datetime,
    on_behalf_of: str = "",
) -> Incident:
    """Move an incident to another level.

    Raising is asked of the organisation that would lead it then, lowering of the one that leads
    it now: the higher of the two answers for both.

    Raises:
        PermissionMissing: the actor may not at that level.
        SurgeRefused: it stands at that level, was stood down, or nobody said why.
    """
    verb = "lower" if level < incident.level else "raise"
    authority = led_at(incident.place, level)
    whose = authority if verb == "raise" else incident.authority

    def keep(taking: Taking) -> None:
        row, before = taking.row, taking.row.level
        row.level, row.authority = level, authority
        taking.rows.append(move_of(taking, level))
        taking.headline = f"level {before} to {level}. {said.reason.strip()}"[:450]
        taking.facts |= {"level_before": before, "level": level, "authority": authority}

    def faults(locked: Incident) -> Iterator[Reason]:
        if locked.level == level:
            yield Reason("SAME_LEVEL", "It stands at that level.", {"level": level}, RULES)
        elif (level < locked.level) != (verb == "lower"):
            yield Reason("LEVEL_MOVED", "Its level was changed meanwhile: look at it again.",
                         {"level": locked.level}, RULES)  # fmt: skip
        yield from moment_refusals(said.at or now, now, last_of(locked), "said")

    return take_step(
        row=incident, verb=verb, actor=actor, now=now, said=said, on_behalf_of=on_behalf_of,
        organisation=whose, besides=faults, deed=keep,
    )  # fmt: skip


def last_of(incident: Incident) -> datetime:
    """Return when an incident came last to a level, or was stood down."""
    last = IncidentMove.objects.filter(incident=incident).order_by("-at", "-pk").first()
    return last.at if last else incident.declared_at


def move_of(taking: Taking, level: int | None) -> IncidentMove:
    """Return the row that keeps to which level an incident came; None is its standing down."""
    return IncidentMove(
        incident=taking.row, level=level, at=taking.at, recorded_at=taking.now,
        late_why=taking.said.late_why.strip(), reason=taking.said.reason.strip(),
        said_by=taking.said_by, said_by_name=taking.said_by_name,
    )  # fmt: skip
