"""Call a risk summit, for coded reasons."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import uuid4

from django.db import transaction

from tidegate.controlroom.board import words
from tidegate.controlroom.directory.models import Organisation
from tidegate.controlroom.log.services.record import Actor, record
from tidegate.controlroom.surge.divert_terms import summit_terms
from tidegate.controlroom.surge.models import Summit
from tidegate.controlroom.surge.reach import hold_to_reach
from tidegate.controlroom.surge.refused import refuse
from tidegate.core.surge.summits.summits import SUMMIT, SummitState

if TYPE_CHECKING:
    from datetime import datetime

    from tidegate.controlroom.surge.new_incident import NewSummit


@transaction.atomic
def call_summit(*, new: NewSummit, actor: Actor, now: datetime, on_behalf_of: str = "") -> Summit:
    """Call a risk summit about an organisation.

    Raises:
        PermissionMissing: the actor may not call one for this place.
        SurgeRefused: no trigger was named, or one that there is not, or nobody said why.
    """
    acted_for = hold_to_reach(actor, SUMMIT, new.place, on_behalf_of)
    known = summit_terms().triggers
    if not new.triggers or not new.triggers <= set(known):
        raise refuse("NO_SUCH_TRIGGER", "Choose what triggered it.", given=sorted(new.triggers))
    if not new.why.strip() or not new.called_by.strip():
        raise refuse("WHY_NEEDED", "Say what happened, and who calls it.")
    at = new.called_at or now
    if at > now:
        raise refuse("NOT_YET", "That is still to come: say it when it was called.")
    about = Organisation.objects.filter(code=new.about).first()
    if about is None:
        raise refuse("NO_SUCH_ORGANISATION", "Choose whom it is about.", about=new.about)
    triggers = sorted(new.triggers)
    summit = Summit.objects.create(
        reference=uuid4().hex[:20], place=new.place, about=about.code, triggers=triggers,
        why=new.why.strip(), called_by=new.called_by.strip(), called_at=at, recorded_at=now,
        moved_at=at, state=SummitState.CALLED.value,
    )  # fmt: skip
    summit.reference = f"R-{summit.pk:06d}"
    summit.save(update_fields=["reference"])
    said = words.listed([known[code].lower() for code in triggers])
    record(
        kind="summit_called",
        actor=actor,
        subject=summit.subject,
        headline=f"{summit.reference}: risk summit about {about.name}, {said}"[:500],
        facts={
            "place": new.place, "about": about.code, "triggers": triggers, "why": summit.why,
            "called_by": summit.called_by,
        },
        on_behalf_of=acted_for,
        occurred_at=at,
        now=now,
    )  # fmt: skip
    return summit
