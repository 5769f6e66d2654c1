"""Confirm that the transfer message came, and can be worked with."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tidegate.controlroom.transfers.models import Message
from tidegate.controlroom.transfers.services.take_step import take_step

if TYPE_CHECKING:
    from datetime import datetime

    from tidegate.controlroom.log.services.record import Actor
    from tidegate.controlroom.transfers.models import Request
    from tidegate.controlroom.transfers.underway import Underway


def receive_message(
    *, request: Request, actor: Actor, now: datetime, on_behalf_of: str = ""
) -> Request:
    """Confirm receipt: from now on the receiver answers for giving a date."""
    return take_step(
        request=request, verb="receive", actor=actor, now=now, on_behalf_of=on_behalf_of,
        deed=_received,
    )  # fmt: skip


def _received(underway: Underway) -> None:
    sent = Message.objects.filter(request=underway.request, sent_at__isnull=False)
    for message in sent.order_by("-version")[:1]:
        message.received_at = underway.now
        underway.rows.append(message)
        underway.facts |= {"version": message.version}
