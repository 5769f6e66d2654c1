"""Send the transfer message back: something in it is missing or wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tidegate.controlroom.transfers.services.take_step import take_step

if TYPE_CHECKING:
    from datetime import datetime

    from tidegate.controlroom.log.services.record import Actor
    from tidegate.controlroom.transfers.models import Request


def query_message(
    *, request: Request, cause: str, actor: Actor, now: datetime, on_behalf_of: str = ""
) -> Request:
    """Ask the holder for a new version; the place and its unit stay with the patient."""
    return take_step(
        request=request, verb="query", actor=actor, now=now, on_behalf_of=on_behalf_of, cause=cause
    )
