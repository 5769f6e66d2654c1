"""Decline a patient: the receiver says no, with its reason, and the search goes on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tidegate.controlroom.transfers.services.take_step import take_step

if TYPE_CHECKING:
    from datetime import datetime

    from tidegate.controlroom.log.services.record import Actor
    from tidegate.controlroom.transfers.models import Place, Request


def decline_place(
    *,
    request: Request,
    place: Place,
    cause: str,
    actor: Actor,
    now: datetime,
    on_behalf_of: str = "",
) -> Request:
    """Decline the patient for a place; the request stands as its other places say."""
    return take_step(
        request=request, verb="decline", actor=actor, now=now, on_behalf_of=on_behalf_of,
        place=place, cause=cause,
    )  # fmt: skip
