"""The transfer message: the one place where a patient's name is read, and each reading is noted."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from tidegate.controlroom.permissions import PermissionMissing, requires
from tidegate.controlroom.transfers import queries
from tidegate.controlroom.transfers.first_message import first_message, kept_to_request
from tidegate.controlroom.transfers.forms.message import MessageForm
from tidegate.controlroom.transfers.presenters import message as shown
from tidegate.controlroom.transfers.queries.names import naming
from tidegate.controlroom.transfers.refused import StepRefused
from tidegate.controlroom.transfers.request_views import START, may_open_message, request_or_404
from tidegate.controlroom.transfers.services.write_message import write_message
from tidegate.controlroom.transfers.standing import chosen_of, faults_of
from tidegate.controlroom.transfers.taking_steps import take
from tidegate.core.transfers.lifecycle.requests import REQUESTS
from tidegate.core.transfers.lifecycle.states import RequestState
from tidegate.exchange.transfers.fhir.service_request import service_request
from tidegate.exchange.transfers.message_json import message_content, read_message

if TYPE_CHECKING:
    from tidegate.controlroom.directory.viewer import Viewer, ViewerRequest
    from tidegate.controlroom.transfers.models import Place, Request
    from tidegate.core.reasons import Reason

IDENTITY = "transfers.view_identity"
OPENED, TO_CHANGE = "opened the transfer message", "opened the transfer message to change it"
TAKEN_AWAY = {
    "json": "took away the transfer message as JSON",
    "fhir": "took away the transfer message as FHIR",
}


@require_GET
@requires(IDENTITY)
def message(request: ViewerRequest, reference: str) -> HttpResponse:
    """Show the message as the document that the receiver gets, with its checks while unsent."""
    return _page(request, reference)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(START)
def write(request: ViewerRequest, reference: str) -> HttpResponse:
    """Fill in the message, item by item; what is half done may be kept."""
    viewer = request.viewer
    found, places = _entitled(viewer, reference)
    if not _may_write(viewer, found):
        return _moved_on(request, found)
    row = queries.message_shown(viewer, found, reason=TO_CHANGE, now=timezone.now())
    named, place = naming(viewer), chosen_of(places)
    begun = first_message(found, place, named) if row is None else read_message(row.content)
    begun = kept_to_request(begun, found, place, named)
    posted = request.POST if request.method == "POST" else None
    form = MessageForm(posted, begun, shown.statuses(), outside=_outside(place))
    if form.is_valid():
        write_message(
            request=found,
            content=message_content(form.message()),
            actor=viewer.actor,
            now=timezone.now(),
            on_behalf_of=found.holder,
        )
        messages.success(request, "The message was kept. It has not been sent")
        return redirect("transfers:message", found.reference)
    return render(
        request,
        "transfers/message_form.jinja",
        {
            "reference": found.reference,
            "back": reverse("transfers:request", args=[found.reference]),
            "form": form,
            "noted": row is not None,
            "groups": shown.form_groups(form, begun, named),
        },
    )


@requires(START)
@require_POST
def send(request: ViewerRequest, reference: str) -> HttpResponse:
    """Send the message; what its checks find is shown where it can be put right."""
    viewer = request.viewer
    found, places = _entitled(viewer, reference)
    row = REQUESTS.step(RequestState(found.state), "send")
    if row is None or not _may_write(viewer, found):
        return _moved_on(request, found)
    try:
        take(viewer, found, row, acted_at=chosen_of(places), answers={}, now=timezone.now())
    except StepRefused as refusal:
        return _page(request, reference, refusal.reasons)
    messages.success(request, f"{found.reference}: the message was sent")
    return redirect("transfers:request", found.reference)


@require_GET
@requires(IDENTITY)
def download(request: ViewerRequest, reference: str, kind: str) -> HttpResponse:
    """Give the message away as a file for another system; that it was taken is noted first."""
    viewer = request.viewer
    found, _ = _entitled(viewer, reference)
    if kind not in TAKEN_AWAY:
        raise Http404(f"a message is not given away as {kind}")
    row = queries.message_shown(viewer, found, reason=TAKEN_AWAY[kind], now=timezone.now())
    if row is None:
        raise Http404(f"{reference} has no message in sight")
    content, of_kind, ending = row.content, "application/json", "json"
    if kind == "fhir":
        content = service_request(read_message(row.content), reference=found.reference)
        of_kind, ending = "application/fhir+json", "fhir.json"
    text = json.dumps(content, ensure_ascii=False, indent=2)
    response = HttpResponse(text, content_type=of_kind)
    name = f"{found.reference}-message-{row.version}.{ending}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _page(request: ViewerRequest, reference: str, refused: tuple[Reason, ...] = ()) -> HttpResponse:
    viewer = request.viewer
    found, places = _entitled(viewer, reference)
    named, place, now = naming(viewer), chosen_of(places), timezone.now()
    row = queries.message_shown(viewer, found, reason=OPENED, now=now)
    may_write = _may_write(viewer, found)
    write_href = reverse("transfers:write", args=[found.reference])
    context: dict[str, Any] = {
        "reference": found.reference,
        "back": reverse("transfers:request", args=[found.reference]),
        "refused": shown.checks(refused, write_href),
        "document": None,
        "checks": None,
        "may_write": may_write,
        "may_send": False,
        "write_href": write_href,
    }
    if row is not None:
        unsent = may_write and row.sent_at is None
        context |= {
            "document": shown.document(row, read_message(row.content), named),
            "may_send": unsent,
            "receiver": "" if place is None else named(place.destination) or place.outside,
            "send_href": reverse("transfers:send", args=[found.reference]),
            "fhir_href": reverse("transfers:download", args=[found.reference, "fhir"]),
            "json_href": reverse("transfers:download", args=[found.reference, "json"]),
        }
        if unsent:
            context["checks"] = shown.checks(faults_of(found, row, place, now), write_href)
    return render(request, "transfers/message.jinja", context)


def _entitled(viewer: Viewer, reference: str) -> tuple[Request, tuple[Place, ...]]:
    """Return a request whose message the viewer may open, with its places.

    Raises:
        PermissionMissing: they may see the request, but not who the patient is.
    """
    found = request_or_404(viewer, reference)
    places = queries.places_of(viewer, found)
    if not may_open_message(viewer, found, places):
        raise PermissionMissing(IDENTITY)
    return found, places


def _may_write(viewer: Viewer, found: Request) -> bool:
    return viewer.may(START, found.holder) and found.state == RequestState.AGREED.value


def _moved_on(request: ViewerRequest, found: Request) -> HttpResponse:
    if not request.viewer.may(START, found.holder):
        raise PermissionMissing(START)
    messages.error(request, "The message is written once the patient has chosen, until it is sent")
    return redirect("transfers:request", found.reference)


def _outside(place: Place | None) -> bool:
    return place is not None and not place.destination
