"""Widen the search, once nothing was found within the distance searched so far."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tidegate.controlroom.transfers.refused import StepRefused
from tidegate.controlroom.transfers.services.take_step import take_step
from tidegate.controlroom.transfers.standing import search_of, why_not_by_search
from tidegate.core.transfers.search import wider

if TYPE_CHECKING:
    from datetime import datetime

    from tidegate.controlroom.log.services.record import Actor
    from tidegate.controlroom.transfers.models import Request
    from tidegate.controlroom.transfers.underway import Underway


def widen_search(
    *, request: Request, cause: str, actor: Actor, now: datetime, on_behalf_of: str = ""
) -> Request:
    """Close the search as far as it went, in writing, and go to the next wider one.

    Raises:
        StepRefused: ``SEARCH_AT_ITS_WIDEST`` or ``PATIENT_STAYS_NEARER``, or the lifecycle's own
            reasons.
    """
    return take_step(
        request=request, verb="widen", actor=actor, now=now, on_behalf_of=on_behalf_of,
        cause=cause, deed=_widen,
    )  # fmt: skip


def _widen(underway: Underway) -> None:
    request = underway.request
    to = wider(search_of(request))
    if to is None:
        raise StepRefused(why_not_by_search(request, "widen"))
    underway.facts |= {"closed": request.search, "search": to.value}
    request.search = to.value
