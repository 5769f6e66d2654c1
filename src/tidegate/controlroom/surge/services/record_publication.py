"""Record that something was published, where and when."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tidegate.controlroom.board import words
from tidegate.controlroom.surge.models import Publication, Surge
from tidegate.controlroom.surge.services.take_surge_step import take_surge_step
from tidegate.core.surge.guards import no

if TYPE_CHECKING:
    from datetime import date, datetime

    from tidegate.controlroom.log.services.record import Actor
    from tidegate.controlroom.surge.said import Underway
    from tidegate.core.reasons import Reason


def record_publication(
    *,
    publication: Publication,
    where: str,
    day: date,
    actor: Actor,
    now: datetime,
    on_behalf_of: str = "",
) -> Surge:
    """Record where something that was due can be read; how late it was shows.

    Raises:
        PermissionMissing: the actor may not sign off for this place.
        SurgeRefused: it was published already, not yet, or nobody says where.
    """

    def keep(underway: Underway) -> None:
        row = Publication.objects.select_for_update().get(pk=publication.pk)
        row.where, row.published_on = where.strip(), day
        underway.rows.append(row)
        late = max(0, (day - row.due_on).days)
        said = f", {words.counted(late, 'day')} late" if late else ""
        underway.headline = f"published{said}: {row.words}"
        underway.facts |= {"duty": row.kind, "due_on": row.due_on, "published_on": day,
                           "where": row.where}  # fmt: skip

    def missing(_surge: Surge) -> tuple[Reason, ...]:
        found = []
        if Publication.objects.filter(pk=publication.pk).exclude(published_on=None).exists():
            found.append(no("PUBLISHED_ALREADY", "That was published already."))
        if day > words.local_day(now):
            found.append(no("DAY_TO_COME", "A publication is recorded once it is out.", day=day))
        if not where.strip():
            found.append(no("NO_PLACE", "Say where it can be read."))
        return tuple(found)

    return take_surge_step(
        surge=publication.surge, verb="publish", actor=actor, now=now, on_behalf_of=on_behalf_of,
        deed=keep, besides=missing,
    )  # fmt: skip
