"""Open the search for a place, and put forward the places that a wave planned."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tidegate.controlroom.transfers.offer_time import is_over
from tidegate.controlroom.transfers.services.take_step import take_step
from tidegate.controlroom.transfers.underway import of_place
from tidegate.core.transfers.lifecycle.places import PLACES
from tidegate.core.transfers.lifecycle.states import (
    OPEN_OFFERS,
    OfferState,
    PlaceState,
    standing,
)

if TYPE_CHECKING:
    from datetime import datetime

    from tidegate.controlroom.log.services.record import Actor
    from tidegate.controlroom.transfers.models import Place, Request
    from tidegate.controlroom.transfers.underway import Underway


def open_request(
    *, request: Request, actor: Actor, now: datetime, on_behalf_of: str = ""
) -> Request:
    """Open a request whose patient has said yes.

    Places that were planned for it go to their receivers; one whose offer is full, over or
    withdrawn meanwhile, or whose time to answer has passed, lapses with that cause.
    """
    return take_step(
        request=request, verb="open", actor=actor, now=now, on_behalf_of=on_behalf_of,
        deed=_put_forward,
    )  # fmt: skip


def _put_forward(underway: Underway) -> None:
    for place in underway.places:
        if PLACES.step(PlaceState(place.state), "put") is None:
            continue
        if cause := _too_late(place, underway.now):
            underway.end(place, "lapse", cause)
            underway.also.append(of_place(underway.request, place, "place_lapsed", cause))
            continue
        place.state, place.proposed_by = PlaceState.PROPOSED.value, underway.said_by
        place.proposed_at = underway.now
        underway.rows.append(place)
        underway.also.append(of_place(underway.request, place, "place_proposed"))
    underway.next = standing([PlaceState(place.state) for place in underway.places])


def _too_late(place: Place, now: datetime) -> str:
    """Return the cause by which a planned place cannot be put forward any more; empty if it can."""
    state = None if place.offer is None else OfferState(place.offer.state)
    if state is OfferState.WITHDRAWN:
        return "OFFER_WITHDRAWN"
    if state is OfferState.LAPSED:
        return "OFFER_PAST"
    if place.offer is not None and is_over(place.offer, now):
        return "OFFER_PAST"
    if state is not None and state not in OPEN_OFFERS:
        return "OFFER_FULL"
    return "NO_REPLY_FROM_PATIENT" if place.reply_by <= now else ""
