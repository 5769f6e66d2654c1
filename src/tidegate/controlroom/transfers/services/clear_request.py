"""Clear a patient for transfer: fit to move, clinically and socially."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tidegate.controlroom.transfers.services.take_step import take_step

if TYPE_CHECKING:
    from datetime import datetime

    from tidegate.controlroom.log.services.record import Actor
    from tidegate.controlroom.transfers.models import Request
    from tidegate.controlroom.transfers.underway import Underway


def clear_request(
    *, request: Request, actor: Actor, now: datetime, on_behalf_of: str = ""
) -> Request:
    """Keep that a clinician of the holder finds the patient fit to move, and who that was."""
    return take_step(
        request=request, verb="clear", actor=actor, now=now, on_behalf_of=on_behalf_of,
        deed=_cleared,
    )  # fmt: skip


def _cleared(underway: Underway) -> None:
    underway.request.cleared_by = underway.said_by
    underway.request.cleared_at = underway.now
