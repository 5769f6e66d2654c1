"""Let a request expire that has led to no agreed place in its time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from tidegate.controlroom.log.services.record import record
from tidegate.controlroom.transfers.models import Place, Request
from tidegate.controlroom.transfers.services.end_place import end_place
from tidegate.core.transfers.due import expires
from tidegate.core.transfers.lifecycle.places import PLACES
from tidegate.core.transfers.lifecycle.requests import REQUESTS
from tidegate.core.transfers.lifecycle.states import PlaceState, RequestState

if TYPE_CHECKING:
    from datetime import datetime

    from tidegate.core.log.entry import System

_FREED = sorted(state.value for state in PlaceState if PLACES.step(state, "free") is not None)


@transaction.atomic
def expire_request(*, request: Request, actor: System, now: datetime) -> bool:
    """End a request if it is still too old; the patient's place on the holder's list stays.

    Returns:
        Whether it expired.
    """
    found = (
        Request.objects.select_for_update(of=("self",)).select_related("wave").get(pk=request.pk)
    )
    state = RequestState(found.state)
    step = REQUESTS.step(state, "expire")
    answer_by = found.wave.reply_by if found.wave else None
    due = expires(state, expires_at=found.expires_at, answer_by=answer_by, now=now)
    if not due or step is None or step.next is None:
        return False
    places = Place.objects.filter(request=found, state__in=_FREED).select_related("offer")
    for place in places:
        place.request = found
        end_place(place, "free", cause="REQUEST_ENDED", said_by=f"system:{actor.name}", at=now)
    found.state, found.moved_at = step.next.value, now
    found.save(update_fields=["state", "moved_at"])
    record(
        kind=step.kind,
        actor=actor,
        on_behalf_of=found.holder,
        subject=f"request:{found.reference}",
        headline=f"{found.reference} expired without an agreed place; it cost no place on the list",
        facts={"was": state.value, "clock_start": found.clock_start},
        now=now,
    )
    return True
