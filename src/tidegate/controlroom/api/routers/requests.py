"""Requests out: what the token may see, one at a time or in a list; and starting one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

from django.http import Http404, HttpRequest
from django.utils import timezone
from ninja import Path, Query, Router

from tidegate.controlroom.api.door import viewer_on
from tidegate.controlroom.api.operations import operation
from tidegate.controlroom.api.parts import Limit, Offset, part
from tidegate.controlroom.api.problems import coded
from tidegate.controlroom.api.schemas.requests import (
    RequestIn,
    RequestLine,
    RequestOut,
    Requests,
    State,
)
from tidegate.controlroom.api.schemas.values import Moment, Reference
from tidegate.controlroom.transfers import queries
from tidegate.controlroom.transfers.new_request import NewRequest
from tidegate.controlroom.transfers.permitted import steps_for
from tidegate.controlroom.transfers.services.start_request import start_request
from tidegate.core.transfers.lifecycle.states import REQUEST_LABELS, RequestState

if TYPE_CHECKING:
    from tidegate.controlroom.directory.viewer import Viewer
    from tidegate.controlroom.transfers.models import Place, Request
    from tidegate.controlroom.transfers.permitted import StepOffered

router = Router(tags=["Requests"])
WhichRequest = Annotated[
    Reference, Path(description="Reference of the request.", examples=["T-000123"])
]
_ASIDE = {"state_label", "cause", "pathway_id", "places", "steps"}


@operation(router, "GET", "/requests", permission="transfers.view", gives=Requests)
def list_requests(
    request: HttpRequest,
    state: Annotated[State, Query(description="Only these.")] = None,
    moved_since: Annotated[
        Moment, Query(None, description="Only those that came to where they stand since then.")
    ] = None,  # type: ignore[assignment]
    limit: Limit = 50,
    offset: Offset = 0,
) -> dict[str, Any]:
    """List the requests that this token may see.

    A holder sees its own, an area those of its providers, and a receiver those for which a place
    at its own was put forward; longest in their state first.
    """
    rows = queries.requests(viewer_on(request))
    if state:
        rows = rows.filter(state=state)
    if moved_since:
        rows = rows.filter(moved_at__gte=moved_since)
    return part(rows, limit, offset, lambda some: [_line(row) for row in some])


@operation(router, "GET", "/requests/{reference}", permission="transfers.view", gives=RequestOut)
def show_request(request: HttpRequest, reference: WhichRequest) -> dict[str, Any]:
    """Show one request, with its places and the steps that this token may take now."""
    viewer = viewer_on(request)
    return shown(viewer, found(viewer, reference))


@operation(
    router, "POST", "/requests", permission="transfers.request", gives=RequestOut, status=201
)
def start(request: HttpRequest, body: RequestIn) -> dict[str, Any]:
    """Start a request: one patient’s wish to be treated elsewhere.

    A patient has one live request; a second is refused with `ALREADY_LIVE`, which carries the
    reference of the first. Asking never loses the place on the list.
    """
    viewer = viewer_on(request, body.decided_by)
    told = body.model_dump(exclude={"decided_by"})
    told["facts"] = {
        name: value for name, value in (told["facts"] or {}).items() if value not in (None, [])
    }
    row = start_request(new=NewRequest(**told), actor=viewer.actor, now=timezone.now())
    return shown(viewer, row)


def found(viewer: Viewer, reference: str) -> Request:
    """Return one request in sight.

    Raises:
        Http404: there is none, or it is out of sight; the answer is the same.
    """
    row = queries.request_in_sight(viewer, reference)
    if row is None:
        raise Http404
    return row


def shown(viewer: Viewer, row: Request) -> dict[str, Any]:
    """Return a request as it is sent: its places in sight and the steps that may be taken."""
    more = {
        name: getattr(row, name)
        for name in set(RequestOut.model_fields) - set(RequestLine.model_fields) - _ASIDE
    }
    own = viewer.may("transfers.view", row.holder)
    return {
        **_line(row),
        **more,
        "pathway_id": row.pathway_id if own else None,
        "places": [_place(place) for place in queries.places_of(viewer, row)],
        "steps": [_step(row, step) for step in steps_for(viewer, row)],
    }


def _line(row: Request) -> dict[str, Any]:
    line = {name: getattr(row, name) for name in set(RequestLine.model_fields) - _ASIDE}
    label = REQUEST_LABELS[RequestState(row.state)]
    return line | {"state_label": label, "cause": row.reason}


def _place(place: Place) -> dict[str, Any]:
    return {
        "number": place.pk,
        "state": place.state,
        "offer": place.offer.offer_id if place.offer else None,
        "receiver": place.destination,
        "outside": place.outside,
        "rank": place.rank,
        "miles": place.miles,
        "minutes": place.minutes,
        "reply_by": place.reply_by,
        "cause": place.reason,
        "decided_at": place.decided_at,
    }


def _step(row: Request, step: StepOffered) -> dict[str, Any]:
    return {
        "verb": step.transition.verb,
        "label": step.transition.label,
        "address": f"/api/v1/requests/{row.reference}/{step.transition.verb}",
        "place": None if step.place is None else step.place.pk,
        "reasons": coded(step.reasons),
    }
