"""End a request because the patient is not fit to move, clinically or socially."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tidegate.controlroom.transfers.services.take_step import take_step

if TYPE_CHECKING:
    from datetime import datetime

    from tidegate.controlroom.log.services.record import Actor
    from tidegate.controlroom.transfers.models import Request
    from tidegate.controlroom.transfers.underway import Underway


def find_unsuitable(
    *, request: Request, cause: str, actor: Actor, now: datetime, on_behalf_of: str = ""
) -> Request:
    """Keep that a clinician of the holder finds the patient unfit to move; its places are freed."""
    return take_step(
        request=request, verb="find_unsuitable", actor=actor, now=now, on_behalf_of=on_behalf_of,
        cause=cause, deed=_freed,
    )  # fmt: skip


def _freed(underway: Underway) -> None:
    underway.free_all()
