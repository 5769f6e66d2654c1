"""Send the transfer message to the receiver, once all its checks pass."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tidegate.controlroom.transfers.models import Message
from tidegate.controlroom.transfers.services.take_step import take_step
from tidegate.controlroom.transfers.standing import faults_of

if TYPE_CHECKING:
    from datetime import datetime

    from tidegate.controlroom.log.services.record import Actor
    from tidegate.controlroom.transfers.models import Place, Request
    from tidegate.controlroom.transfers.underway import Underway
    from tidegate.core.reasons import Reason


def send_message(
    *, request: Request, actor: Actor, now: datetime, on_behalf_of: str = ""
) -> Request:
    """Send the newest version; from now on the receiver's people may see who the patient is.

    Raises:
        StepRefused: one reason for each fault of the message, or the lifecycle's own.
    """

    def faults(locked: Request, place: Place | None) -> tuple[Reason, ...]:
        return faults_of(locked, _unsent(locked), place, now)

    return take_step(
        request=request, verb="send", actor=actor, now=now, on_behalf_of=on_behalf_of,
        deed=_sent, message_faults=faults,
    )  # fmt: skip


def _unsent(request: Request) -> Message | None:
    newest = Message.objects.filter(request=request).order_by("-version").first()
    return newest if newest is not None and newest.sent_at is None else None


def _sent(underway: Underway) -> None:
    message = _unsent(underway.request)
    if message is None:  # the guards have asked; it cannot vanish while the request is locked
        return
    message.sent_at, message.sent_to = underway.now, underway.about().destination
    underway.rows.append(message)
    underway.facts |= {"version": message.version}
