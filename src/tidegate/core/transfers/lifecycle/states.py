"""The states of a request, of a place put to a patient, and of an offer."""

from __future__ import annotations

from enum import StrEnum


class RequestState(StrEnum):
    """Where one patient's request to be treated elsewhere stands."""

    DRAFT = "draft"
    CLEARED = "cleared"
    CONSENTED = "consented"
    OPEN = "open"
    MATCHED = "matched"
    ACCEPTED = "accepted"
    AGREED = "agreed"
    SENT = "sent"
    RECEIVED = "received"
    DATED = "dated"
    TREATED = "treated"
    CLOSED = "closed"
    UNSUITABLE = "unsuitable"
    NO_CAPACITY = "no_capacity"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"


class PlaceState(StrEnum):
    """Where one unit of an offer, put to one patient, stands."""

    PLANNED = "planned"
    PROPOSED = "proposed"
    ACCEPTED = "accepted"
    CHOSEN = "chosen"
    USED = "used"
    DECLINED = "declined"
    REFUSED = "refused"
    PASSED = "passed"
    LAPSED = "lapsed"
    RETURNED = "returned"


class OfferState(StrEnum):
    """Where the units that a provider offers at a site in a week stand."""

    POSTED = "posted"
    CONFIRMED = "confirmed"
    PART_USED = "part_used"
    USED = "used"
    LAPSED = "lapsed"
    WITHDRAWN = "withdrawn"


REQUEST_LABELS: dict[RequestState, str] = {
    RequestState.DRAFT: "To be cleared by a clinician",
    RequestState.CLEARED: "Cleared, patient to be asked",
    RequestState.CONSENTED: "Patient would move, to be opened",
    RequestState.OPEN: "Open, looking for a place",
    RequestState.MATCHED: "Place proposed",
    RequestState.ACCEPTED: "Place accepted by the receiver",
    RequestState.AGREED: "Patient has chosen, message to be sent",
    RequestState.SENT: "Message sent",
    RequestState.RECEIVED: "Message received, to be dated",
    RequestState.DATED: "Dated",
    RequestState.TREATED: "Treated",
    RequestState.CLOSED: "Closed",
    RequestState.UNSUITABLE: "Not suitable to move",
    RequestState.NO_CAPACITY: "No place found",
    RequestState.WITHDRAWN: "Withdrawn",
    RequestState.EXPIRED: "Expired",
}

ENDED = frozenset(
    {
        RequestState.CLOSED,
        RequestState.UNSUITABLE,
        RequestState.NO_CAPACITY,
        RequestState.WITHDRAWN,
        RequestState.EXPIRED,
    }
)
LIVE = frozenset(RequestState) - ENDED
"""A patient has at most one request in these states."""

LIVE_PLACES = frozenset({PlaceState.PROPOSED, PlaceState.ACCEPTED, PlaceState.CHOSEN})
"""A request has at most ``MOST_PLACES`` in these states, and at most one of them chosen."""
MOST_PLACES = 3

HOLDING_A_UNIT = frozenset({PlaceState.CHOSEN, PlaceState.USED})
"""Places that have taken a unit out of their offer."""

OPEN_OFFERS = frozenset({OfferState.POSTED, OfferState.CONFIRMED, OfferState.PART_USED})


def standing(places: list[PlaceState]) -> RequestState:
    """Say where a request that is neither agreed nor ended stands, from its places alone."""
    if PlaceState.ACCEPTED in places:
        return RequestState.ACCEPTED
    return RequestState.MATCHED if PlaceState.PROPOSED in places else RequestState.OPEN
