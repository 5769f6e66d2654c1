"""What a place that was put to a patient has come to, as an answer to an invitation."""

from __future__ import annotations

from tidegate.core.transfers.lifecycle.states import PlaceState, RequestState
from tidegate.core.transfers.outcomes import Reply

_BY_STATE = {
    PlaceState.PLANNED: Reply.PENDING,
    PlaceState.PROPOSED: Reply.PENDING,
    PlaceState.ACCEPTED: Reply.PENDING,
    PlaceState.CHOSEN: Reply.YES,
    PlaceState.USED: Reply.YES,
    PlaceState.DECLINED: Reply.NO,
    PlaceState.REFUSED: Reply.NO,
    PlaceState.PASSED: Reply.NO,
    PlaceState.RETURNED: Reply.NO,
    PlaceState.LAPSED: Reply.NONE,
}
"""A unit is filled by a yes of both sides: a receiver who declines is no less a no."""

SAID_NO_TO_THE_SITE = frozenset({PlaceState.DECLINED, PlaceState.REFUSED, PlaceState.RETURNED})
"""Who stands so is not proposed that site again; a place that lapsed says nothing of it."""

STAYS_HOME = frozenset(
    {
        "CLINICALLY_UNSUITABLE",
        "SOCIALLY_UNSUITABLE",
        "NEEDS_CRITICAL_CARE",
        "CONSENT_REFUSED",
        "CONSENT_WITHDRAWN",
        "TREATED_AT_HOME",
        "MOVED_OTHERWISE",
        "REMOVED_FROM_LIST",
        "DIED",
    }
)
"""Causes by which a request ends whose patient is to be proposed no other site either."""


def was_asked(state: RequestState, *, cleared: bool) -> bool:
    """Say whether anybody came to ask a patient: a request may expire before it is looked at.

    Args:
        state: where the request stands.
        cleared: whether the holder's clinician had cleared the patient.
    """
    return cleared or state is not RequestState.EXPIRED


def answer_of(state: PlaceState, *, asked: bool) -> Reply | None:
    """Return the answer that a place stands for.

    Args:
        state: where the place stands.
        asked: whether anybody came to ask the patient, as ``was_asked`` says.

    Returns:
        None where the place came to nothing before the patient was asked: nobody answered, and they
        may be asked as if for the first time.
    """
    reply = _BY_STATE[state]
    return None if reply is Reply.NONE and not asked else reply
