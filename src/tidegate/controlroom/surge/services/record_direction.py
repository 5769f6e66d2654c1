"""Record a ministerial direction, which starts the clock of what must be published."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tidegate.controlroom.board import words
from tidegate.controlroom.surge.models import Publication, Surge
from tidegate.controlroom.surge.said import Said, Underway
from tidegate.controlroom.surge.services.take_surge_step import take_surge_step
from tidegate.controlroom.surge.terms import terms_in_force
from tidegate.core.surge.guards import no

if TYPE_CHECKING:
    from datetime import date, datetime

    from tidegate.controlroom.log.services.record import Actor
    from tidegate.core.reasons import Reason


def record_direction(
    *,
    surge: Surge,
    direction: str,
    day: date,
    actor: Actor,
    now: datetime,
    on_behalf_of: str = "",
) -> Surge:
    """Record where the direction can be read and when it was given; its duties fall due from then.

    Raises:
        PermissionMissing: the actor may not sign off for this place.
        SurgeRefused: none is needed, or it is not given yet.
    """

    def keep(underway: Underway) -> None:
        due = terms_in_force().due_after(day)
        underway.surge.direction, underway.surge.directed_on = direction.strip(), day
        underway.rows += [
            Publication(surge=underway.surge, kind=duty.kind, words=duty.words, due_on=by)
            for duty, by in due
        ]
        underway.headline = f"ministerial direction of {words.day(day)} recorded"
        underway.facts |= {
            "direction": direction.strip(),
            "due": {duty.kind: by for duty, by in due},
        }

    def missing(_surge: Surge) -> tuple[Reason, ...]:
        detail = "Say by which reference the direction can be found."
        return () if direction.strip() else (no("NO_REFERENCE", detail),)

    return take_surge_step(
        surge=surge, verb="direct", actor=actor, now=now, on_behalf_of=on_behalf_of,
        said=Said(day=day), deed=keep, besides=missing,
    )  # fmt: skip
