"""Accept a patient: the receiver's clinician says yes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tidegate.controlroom.transfers.services.take_step import take_step

if TYPE_CHECKING:
    from datetime import datetime

    from tidegate.controlroom.log.services.record import Actor
    from tidegate.controlroom.transfers.models import Place, Request
    from tidegate.controlroom.transfers.underway import Underway


def accept_place(
    *, request: Request, place: Place, actor: Actor, now: datetime, on_behalf_of: str = ""
) -> Request:
    """Accept the patient for a place.

    Raises:
        StepRefused: ``ACCEPTED_ELSEWHERE`` where as many places as the patient wants to choose
            among were accepted before; or the lifecycle's other reasons.
    """
    return take_step(
        request=request, verb="accept", actor=actor, now=now, on_behalf_of=on_behalf_of,
        place=place, deed=_accepted,
    )  # fmt: skip


def _accepted(underway: Underway) -> None:
    underway.about().accepted_by = underway.said_by
