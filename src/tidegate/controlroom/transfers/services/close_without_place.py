"""End a request for which no place was found within the distance that the patient chose."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tidegate.controlroom.transfers.refused import StepRefused
from tidegate.controlroom.transfers.services.take_step import take_step
from tidegate.controlroom.transfers.standing import why_not_by_search

if TYPE_CHECKING:
    from datetime import datetime

    from tidegate.controlroom.log.services.record import Actor
    from tidegate.controlroom.transfers.models import Request
    from tidegate.controlroom.transfers.underway import Underway


def close_without_place(
    *, request: Request, cause: str, actor: Actor, now: datetime, on_behalf_of: str = ""
) -> Request:
    """End the search without a place; the patient's place on the holder's list is as it was.

    Raises:
        StepRefused: ``SEARCH_CAN_WIDEN`` while the patient would travel farther than was searched;
            or the lifecycle's own reasons.
    """
    return take_step(
        request=request, verb="close_without_place", actor=actor, now=now,
        on_behalf_of=on_behalf_of, cause=cause, deed=_searched_far_enough,
    )  # fmt: skip


def _searched_far_enough(underway: Underway) -> None:
    if reasons := why_not_by_search(underway.request, "close_without_place"):
        raise StepRefused(reasons)
