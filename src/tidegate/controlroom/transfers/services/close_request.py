"""Close a request whose patient was treated: nothing more is to be done here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tidegate.controlroom.transfers.services.take_step import take_step

if TYPE_CHECKING:
    from datetime import datetime

    from tidegate.controlroom.log.services.record import Actor
    from tidegate.controlroom.transfers.models import Request


def close_request(
    *, request: Request, actor: Actor, now: datetime, on_behalf_of: str = ""
) -> Request:
    """Close the request after treatment."""
    return take_step(request=request, verb="close", actor=actor, now=now, on_behalf_of=on_behalf_of)
