"""Record that a patient says no to a place, also to one that they had chosen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tidegate.controlroom.transfers.services.take_step import take_step

if TYPE_CHECKING:
    from datetime import datetime

    from tidegate.controlroom.log.services.record import Actor
    from tidegate.controlroom.transfers.models import Place, Request


def refuse_place(
    *,
    request: Request,
    place: Place,
    cause: str,
    actor: Actor,
    now: datetime,
    on_behalf_of: str = "",
) -> Request:
    """Record the patient's no: the request stands as its other places say, its clock goes on."""
    return take_step(
        request=request, verb="refuse", actor=actor, now=now, on_behalf_of=on_behalf_of,
        place=place, cause=cause,
    )  # fmt: skip
