"""Record that a date did not go ahead: its unit is lost, and why."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tidegate.controlroom.transfers.services.move_units import move_units
from tidegate.controlroom.transfers.services.take_step import take_step
from tidegate.core.transfers.ledger import Movement
from tidegate.core.transfers.lifecycle.causes import CAUSES

if TYPE_CHECKING:
    from datetime import datetime

    from tidegate.controlroom.log.services.record import Actor
    from tidegate.controlroom.transfers.models import Request
    from tidegate.controlroom.transfers.underway import Underway


def miss_date(
    *, request: Request, cause: str, actor: Actor, now: datetime, on_behalf_of: str = ""
) -> Request:
    """Record that the patient was not treated on the day; the receiver gives another one."""
    return take_step(
        request=request, verb="miss", actor=actor, now=now, on_behalf_of=on_behalf_of,
        cause=cause, deed=_missed,
    )  # fmt: skip


def _missed(underway: Underway) -> None:
    place, day = underway.about(), underway.request.treatment_on
    if place.offer is not None:
        move_units(
            place.offer, Movement.MISSED, cause=CAUSES[underway.cause].counts_as, place=place,
            said_by=underway.said_by, at=underway.now,
        )  # fmt: skip
    underway.request.treatment_on = None
    underway.facts |= {"day": day}
