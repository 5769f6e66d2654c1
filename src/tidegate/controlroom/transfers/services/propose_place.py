"""Put a place to a patient: a unit of an offer, or a provider outside the network."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tidegate.controlroom.transfers.models import Place
from tidegate.controlroom.transfers.offer_time import is_over
from tidegate.controlroom.transfers.refused import StepRefused, refuse
from tidegate.controlroom.transfers.services.take_step import take_step
from tidegate.controlroom.transfers.standing import search_of
from tidegate.core.transfers.lifecycle.states import (
    LIVE_PLACES,
    OPEN_OFFERS,
    OfferState,
    PlaceState,
)
from tidegate.core.transfers.search import why_not_within

if TYPE_CHECKING:
    from datetime import datetime

    from tidegate.controlroom.log.services.record import Actor
    from tidegate.controlroom.transfers.models import Offer, Request
    from tidegate.controlroom.transfers.underway import Underway


def propose_place(  # noqa: PLR0913 - all by keyword: what a place is
    *,
    request: Request,
    offer: Offer | None,
    reply_by: datetime,
    actor: Actor,
    now: datetime,
    on_behalf_of: str = "",
    outside: str = "",
    miles: float | None = None,
    minutes: float | None = None,
    rank: int = 1,
) -> Request:
    """Put one place forward; its receiver is asked to answer by a date.

    Args:
        request: which request.
        offer: the offer that a unit is meant of; None for an outside place.
        reply_by: until when the receiver may answer.
        actor: who puts it forward.
        now: when.
        on_behalf_of: ODS code of the organisation acted for.
        outside: the provider outside the network, where there is no offer.
        miles: from the patient's home, where known.
        minutes: the same by road.
        rank: in which order the places are shown to the patient.

    Raises:
        StepRefused: the offer is not open, not for this patient's care, of the holder itself, or
            with the patient already; it is farther than the patient would travel, or than the
            search reaches so far; or the lifecycle's own reasons.
    """

    def put(underway: Underway) -> None:
        _hold_to_offer(underway, offer, outside)
        _hold_to_search(underway.request, miles)
        if reply_by <= now:
            raise refuse("REPLY_BY_PAST", "The day to answer by has passed.", reply_by=reply_by)
        place = Place(
            request=underway.request, offer=offer, outside=outside if offer is None else "",
            destination="" if offer is None else offer.provider, rank=rank, miles=miles,
            minutes=minutes, state=PlaceState.PROPOSED.value, reply_by=reply_by,
            proposed_by=underway.said_by, proposed_at=now,
        )  # fmt: skip
        underway.add(place)
        underway.facts |= {"reply_by": reply_by, "miles": miles, "minutes": minutes}

    return take_step(
        request=request, verb="propose", actor=actor, now=now, on_behalf_of=on_behalf_of, deed=put
    )


def _hold_to_offer(underway: Underway, offer: Offer | None, outside: str) -> None:
    request = underway.request
    if offer is None:
        if not outside.strip():
            raise refuse("NO_SUCH_PLACE", "Name an offer or a provider.", offer=None, outside="")
        return
    offer.refresh_from_db()
    if OfferState(offer.state) not in OPEN_OFFERS or is_over(offer, underway.now):
        raise refuse("OFFER_NOT_OPEN", "This offer has no unit left to take.", state=offer.state)
    if request.tfc not in offer.tfcs or request.modality != offer.modality:
        detail = "This offer is for other care than the patient waits for."
        raise refuse("OTHER_CARE", detail, tfc=request.tfc, modality=request.modality)
    if offer.provider == request.holder:
        raise refuse("OWN_HOLDER", "The patient is with this provider already.", at=offer.provider)
    live = [place for place in underway.places if PlaceState(place.state) in LIVE_PLACES]
    if any(place.offer_id == offer.pk for place in live):
        raise refuse("PLACE_TWICE", "This offer is with the patient already.", offer=offer.offer_id)


def _hold_to_search(request: Request, miles: float | None) -> None:
    """Refuse a place beyond what the patient would travel, or beyond what is searched so far.

    Where the patient sets no limit, a distance that nobody knows is not held against a place.
    """
    if miles is None and request.travel_max_miles is None:
        return
    if reasons := why_not_within(search_of(request), miles):
        raise StepRefused(reasons)
