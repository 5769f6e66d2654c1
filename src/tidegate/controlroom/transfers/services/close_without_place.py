"""End a request for which no place was found within the distance that the patient chose."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tidegate.controlroom.transfers.services.take_step import take_step

if TYPE_CHECKING:
    from datetime import datetime

    from tidegate.controlroom.log.services.record import Actor
    from tidegate.controlroom.transfers.models import Request


def close_without_place(
    *, request: Request, cause: str, actor: Actor, now: datetime, on_behalf_of: str = ""
) -> Request:
    """End the search without a place; the patient's place on the holder's list is as it was."""
    return take_step(
        request=request, verb="close_without_place", actor=actor, now=now,
        on_behalf_of=on_behalf_of, cause=cause,
    )  # fmt: skip
