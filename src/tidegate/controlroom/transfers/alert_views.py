"""The pages of capacity alerts: the list, setting one and ending one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from tidegate.controlroom.permissions import requires
from tidegate.controlroom.transfers import queries
from tidegate.controlroom.transfers.forms.alerts import SetAlert
from tidegate.controlroom.transfers.presenters import alerts as shown
from tidegate.controlroom.transfers.presenters.tabs import ALERTS, tabs
from tidegate.controlroom.transfers.queries.names import naming
from tidegate.controlroom.transfers.queries.offers import VIEW
from tidegate.controlroom.transfers.refused import StepRefused
from tidegate.controlroom.transfers.services.end_alert import end_alert
from tidegate.controlroom.transfers.services.set_alert import SET_ALERT, set_alert

if TYPE_CHECKING:
    from tidegate.controlroom.directory.viewer import ViewerRequest
    from tidegate.controlroom.transfers.models import Alert


@require_GET
@requires(VIEW)
def alerts(request: ViewerRequest) -> HttpResponse:
    """List the alerts of the viewer's areas."""
    viewer = request.viewer

    def end_of(alert: Alert) -> str:
        may = viewer.may(SET_ALERT, alert.provider)
        return reverse("transfers:end_alert", args=[alert.pk]) if may else ""

    page = {
        "views": tabs(viewer, ALERTS),
        "alerts": shown.listing(queries.alerts(viewer), naming(viewer), timezone.now(), end_of),
        "may_begin": viewer.may(SET_ALERT),
    }
    return render(request, "transfers/alerts.jinja", page)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(SET_ALERT)
def set_one(request: ViewerRequest) -> HttpResponse:
    """Ask what an alert says, and set it."""
    viewer = request.viewer
    form = SetAlert(
        request.POST if request.method == "POST" else None,
        queries.alerting(viewer),
        queries.commissioners(viewer),
        timezone.localdate(),
    )
    if form.is_valid():
        try:
            set_alert(new=form.new_alert(), actor=viewer.actor, now=timezone.now())
        except StepRefused as refused:
            for reason in refused.reasons:
                form.add_error(None, reason.detail)
        else:
            messages.success(request, "The alert is set. Those who refer in the area see it now.")
            return redirect("transfers:alerts")
    page = {
        "form": form,
        "heading": "Set an alert",
        "button": "Set the alert",
        "back": reverse("transfers:alerts"),
        "back_to": "Alerts",
        "about": "For one service, as agreed with its commissioner, and never for ever.",
    }
    return render(request, "transfers/form.jinja", page)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(SET_ALERT)
def end(request: ViewerRequest, number: int) -> HttpResponse:
    """Ask once more, and end an alert."""
    viewer = request.viewer
    found = queries.alerts(viewer).filter(pk=number).first()
    if found is None or not viewer.may(SET_ALERT, found.provider):
        raise Http404(f"no alert {number} that the viewer may end")
    form = Form(request.POST if request.method == "POST" else None)
    if request.method == "POST":
        try:
            end_alert(alert=found, actor=viewer.actor, now=timezone.now())
        except StepRefused as refused:
            messages.error(request, " ".join(reason.detail for reason in refused.reasons))
        else:
            messages.success(request, "The alert has ended.")
        return redirect("transfers:alerts")
    page = {
        "form": form,
        "heading": "End the alert",
        "button": "End the alert",
        "caption": found.service,
        "back": reverse("transfers:alerts"),
        "back_to": "Alerts",
        "about": found.reason,
    }
    return render(request, "transfers/form.jinja", page)
