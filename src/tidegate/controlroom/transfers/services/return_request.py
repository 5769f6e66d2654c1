"""Return a patient: the receiver cannot go on, the holder has them as before."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tidegate.controlroom.transfers.services.take_step import take_step
from tidegate.core.transfers.lifecycle.causes import CAUSES

if TYPE_CHECKING:
    from datetime import datetime

    from tidegate.controlroom.log.services.record import Actor
    from tidegate.controlroom.transfers.models import Request
    from tidegate.controlroom.transfers.underway import Underway


def return_request(
    *, request: Request, cause: str, actor: Actor, now: datetime, on_behalf_of: str = ""
) -> Request:
    """Return the patient to the open search, with the cause and who bears the cost.

    The unit is given back. The patient's yes stands, and so does the clock start.
    """
    return take_step(
        request=request, verb="give_back", actor=actor, now=now, on_behalf_of=on_behalf_of,
        cause=cause, deed=_returned,
    )  # fmt: skip


def _returned(underway: Underway) -> None:
    underway.request.treatment_on = None
    bearer = CAUSES[underway.cause].bearer
    underway.facts |= {"bearer": "" if bearer is None else bearer.value}
