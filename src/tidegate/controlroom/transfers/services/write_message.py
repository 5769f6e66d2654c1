"""Write the transfer message, or a new version of it: the only place with a patient's name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from tidegate.controlroom.log.services.record import Actor, identify, record
from tidegate.controlroom.transfers.models import Message, Place, Request
from tidegate.controlroom.transfers.permitted import hold_to_permission
from tidegate.controlroom.transfers.refused import refuse
from tidegate.controlroom.transfers.standing import chosen_of
from tidegate.core.transfers.lifecycle.requests import REQUESTS
from tidegate.core.transfers.lifecycle.states import RequestState
from tidegate.exchange.transfers.message_json import message_content, read_message

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime


@transaction.atomic
def write_message(
    *,
    request: Request,
    content: Mapping[str, object],
    actor: Actor,
    now: datetime,
    on_behalf_of: str = "",
) -> Request:
    """Keep a new version of the message; what was sent before stays as it was.

    A message is written once the patient has chosen where to go, because only then does anybody
    need to know who it is. The entry says that it was written, and nothing of what it says.

    Args:
        request: which request.
        content: the message as ``exchange.transfers.message_json`` writes it; it need not be
            complete.
        actor: someone of the holder who may send it.
        now: when.
        on_behalf_of: ODS code of the organisation acted for.

    Raises:
        UnusableInput: the content is none of a message.
        PermissionMissing: the actor may not send the message.
        StepRefused: ``NOT_IN_THIS_STATE``.
    """
    locked = Request.objects.select_for_update().get(pk=request.pk)
    send = REQUESTS.step(RequestState.AGREED, "send")
    if send is None or locked.state != RequestState.AGREED.value:
        detail = "A message is written once the patient has chosen a place, until it is sent."
        raise refuse("NOT_IN_THIS_STATE", detail, state=locked.state, verb="write_message")
    place = chosen_of(Place.objects.filter(request=locked))
    acted_for = hold_to_permission(actor, on_behalf_of, locked, send, place)
    version = 1 + Message.objects.filter(request=locked).count()
    Message.objects.create(
        request=locked, version=version, content=message_content(read_message(content)),
        written_at=now,
        written_by=identify(actor)[0],
    )  # fmt: skip
    record(
        kind="message_prepared",
        actor=actor,
        subject=f"request:{locked.reference}",
        headline=f"{locked.reference}: transfer message written, version {version}",
        facts={"version": version},
        on_behalf_of=acted_for,
        now=now,
    )
    return locked
