"""A request as the guards of its lifecycle look at it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.utils import timezone

from tidegate.core.reasons import Reason
from tidegate.core.transfers.lifecycle.guards import RULES, Consent, Facts
from tidegate.core.transfers.lifecycle.states import PlaceState, RequestState
from tidegate.core.transfers.message.check import check_message
from tidegate.core.transfers.search import RULES as SEARCH_RULES
from tidegate.core.transfers.search import Scope, Search, why_not_wider, wider
from tidegate.exchange.transfers.message_json import read_message

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from tidegate.controlroom.transfers.models import Message, Place, Request

CHOSEN = (PlaceState.CHOSEN.value, PlaceState.USED.value)


def facts_of(
    request: Request, places: Iterable[Place], message_faults: tuple[Reason, ...] = ()
) -> Facts:
    """Return what the guards look at: a request, all of its places, what is wrong with its message.

    ``places`` are those that exist, whoever may see them.
    """
    known = list(places)
    return Facts(
        state=RequestState(request.state),
        consent=Consent(request.consent),
        consented_at=request.consent_at,
        choices=request.choices,
        cleared_by=request.cleared_by,
        consent_by=request.consent_by,
        accepted_by={place.pk: place.accepted_by for place in known if place.accepted_by},
        accepted_at={
            place.pk: timezone.localtime(place.decided_at)
            for place in known
            if place.state == PlaceState.ACCEPTED.value and place.decided_at is not None
        },
        places={place.pk: PlaceState(place.state) for place in known},
        message_faults=message_faults,
    )


def chosen_of(places: Iterable[Place]) -> Place | None:
    """Return the one place that the patient chose, if they have."""
    return next((place for place in places if place.state in CHOSEN), None)


def faults_of(
    request: Request, message: Message | None, place: Place | None, now: datetime
) -> tuple[Reason, ...]:
    """Return what is wrong with a transfer message that is about to be sent to a place.

    A message that was sent is not sent again: after a query a new version is written.
    """
    if message is None:
        detail = "Write the transfer message first; after a query, write it anew."
        return (Reason("MESSAGE_MISSING", detail, {}, RULES),)
    return check_message(
        read_message(message.content),
        today=timezone.localdate(now),
        clock_start=request.clock_start,
        holder=request.holder,
        destination="" if place is None else place.destination,
        demo=settings.TIDEGATE_DEMO,
    )


def search_of(request: Request) -> Search:
    """Return how far the search for a place reaches now, and how far the patient would travel."""
    return Search(request.travel_max_miles, Scope(request.search))


def why_not_by_search(request: Request, verb: str) -> tuple[Reason, ...]:
    """Return what the search itself holds against widening it, or against ending it in vain."""
    search = search_of(request)
    if verb == "widen":
        return why_not_wider(search)
    if verb != "close_without_place" or (to := wider(search)) is None:
        return ()
    detail = "The patient would travel farther than was searched: widen the search first."
    stands = {"search": search.scope.value, "next": to.value}
    return (Reason("SEARCH_CAN_WIDEN", detail, stands, SEARCH_RULES),)
