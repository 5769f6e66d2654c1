"""The transfer message: written by the holder's system, read by those entitled, each time noted."""

from __future__ import annotations

from typing import Annotated, Any

from django.http import Http404, HttpRequest
from django.utils import timezone
from ninja import Query, Router

from tidegate.controlroom.api.door import viewer_on
from tidegate.controlroom.api.operations import operation
from tidegate.controlroom.api.problems import coded
from tidegate.controlroom.api.routers.requests import WhichRequest, found
from tidegate.controlroom.api.schemas.messages import MessageIn, MessageOut, MessageWritten
from tidegate.controlroom.transfers import queries
from tidegate.controlroom.transfers.services.write_message import write_message
from tidegate.controlroom.transfers.standing import chosen_of, faults_of

router = Router(tags=["Message"])
Why = Annotated[
    str,
    Query(
        min_length=3,
        max_length=200,
        description="Why it is read; it stands in the list of readings.",
        examples=["to book the patient"],
    ),
]


@operation(
    router, "POST", "/requests/{reference}/message",
    permission="transfers.request", gives=MessageWritten, status=201,
)  # fmt: skip
def add_message(request: HttpRequest, reference: WhichRequest, body: MessageIn) -> dict[str, Any]:
    """Write a new version of the message.

    It is kept as it is, complete or not, once the patient has chosen a place. The answer repeats
    nothing of what it says.
    """
    viewer = viewer_on(request, body.decided_by)
    row = found(viewer, reference)
    content = body.content.model_dump(mode="json")  # type: ignore[attr-defined]
    write_message(request=row, content=content, actor=viewer.actor, now=timezone.now())
    kept, place = queries.newest_message(viewer, row), chosen_of(queries.places_of(viewer, row))
    return {
        "reference": row.reference,
        "version": 0 if kept is None else kept.version,
        "faults": coded(faults_of(row, kept, place, timezone.now())),
    }


@operation(
    router, "GET", "/requests/{reference}/message",
    permission="transfers.view_identity", gives=MessageOut,
)  # fmt: skip
def read_message(request: HttpRequest, reference: WhichRequest, reason: Why) -> dict[str, Any]:
    """Read the message, with who the patient is.

    The holder's side always; the receiver's side from sending on. That it was read, by which
    system, when and why, is noted before it is shown.
    """
    viewer = viewer_on(request)
    row = found(viewer, reference)
    shown = queries.message_shown(viewer, row, reason=reason, now=timezone.now())
    if shown is None:
        raise Http404
    told = {name: getattr(shown, name) for name in set(MessageOut.model_fields) - {"reference"}}
    return told | {"reference": row.reference}
