"""The pages of waves: whom one asks, sending it, and following its answers."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from tidegate.controlroom.board.paging import pages
from tidegate.controlroom.log.services.note_reading import note_reading
from tidegate.controlroom.matching import queries as plans
from tidegate.controlroom.matching.damaged import told_when_damaged
from tidegate.controlroom.matching.figures import plan_figures
from tidegate.controlroom.permissions import PermissionMissing, requires
from tidegate.controlroom.transfers import queries
from tidegate.controlroom.transfers.answers import answers_of_plan
from tidegate.controlroom.transfers.forms.waves import SendWave
from tidegate.controlroom.transfers.outcomes import outcomes_of
from tidegate.controlroom.transfers.presenters import waves as shown
from tidegate.controlroom.transfers.presenters.tabs import WAVES, tabs
from tidegate.controlroom.transfers.queries.names import naming
from tidegate.controlroom.transfers.queries.offers import ARRANGE, VIEW
from tidegate.controlroom.transfers.refused import StepRefused
from tidegate.controlroom.transfers.services.send_wave import send_wave
from tidegate.controlroom.transfers.wave_of import next_wave
from tidegate.exchange.findings import UnusableInput

if TYPE_CHECKING:
    from tidegate.controlroom.directory.viewer import Viewer, ViewerRequest
    from tidegate.controlroom.matching.models import Plan
    from tidegate.controlroom.transfers.models import Wave

PEOPLE_ON_A_PAGE = 50


@require_GET
@requires(VIEW)
def waves(request: ViewerRequest) -> HttpResponse:
    """List the waves of the viewer's areas, and the plan out of which the next may be sent."""
    viewer = request.viewer
    plan = plans.latest_plan(viewer)
    may_ask = plan is not None and viewer.may(ARRANGE, plan.area)
    table = shown.listing(
        queries.waves(viewer),
        naming(viewer),
        lambda wave: reverse("transfers:wave", args=[wave.pk]),
    )
    page = {"views": tabs(viewer, WAVES), "table": table, "plan": plan if may_ask else None}
    return render(request, "transfers/waves.jinja", page)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(ARRANGE)
@told_when_damaged
def ask(request: ViewerRequest, number: int) -> HttpResponse:
    """Show what the next wave of a plan asks of whom, and send it."""
    viewer, plan, now = request.viewer, _plan(request.viewer, number), timezone.now()
    page: dict[str, Any] = {
        "plan": plan,
        "title": _title(viewer, plan),
        "refused": [],
        "form": None,
    }
    try:
        composed = next_wave(viewer, plan, now)
    except (StepRefused, UnusableInput) as refusal:
        return _refused(request, page, refusal)
    form = SendWave(
        request.POST if request.method == "POST" else None,
        timezone.localdate(),
        composed.reply_by,
        len(composed.asked),
    )
    if form.is_valid():
        try:
            sent = send_wave(plan=plan, reply_by=form.moment(), actor=viewer.actor, now=now)
        except StepRefused as refusal:
            for reason in refusal.reasons:
                form.add_error(None, reason.detail)
        else:
            messages.success(
                request, "The wave is sent: each request waits for the holder’s clinician."
            )
            return redirect("transfers:wave", sent.pk)
    named = naming(viewer)
    page |= {
        "form": form,
        "composed": composed,
        "lead": shown.lead(composed),
        "figures": shown.figures(composed),
        "left_out": shown.left_out(composed),
        "too_soon": shown.too_soon(composed),
        "holders": shown.holders(composed, named),
        "receivers": shown.receivers(composed, named),
    }
    return render(request, "transfers/ask.jinja", page)


@require_GET
@requires(VIEW)
def wave(request: ViewerRequest, number: int) -> HttpResponse:
    """Follow a wave: how many have answered, where each stands, and what comes next."""
    viewer, named = request.viewer, naming(request.viewer)
    found = _wave(viewer, number)
    places = queries.wave_places(viewer, [found]).get(found.pk, [])
    rows = shown.by_request(places)
    last = max(1, -(-len(rows) // PEOPLE_ON_A_PAGE))
    page = min(_page(request.GET.get("page", "")), last)
    first = (page - 1) * PEOPLE_ON_A_PAGE
    return render(
        request,
        "transfers/wave.jinja",
        {
            "wave": found,
            "figures": shown.replies(found, places),
            "soon": shown.soon(places, timezone.now()),
            "states": shown.states(places),
            "people": shown.people(
                rows[first : first + PEOPLE_ON_A_PAGE],
                named,
                lambda one: reverse("transfers:request", args=[one.reference]),
            ),
            "pages": pages(request.path, {}, page, last),
            **_next(viewer, found),
        },
    )


@require_GET
@requires(ARRANGE)
def outcomes(request: ViewerRequest, number: int) -> HttpResponse:
    """Give away what became of a wave's invitations, as a file that yields are learnt from.

    It holds one row for each patient, without reference or pathway; that it was taken is noted.
    """
    viewer = request.viewer
    found = _wave(viewer, number)
    if not viewer.may(ARRANGE, found.area):
        raise PermissionMissing(ARRANGE)
    places = queries.wave_places(viewer, [found]).get(found.pk, [])
    frame = outcomes_of(places, queries.uses_of_wave(viewer, found))
    note_reading(
        actor=viewer.actor,
        subject=f"wave:{found.pk}",
        reason="took away the outcomes of its invitations",
        on_behalf_of=found.area,
        now=timezone.now(),
    )
    return HttpResponse(
        frame.write_csv(),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="outcomes-wave-{found.pk}.csv"'},
    )


def _next(viewer: Viewer, found: Wave) -> dict[str, Any]:
    """Offer what can be done with the answers: ask again, or plan anew."""
    plan = plans.plan_in_sight(viewer, found.plan_id)
    if plan is None or not viewer.may(ARRANGE, found.area):
        return {"again": "", "ask": "", "told": ""}
    try:
        holders = plan_figures(plans.folder_of(viewer, plan)).holders
        answers = answers_of_plan(viewer, plan)
    except UnusableInput:
        return {"again": "", "ask": "", "told": ""}
    said = Counter() if answers is None else Counter(answers.frame["reply"].to_list())
    may_change = plans.may_change(viewer, plan, holders)
    return {
        "again": reverse("matching:again", args=[plan.pk]) if may_change else "",
        "ask": reverse("transfers:ask", args=[plan.pk]),
        "told": shown.told(said),
    }


def _refused(
    request: ViewerRequest, page: dict[str, Any], refusal: StepRefused | UnusableInput
) -> HttpResponse:
    if isinstance(refusal, StepRefused):
        said = [{"text": reason.detail} for reason in refusal.reasons]
    else:
        said = [{"text": finding.sentence()} for finding in refusal.findings]
    return render(request, "transfers/ask.jinja", page | {"refused": said, "composed": None})


def _plan(viewer: Viewer, number: int) -> Plan:
    found = plans.plan_in_sight(viewer, number)
    if found is None or not viewer.may(ARRANGE, found.area):
        raise Http404(f"no plan {number} that the viewer may ask people out of")
    return found


def _title(viewer: Viewer, plan: Plan) -> str:
    return str(plan_figures(plans.folder_of(viewer, plan)).summary["title"])


def _wave(viewer: Viewer, number: int) -> Wave:
    found = queries.wave_in_sight(viewer, number)
    if found is None:
        raise Http404(f"no wave {number} in sight")
    return found


def _page(text: str) -> int:
    return max(1, int(text)) if text.isdecimal() and len(text) < 7 else 1  # noqa: PLR2004
