"""Record that a patient was treated: the unit is done, and the whole pathway has moved."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone

from tidegate.controlroom.transfers.refused import refuse
from tidegate.controlroom.transfers.services.move_units import move_units
from tidegate.controlroom.transfers.services.take_step import take_step
from tidegate.core.transfers.ledger import Movement

if TYPE_CHECKING:
    from datetime import date, datetime

    from tidegate.controlroom.log.services.record import Actor
    from tidegate.controlroom.transfers.models import Request
    from tidegate.controlroom.transfers.underway import Underway

OUTSIDE = "outside"
"""Who answers for follow-up where the receiver has no code: the place names it."""


def treat_patient(
    *,
    request: Request,
    on: date,
    actor: Actor,
    now: datetime,
    on_behalf_of: str = "",
    follow_up: str = "",
) -> Request:
    """Record treatment. The clock is stopped by whoever reports it, never here.

    Args:
        request: which request.
        on: the day of treatment, not after today nor before the wait began.
        actor: who records it.
        now: when.
        on_behalf_of: ODS code of the organisation acted for.
        follow_up: ODS code of who answers for follow-up; empty: the receiver, because the whole
            pathway moves with the patient. The holder, where that was agreed.

    Raises:
        StepRefused: ``DAY_TO_COME``, ``BEFORE_CLOCK_START``, ``FOLLOW_UP_BY_NEITHER``, or the
            lifecycle's own reasons.
    """

    def treated(underway: Underway) -> None:
        row, place = underway.request, underway.about()
        if on > timezone.localdate(now):
            raise refuse("DAY_TO_COME", "That day is still to come.", on=on)
        if on < row.clock_start:
            detail = "That day lies before the wait began."
            raise refuse("BEFORE_CLOCK_START", detail, on=on, clock_start=row.clock_start)
        receiver = place.destination or OUTSIDE
        answers = follow_up or receiver
        if answers not in {receiver, row.holder}:
            detail = "Follow-up is the receiver’s, or the holder’s where that was agreed."
            raise refuse("FOLLOW_UP_BY_NEITHER", detail, given=answers, receiver=receiver)
        if place.offer is not None:
            move_units(place.offer, Movement.DONE, place=place, said_by=underway.said_by, at=now)
        row.treatment_on, row.follow_up = on, answers
        underway.facts |= {"on": on, "follow_up": answers}

    return take_step(
        request=request, verb="treat", actor=actor, now=now, on_behalf_of=on_behalf_of,
        deed=treated,
    )  # fmt: skip
