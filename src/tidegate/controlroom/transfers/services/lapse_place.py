"""Let a place lapse, because nobody answered in time or its offer is over."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from tidegate.controlroom.log.services.record import record
from tidegate.controlroom.transfers.models import Place, Request
from tidegate.controlroom.transfers.services.end_place import end_place, stand_where_places_say
from tidegate.core.transfers.lifecycle.causes import CAUSES
from tidegate.core.transfers.lifecycle.places import PLACES
from tidegate.core.transfers.lifecycle.requests import REQUESTS
from tidegate.core.transfers.lifecycle.states import PlaceState, RequestState

if TYPE_CHECKING:
    from datetime import datetime

    from tidegate.core.log.entry import System


@transaction.atomic
def lapse_place(
    *,
    request: Request,
    place: Place,
    cause: str,
    actor: System,
    now: datetime,
    expected: PlaceState | None = None,
) -> bool:
    """Let a place lapse if it still can; the request stands as its other places say.

    Args:
        request: of which request.
        place: which.
        cause: code of the cause.
        actor: the run of the software that found it.
        now: when.
        expected: where it stood when it was found to be due, if somebody may have answered since.

    Returns:
        Whether it lapsed.
    """
    request = Request.objects.select_for_update().get(pk=request.pk)
    found = Place.objects.select_for_update(of=("self",)).select_related("offer").get(pk=place.pk)
    state = PlaceState(found.state)
    if expected not in (None, state) or PLACES.step(state, "lapse") is None:
        return False
    planned = state is PlaceState.PLANNED  # nothing was put to anybody: the request stays put
    if not planned and REQUESTS.step(RequestState(request.state), "lapse") is None:
        return False
    found.request = request
    end_place(found, "lapse", cause=cause, said_by=f"system:{actor.name}", at=now)
    if not planned:
        request.reason = cause
        request.save(update_fields=["reason"])
        stand_where_places_say(request, at=now)
    where = found.offer.site if found.offer else found.outside
    record(
        kind="place_lapsed",
        actor=actor,
        on_behalf_of=request.area,
        subject=f"request:{request.reference}",
        headline=f"Place of {request.reference} at {where} lapsed: {CAUSES[cause].label}",
        facts={
            "cause": cause,
            "offer": found.offer.offer_id if found.offer else "",
            "place_was": state.value,
            "state": request.state,
        },
        now=now,
    )
    return True
