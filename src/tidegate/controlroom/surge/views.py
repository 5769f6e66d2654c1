"""The list of surges, the page of one, how one is watched and proposed, and every deed on it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from tidegate.controlroom.permissions import PermissionMissing, requires
from tidegate.controlroom.surge.deeds import DEEDS, PUBLICATION, Asked, Doing
from tidegate.controlroom.surge.export import record_of
from tidegate.controlroom.surge.forms.steps import WatchForm
from tidegate.controlroom.surge.models import Pledge, Publication
from tidegate.controlroom.surge.page import page_of
from tidegate.controlroom.surge.presenters.record import printed
from tidegate.controlroom.surge.presenters.surge import address_of, listed
from tidegate.controlroom.surge.queries import capacity
from tidegate.controlroom.surge.queries import surges as queries
from tidegate.controlroom.surge.reach import PROPOSE, VIEW
from tidegate.controlroom.surge.refused import SurgeRefused
from tidegate.controlroom.surge.services.watch_surge import watch_surge
from tidegate.controlroom.surge.tasks import tasks_of
from tidegate.controlroom.transfers.queries.names import naming

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.http import HttpResponse

    from tidegate.controlroom.directory.viewer import Viewer, ViewerRequest
    from tidegate.controlroom.surge.deeds import Deed
    from tidegate.controlroom.surge.models import Surge
    from tidegate.core.reasons import Reason

MOST_DIGITS = 9


@require_GET
@requires(VIEW)
def surge_list(request: ViewerRequest) -> HttpResponse:
    """List the surges in sight."""
    viewer = request.viewer
    context = {
        "surges": listed(queries.surges(viewer), naming(viewer)),
        "may_watch": viewer.may(PROPOSE),
    }
    return render(request, "surge/list.jinja", context)


@require_GET
@requires(VIEW)
def tasks(request: ViewerRequest) -> HttpResponse:
    """List what waits for the viewer."""
    found = tasks_of(request.viewer, timezone.now(), everywhere=True)
    return render(request, "surge/tasks.jinja", {"tasks": found})


@require_http_methods(["GET", "HEAD", "POST"])
@requires(PROPOSE)
def watch(request: ViewerRequest) -> HttpResponse:
    """Begin to watch a place."""
    viewer = request.viewer
    places = [(row.code, row.name) for row in queries.places(viewer)]
    form = WatchForm(request.POST if request.method == "POST" else None, places)
    refused: list[dict[str, str]] = []
    if form.is_valid():
        try:
            made = watch_surge(actor=viewer.actor, now=timezone.now(), **form.answers())
        except SurgeRefused as refusal:
            refused = said(refusal.reasons)
        else:
            messages.success(request, f"{made.reference} was begun")
            return redirect("surge:surge", made.reference)
    return render(request, "surge/watch.jinja", {"form": form, "refused": refused})


@require_GET
@requires(VIEW)
def surge_page(request: ViewerRequest, reference: str) -> HttpResponse:
    """Show one surge: where it stands, on which evidence, what was pledged, came and cost."""
    found = surge_or_404(request.viewer, reference)
    asked = Asked(request.viewer, found, None, timezone.localdate())
    return render(request, "surge/surge.jinja", page_of(asked, timezone.now()))


@require_http_methods(["GET", "HEAD", "POST"])
@requires(VIEW)
def deed(
    request: ViewerRequest, reference: str, name: str, number: int | None = None
) -> HttpResponse:
    """Ask what a step of a surge needs, and take it."""
    viewer, found = request.viewer, surge_or_404(request.viewer, reference)
    chosen = DEEDS.get(name)
    if chosen is None:
        raise Http404(f"nothing is called {name} here")
    about = _about_or_404(viewer, found, chosen, number)
    asked = Asked(viewer, found, about, timezone.localdate())
    if not chosen.may(asked):
        raise PermissionMissing(chosen.row.permission)
    form = chosen.form(request.POST if request.method == "POST" else None, asked)
    refused: list[dict[str, str]] = []
    if form.is_valid():
        try:
            chosen.do(Doing(found, about, viewer.actor, timezone.now(), form.answers()))
        except SurgeRefused as refusal:
            refused = said(refusal.reasons)
        else:
            newest = queries.timeline(viewer, found)[:1]
            messages.success(request, newest[0].headline if newest else chosen.label)
            return redirect("surge:surge", found.reference)
    page = {
        "reference": found.reference,
        "title": found.title,
        "heading": chosen.label,
        "explained": chosen.explained,
        "about": _words(about),
        "ends": chosen.ends,
        "back": address_of(found),
        "form": form,
        "refused": refused,
    }
    return render(request, "surge/deed.jinja", page)


@require_GET
@requires(VIEW)
def record_file(request: ViewerRequest, reference: str) -> HttpResponse:
    """Give all that the record holds of a surge, as a file."""
    found = _overseen_or_404(request.viewer, reference)
    content = record_of(request.viewer, found, timezone.now())
    answer = JsonResponse(content, json_dumps_params={"indent": 2, "ensure_ascii": False})
    answer["Content-Disposition"] = f'attachment; filename="{found.reference}.json"'
    return answer


@require_GET
@requires(VIEW)
def record_print(request: ViewerRequest, reference: str) -> HttpResponse:
    """Show all that the record holds of a surge, to be printed."""
    viewer = request.viewer
    found = _overseen_or_404(viewer, reference)
    content = record_of(viewer, found, timezone.now())
    return render(request, "surge/record.jinja", printed(content, naming(viewer)))


def surge_or_404(viewer: Viewer, reference: str) -> Surge:
    """Return a surge in sight.

    Raises:
        Http404: there is none of this reference that the viewer may see.
    """
    found = queries.surge_in_sight(viewer, reference)
    if found is None:
        raise Http404(f"no surge {reference} in sight")
    return found


def said(reasons: Iterable[Reason]) -> list[dict[str, str]]:
    """Return reasons as the summary of errors lists them, each sentence once."""
    return [{"text": detail} for detail in dict.fromkeys(one.detail for one in reasons)]


def _words(about: Pledge | Publication | None) -> str:
    """Say which row a step is about."""
    if isinstance(about, Pledge):
        return f"Pledge {about.number}, {about.site}"
    return about.words if about is not None else ""


def _overseen_or_404(viewer: Viewer, reference: str) -> Surge:
    found = surge_or_404(viewer, reference)
    if not queries.oversees(viewer, found):
        raise Http404(f"the record of {reference} is not in sight")
    return found


def _about_or_404(
    viewer: Viewer, surge: Surge, chosen: Deed, number: int | None
) -> Pledge | Publication | None:
    """Return the row that a deed is about; None where it is about the surge."""
    if number is None:
        if "" not in chosen.about:
            raise Http404(f"{chosen.name} is about a row")
        return None
    about: Pledge | Publication | None = None
    if number < 10**MOST_DIGITS and chosen.about != ("",):
        if PUBLICATION in chosen.about:
            about = queries.publication_of(viewer, surge, number)
        else:
            about = capacity.pledge_of(viewer, surge, number)
    if about is None:
        raise Http404(f"no row {number} in sight")
    return about
