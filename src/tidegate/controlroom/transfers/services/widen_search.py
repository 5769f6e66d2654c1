"""Widen the search, once nothing was found within the distance searched so far."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tidegate.controlroom.transfers.refused import refuse
from tidegate.controlroom.transfers.services.take_step import take_step

if TYPE_CHECKING:
    from datetime import datetime

    from tidegate.controlroom.log.services.record import Actor
    from tidegate.controlroom.transfers.models import Request
    from tidegate.controlroom.transfers.underway import Underway

WIDER = {"local": "100", "100": "national"}


def widen_search(
    *, request: Request, cause: str, actor: Actor, now: datetime, on_behalf_of: str = ""
) -> Request:
    """Close the search as far as it went, in writing, and go to the next wider one.

    Raises:
        StepRefused: ``SEARCH_AT_ITS_WIDEST``, or the lifecycle's own reasons.
    """
    return take_step(
        request=request, verb="widen", actor=actor, now=now, on_behalf_of=on_behalf_of,
        cause=cause, deed=_widen,
    )  # fmt: skip


def _widen(underway: Underway) -> None:
    before = underway.request.search
    if before not in WIDER:
        raise refuse("SEARCH_AT_ITS_WIDEST", "All England is searched already.", search=before)
    underway.request.search = WIDER[before]
    underway.facts |= {"search": WIDER[before], "closed": before}
