"""What time alone decides: places that nobody answered, requests too old, offers that are over.

Everything here is told the time; nothing reads a clock.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from enum import StrEnum

from tidegate.core.transfers.lifecycle.requests import REQUESTS
from tidegate.core.transfers.lifecycle.states import (
    OfferState,
    PlaceState,
    RequestState,
)

_WEEK = timedelta(weeks=1)
_ENDED = frozenset({OfferState.LAPSED, OfferState.WITHDRAWN})
BEFORE_A_YES = (RequestState.DRAFT, RequestState.CLEARED)
"""States of a request whose patient has not said yes yet."""
_UNANSWERED = {
    PlaceState.PLANNED: "NO_REPLY_FROM_PATIENT",
    PlaceState.PROPOSED: "NO_REPLY_FROM_RECEIVER",
    PlaceState.ACCEPTED: "NO_REPLY_FROM_PATIENT",
}


class Over(StrEnum):
    """Whether an offer's time has passed: not yet, for new patients, or its week itself."""

    NOT_YET = "not_yet"
    TO_NEW_PATIENTS = "to_new_patients"
    ITS_WEEK = "its_week"


def lapses_by(state: PlaceState, *, reply_by: datetime, now: datetime) -> str:
    """Return the cause by which a place lapses because nobody answered in time; empty: it stands.

    A planned place waits for the patient's yes. One that the patient chose has its answer.
    """
    return _UNANSWERED.get(state, "") if now >= reply_by else ""


def expires(
    state: RequestState, *, expires_at: datetime, answer_by: datetime | None, now: datetime
) -> bool:
    """Say whether a request has become too old; once a patient has chosen, none does.

    Args:
        state: where it stands.
        expires_at: until when it may look for a place.
        answer_by: when the patient's answer was due, of a request that was sent in a wave: one that
            has no yes by then ends, so that others can be asked and this patient again.
        now: the moment.
    """
    if REQUESTS.step(state, "expire") is None:
        return False
    unheard = answer_by is not None and now >= answer_by and state in BEFORE_A_YES
    return unheard or now >= expires_at


def over(
    state: OfferState, *, week: date, valid_until: datetime, today: date, now: datetime
) -> Over:
    """Say whether the time of an offer has passed.

    Args:
        state: where it stands; one that has lapsed or was withdrawn has nothing left to lose.
        week: its Monday.
        valid_until: until when the provider said that it stands.
        today: the day in England.
        now: the moment.
    """
    if state in _ENDED:
        return Over.NOT_YET
    if today >= week + _WEEK:
        return Over.ITS_WEEK
    return Over.TO_NEW_PATIENTS if now >= valid_until else Over.NOT_YET


def place_ends_with_offer(state: PlaceState, passed: Over) -> bool:
    """Say whether a place lapses because its offer is over.

    A patient who chose in time keeps the place until its week itself has passed without a message.
    """
    if state is PlaceState.CHOSEN:
        return passed is Over.ITS_WEEK
    waiting = {PlaceState.PLANNED, PlaceState.PROPOSED, PlaceState.ACCEPTED}
    return passed is not Over.NOT_YET and state in waiting
