"""The transfer message and the date of treatment as FHIR R4 resources, to read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from ninja import Router

from tidegate.controlroom.api.door import viewer_on
from tidegate.controlroom.api.operations import FHIR, operation
from tidegate.controlroom.api.routers.messages import Why
from tidegate.controlroom.api.routers.requests import WhichRequest, found
from tidegate.controlroom.api.schemas.fhir import AppointmentOut, ServiceRequestOut
from tidegate.controlroom.transfers import queries
from tidegate.controlroom.transfers.queries.names import naming
from tidegate.controlroom.transfers.standing import chosen_of
from tidegate.exchange.transfers.fhir.appointment import Booking, appointment
from tidegate.exchange.transfers.fhir.service_request import service_request
from tidegate.exchange.transfers.message_json import read_message

if TYPE_CHECKING:
    from datetime import datetime

    from tidegate.controlroom.directory.viewer import Viewer
    from tidegate.controlroom.transfers.models import Request

router = Router(tags=["FHIR"])


@operation(
    router, "GET", "/requests/{reference}/fhir/ServiceRequest",
    permission="transfers.view_identity", gives=ServiceRequestOut, media=FHIR,
)  # fmt: skip
def read_service_request(
    request: HttpRequest, reference: WhichRequest, reason: Why
) -> HttpResponse:
    """Read the message that was sent, as a FHIR R4 ServiceRequest.

    It says who the patient is: that it was read, by which system, when and why, is noted first.
    """
    viewer = viewer_on(request)
    row = found(viewer, reference)
    sent = queries.newest_message(viewer, row)
    if sent is None or sent.sent_at is None:
        raise Http404
    shown = queries.message_shown(viewer, row, reason=reason, now=timezone.now())
    if shown is None:
        raise Http404
    told = service_request(read_message(shown.content), reference=row.reference)
    return JsonResponse(told, content_type=FHIR)


@operation(
    router, "GET", "/requests/{reference}/fhir/Appointment",
    permission="transfers.view", gives=AppointmentOut, media=FHIR,
)  # fmt: skip
def read_appointment(request: HttpRequest, reference: WhichRequest) -> HttpResponse:
    """Read the date of treatment as a FHIR R4 Appointment; it names no patient."""
    viewer = viewer_on(request)
    row = found(viewer, reference)
    place = chosen_of(queries.places_of(viewer, row))
    if row.treatment_on is None or place is None:
        raise Http404
    site = place.offer.site if place.offer else place.destination
    booking = Booking(
        reference=row.reference,
        site=site,
        site_name=naming(viewer)(site) if site else place.outside,
        tfc=row.tfc,
        on=row.treatment_on,
        booked_at=_booked_at(viewer, row),
    )
    return JsonResponse(appointment(booking), content_type=FHIR)


def _booked_at(viewer: Viewer, row: Request) -> datetime:
    """Return when the date was given, as the record has it."""
    entries = queries.history(viewer, row)
    dated = next((entry for entry in entries if entry.kind == "patient_dated"), None)
    return row.moved_at if dated is None else dated.occurred_at
