"""Review a day of an active surge, on what is known that day."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tidegate.controlroom.board import words
from tidegate.controlroom.directory.models import Organisation
from tidegate.controlroom.surge.gather import gather
from tidegate.controlroom.surge.models import DailyReview, Surge
from tidegate.controlroom.surge.services.take_surge_step import take_surge_step
from tidegate.controlroom.transfers.permitted import viewer_for
from tidegate.core.surge.guards import no
from tidegate.core.surge.reviewing import JUDGEMENTS, Judgement

if TYPE_CHECKING:
    from datetime import datetime

    from tidegate.controlroom.log.services.record import Actor
    from tidegate.controlroom.surge.said import Underway
    from tidegate.core.reasons import Reason


def review_day(
    *,
    surge: Surge,
    judgement: Judgement,
    note: str,
    actor: Actor,
    now: datetime,
    on_behalf_of: str = "",
) -> Surge:
    """Say how today is judged; what was known is frozen with it. Nothing follows by itself.

    Raises:
        PermissionMissing: the actor may not propose for this place.
        SurgeRefused: it is not active, today was reviewed, or nobody says on what.
    """
    today = words.local_day(now)

    def keep(underway: Underway) -> None:
        place = Organisation.objects.get(code=underway.surge.place)
        known = gather(viewer_for(actor), place, now)
        underway.rows.append(
            DailyReview(
                surge=underway.surge, day=today, judgement=judgement.value, note=note.strip(),
                known=known, reviewed_by=underway.said_by,
                reviewed_by_name=underway.said_by_name, reviewed_at=now,
            )
        )  # fmt: skip
        underway.headline = f"{words.day(today)} reviewed. {JUDGEMENTS[judgement]}"
        underway.facts |= {"judgement": judgement.value, "note": note.strip(), "of": today}

    def missing(locked: Surge) -> tuple[Reason, ...]:
        found = []
        if DailyReview.objects.filter(surge=locked, day=today).exists():
            found.append(no("REVIEWED_ALREADY", "Today was reviewed already.", day=today))
        if not note.strip():
            found.append(no("NOTE_NEEDED", "Say what the judgement rests on."))
        return tuple(found)

    return take_surge_step(
        surge=surge, verb="review", actor=actor, now=now, on_behalf_of=on_behalf_of,
        deed=keep, besides=missing,
    )  # fmt: skip
