"""Send the transfer message to the receiver, once all its checks pass."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tidegate.controlroom.transfers.models import Request, unsent_message
from tidegate.controlroom.transfers.services.take_step import take_step
from tidegate.controlroom.transfers.standing import faults_of
from tidegate.controlroom.transfers.who import known_by_number, known_by_pathway
from tidegate.core.reasons import Reason
from tidegate.core.transfers.lifecycle.guards import RULES
from tidegate.core.transfers.lifecycle.states import LIVE
from tidegate.exchange.transfers.message_json import read_message

if TYPE_CHECKING:
    from datetime import datetime

    from tidegate.controlroom.log.services.record import Actor
    from tidegate.controlroom.transfers.models import Message, Place
    from tidegate.controlroom.transfers.underway import Underway

NUMBER = "patient.nhs_number"


def send_message(
    *, request: Request, actor: Actor, now: datetime, on_behalf_of: str = ""
) -> Request:
    """Send the newest version; from now on the receiver's people may see who the patient is.

    If the request was started without an NHS number, the patient is known by it from now on.

    Raises:
        StepRefused: ``OTHER_PATIENT`` or ``ALREADY_LIVE`` where the number is not this patient's
            alone; one reason for each fault of the message, or the lifecycle's own.
    """

    def faults(locked: Request, place: Place | None) -> tuple[Reason, ...]:
        message = unsent_message(locked)
        return faults_of(locked, message, place, now) or _of_another(locked, message)

    return take_step(
        request=request, verb="send", actor=actor, now=now, on_behalf_of=on_behalf_of,
        deed=_sent, message_faults=faults,
    )  # fmt: skip


def _of_another(request: Request, message: Message | None) -> tuple[Reason, ...]:
    """Say whether the message is about another patient, or one who has a request elsewhere."""
    person = _person(message)
    if person in ("", request.person):
        return ()
    if request.person != known_by_pathway(request.holder, request.pathway_id):
        detail = "The NHS number is not that of the patient for whom the request was started."
        return (Reason("OTHER_PATIENT", detail, {"items": (NUMBER,)}, RULES),)
    first = Request.objects.filter(person=person, state__in=LIVE).first()
    if first is None:
        return ()
    detail = f"This patient has a request already: {first.reference}."
    return (Reason("ALREADY_LIVE", detail, {"reference": first.reference}, RULES),)


def _person(message: Message | None) -> str:
    if message is None:
        return ""
    return known_by_number(read_message(message.content).patient.nhs_number)


def _sent(underway: Underway) -> None:
    message = unsent_message(underway.request)
    if message is None:  # the guards have asked; it cannot vanish while the request is locked
        return
    underway.request.person = _person(message)
    message.sent_at, message.sent_to = underway.now, underway.about().destination
    underway.rows.append(message)
    underway.facts |= {"version": message.version}
