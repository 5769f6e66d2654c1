"""Withdraw a request: the patient or the holder no longer wants it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tidegate.controlroom.transfers.services.take_step import take_step
from tidegate.core.transfers.lifecycle.guards import Consent

if TYPE_CHECKING:
    from datetime import datetime

    from tidegate.controlroom.log.services.record import Actor
    from tidegate.controlroom.transfers.models import Request
    from tidegate.controlroom.transfers.underway import Underway

NO_LONGER = {"CONSENT_REFUSED": Consent.NO, "CONSENT_WITHDRAWN": Consent.WITHDRAWN}


def withdraw_request(
    *, request: Request, cause: str, actor: Actor, now: datetime, on_behalf_of: str = ""
) -> Request:
    """End the request; its places are freed, and the patient is on the list as before."""
    return take_step(
        request=request, verb="withdraw", actor=actor, now=now, on_behalf_of=on_behalf_of,
        cause=cause, deed=_withdrawn,
    )  # fmt: skip


def _withdrawn(underway: Underway) -> None:
    if underway.cause in NO_LONGER:
        underway.request.consent = NO_LONGER[underway.cause].value
    underway.request.treatment_on = None
    underway.free_all()
