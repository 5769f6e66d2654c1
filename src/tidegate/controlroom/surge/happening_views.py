"""Steps of closures, diverts, incidents, risk summits and action cards: one form for each verb."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from tidegate.controlroom.permissions import PermissionMissing, requires
from tidegate.controlroom.surge.happening_deeds import DEEDS
from tidegate.controlroom.surge.presenters.happening import ROUTES
from tidegate.controlroom.surge.queries import action_cards, closures, incidents
from tidegate.controlroom.surge.reach import VIEW
from tidegate.controlroom.surge.refused import SurgeRefused
from tidegate.controlroom.surge.tables import TABLES, verbs_for

if TYPE_CHECKING:
    from django.forms import Form
    from django.http import HttpResponse

    from tidegate.controlroom.directory.viewer import Viewer, ViewerRequest

BENEATH = frozenset({"open_stage", "finish_action"})
"""Steps that are about something beneath the row, which its number names."""
MOST_BENEATH = 10_000


@require_http_methods(["GET", "HEAD", "POST"])
@requires(VIEW)
def happening(
    request: ViewerRequest, noun: str, reference: str, verb: str, number: int = 0
) -> HttpResponse:
    """Ask what a step needs, and take it."""
    viewer, now = request.viewer, timezone.now()
    row, deed = found(viewer, noun, reference), DEEDS.get((noun, verb))
    if row is None or deed is None or (verb in BENEATH) != (0 < number <= MOST_BENEATH):
        raise Http404(f"no step {verb} of a {noun}")
    step = TABLES[noun].step(row, verb)
    if not viewer.may(step.permission):
        raise PermissionMissing(step.permission)
    form = deed.begin(viewer, row, request.POST if request.method == "POST" else None, now)
    if form.is_valid():
        try:
            deed.take(viewer, row, number, form, now)
        except SurgeRefused as refused:
            say(form, refused)
        else:
            messages.success(request, "It is written down.")
            return redirect(address_of(row))
    page = {
        "form": form,
        "heading": step.label,
        "caption": row.reference,
        "button": step.label,
        "back": address_of(row),
        "back_to": "Back",
        "about": "",
    }
    return render(request, "surge/happening_form.jinja", page)


def found(viewer: Viewer, noun: str, reference: str) -> Any:
    """Return a row in sight, by what it is and its reference; None where there is none."""
    if noun == "divert":
        of = closures.closure_in_sight(viewer, reference.rpartition("-")[0])
        rows = closures.diverts(viewer, of) if of else ()
        return next((row for row in rows if row.reference == reference), None)
    look = {
        "closure": closures.closure_in_sight,
        "incident": incidents.incident_in_sight,
        "summit": incidents.summit_in_sight,
        "card": action_cards.card_in_sight,
    }.get(noun)
    return look(viewer, reference) if look else None


def address_of(row: Any) -> str:
    """Return the page on which a row is shown; a divert is shown with its closure."""
    row = row.closure if row.NOUN == "divert" else row
    return reverse(ROUTES[row.NOUN], args=[row.reference])


def actions_for(
    viewer: Viewer, row: Any, besides: frozenset[str] | set[str] = BENEATH
) -> list[dict[str, object]]:
    """Return a button for each step that a viewer may take, but those about what lies beneath."""
    steps = [step for step in verbs_for(viewer, row) if step.verb not in besides]
    return [
        {
            "text": step.label,
            "href": reverse("surge:happening", args=[row.NOUN, row.reference, step.verb]),
            "first": n == 0,
        }
        for n, step in enumerate(steps)
    ]


def say(form: Form, refused: SurgeRefused) -> None:
    """Say on a form why nothing was changed."""
    for reason in refused.reasons:
        form.add_error(None, reason.detail)
