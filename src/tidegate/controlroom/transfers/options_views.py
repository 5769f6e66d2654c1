"""The patient's sheet of places, for the holder to print and hand over."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET

from tidegate.controlroom.permissions import PermissionMissing, requires
from tidegate.controlroom.transfers import queries
from tidegate.controlroom.transfers.presenters import options as shown
from tidegate.controlroom.transfers.queries.names import naming
from tidegate.controlroom.transfers.request_views import START, request_or_404
from tidegate.core.directory.treatment_functions import treatment_function_name

if TYPE_CHECKING:
    from tidegate.controlroom.directory.viewer import ViewerRequest


@require_GET
@requires(START)
def options(request: ViewerRequest, reference: str) -> HttpResponse:
    """Show the places that said yes, in words for the patient; the reference is all that names."""
    viewer = request.viewer
    found = request_or_404(viewer, reference)
    if not viewer.may(START, found.holder):
        raise PermissionMissing(START)
    named, places = naming(viewer), queries.places_of(viewer, found)
    described = shown.options(places, named)
    if not described:
        raise Http404(f"no place of {reference} has said yes yet")
    return render(
        request,
        "transfers/options.jinja",
        {
            "reference": found.reference,
            "back": reverse("transfers:request", args=[found.reference]),
            "choose_href": reverse("transfers:step", args=[found.reference, "choose"]),
            "may_choose": found.state == "accepted",
            "specialty": treatment_function_name(found.tfc),
            "holder": named(found.holder),
            "lead": shown.lead(len(described)),
            "options": described,
            "answer_by": shown.answer_by(places, timezone.localdate()),
        },
    )
