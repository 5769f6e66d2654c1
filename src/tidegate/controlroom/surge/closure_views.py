"""What is closed now, the page of one closure with its effect, and how one begins."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from tidegate.controlroom.board import words
from tidegate.controlroom.permissions import requires
from tidegate.controlroom.pressure import queries as pressure
from tidegate.controlroom.pressure.presenters.levels import level
from tidegate.controlroom.pressure.reach import VIEW as PRESSURE
from tidegate.controlroom.pressure.situation import situation
from tidegate.controlroom.surge.divert_facts import streams_of
from tidegate.controlroom.surge.divert_terms import closure_terms
from tidegate.controlroom.surge.forms.happening import CloseForm
from tidegate.controlroom.surge.happening_views import actions_for, say
from tidegate.controlroom.surge.new_closure import NewClosure
from tidegate.controlroom.surge.presenters import closures as shown
from tidegate.controlroom.surge.presenters.happening import timeline
from tidegate.controlroom.surge.queries import closures as queries
from tidegate.controlroom.surge.reach import VIEW
from tidegate.controlroom.surge.refused import SurgeRefused
from tidegate.controlroom.surge.services.close_department import close_department
from tidegate.controlroom.surge.tables import TABLES
from tidegate.core.surge.closures.lifecycles import CLOSE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import datetime

    from django.http import HttpResponse

    from tidegate.controlroom.directory.viewer import Viewer, ViewerRequest
    from tidegate.controlroom.pressure.presenters.levels import LevelShown
    from tidegate.controlroom.surge.models import Closure

EARLIER = 50
DAYS_OF_SCORES = 40


@require_GET
@requires(VIEW)
def closures(request: ViewerRequest) -> HttpResponse:
    """List what is closed now, and what was."""
    viewer, now = request.viewer, timezone.now()
    current = list(queries.closed_now(viewer))
    keys = {row.pk for row in current}
    earlier = [row for row in queries.closures(viewer)[: EARLIER + len(keys)] if row.pk not in keys]
    page = {
        "now": lines_of(viewer, current, now),
        "earlier": lines_of(viewer, earlier, now),
        "may_close": bool(viewer.codes_where(CLOSE)),
    }
    return render(request, "surge/closures.jinja", page)


def lines_of(viewer: Viewer, rows: Iterable[Closure], now: datetime) -> list[shown.ClosureLine]:
    """Return closures in sight for a list."""
    named = queries.naming(viewer)
    return [
        shown.line(row, queries.stages(viewer, row), queries.diverts(viewer, row), named, now)
        for row in rows
    ]


@require_GET
@requires(VIEW)
def closure(request: ViewerRequest, reference: str) -> HttpResponse:
    """Show one closure: how long, in which stages, where patients go and what that does."""
    viewer, now = request.viewer, timezone.now()
    found = closure_or_404(viewer, reference)
    named, stages = queries.naming(viewer), queries.stages(viewer, found)
    diverts = queries.diverts(viewer, found)
    receivers = list(dict.fromkeys(one.receiver for one in diverts))
    all_of_them = queries.diverts_to(viewer, receivers, found.department)
    page = {
        "reference": found.reference,
        "heading": shown.what_of(found, named),
        "state": TABLES["closure"].label(found),
        "colour": shown.COLOURS[found.state],
        "actions": actions_for(viewer, found, {"open_stage"}) + _stages_to_open(viewer, found),
        "facts": _facts(found, named),
        "lasted": shown.lasted_rows(found, stages, now),
        "stages": shown.stage_rows(stages),
        "diverts": [
            shown.divert_shown(one, named, now, actions_for(viewer, one)) for one in diverts
        ],
        "effects": shown.effects(
            all_of_them, queries.counts(viewer, all_of_them),
            _levels(viewer, receivers, now), named, now,
        ),
        "timeline": timeline(
            queries.told(viewer, found.subject, found.site), found.reference, now
        ),
    }  # fmt: skip
    return render(request, "surge/closure.jinja", page)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(CLOSE)
def close(request: ViewerRequest) -> HttpResponse:
    """Ask which department closes, and close it."""
    viewer, now = request.viewer, timezone.now()
    data = request.POST if request.method == "POST" else None
    form = CloseForm(data, now, queries.sites_to_close(viewer))
    if form.is_valid():
        given = form.cleaned_data
        new = NewClosure(
            given["site"], given["department"], streams_of(given["streams"]), given["cause"],
            given["authorised_by"], given["note"], form.happened,
        )  # fmt: skip
        try:
            made = close_department(new=new, actor=viewer.actor, now=now)
        except SurgeRefused as refused:
            say(form, refused)
        else:
            messages.success(request, "It is closed. Say where its patients go.")
            return redirect(shown.address_of(made))
    page = {
        "form": form,
        "heading": "Close a department",
        "button": "Close it",
        "back": reverse("surge:closures"),
        "back_to": "Closures",
        "about": "A divert is the last resort. Whoever gets its patients sees it at once.",
    }
    return render(request, "surge/happening_form.jinja", page)


def closure_or_404(viewer: Viewer, reference: str) -> Closure:
    """Return a closure in sight.

    Raises:
        Http404: there is none in sight.
    """
    found = queries.closure_in_sight(viewer, reference)
    if found is None:
        raise Http404(f"no closure {reference} in sight")
    return found


def _facts(found: Closure, named: Callable[[str], str]) -> list[tuple[str, str]]:
    rows = [
        ("Closed", words.day_and_time(found.closed_at)),
        ("To", shown.streams_said(found.streams)),
        ("Because", closure_terms().reasons.get(found.cause, found.cause)),
        ("What happened", found.note),
        ("Authorised by", found.authorised_by),
        ("Provider", named(found.provider)),
        ("Written down late", found.late_why),
        ("Why it was entered in error", found.reason if found.state == "void" else ""),
    ]
    return [(name, value) for name, value in rows if value]


def _stages_to_open(viewer: Viewer, found: Closure) -> list[dict[str, object]]:
    """Return a button for each stage of the newest plan that is not yet open."""
    if found.state not in {"closed", "reopening"} or not viewer.may(CLOSE, found.site):
        return []
    return [
        {
            "text": f"Open: {one.words}",
            "href": reverse(
                "surge:happening_on", args=["closure", found.reference, "open_stage", one.number]
            ),
            "first": False,
        }
        for one in queries.stages(viewer, found)
        if one.opened_at is None and one.plan == found.plan
    ]


def _levels(viewer: Viewer, receivers: list[str], now: datetime) -> dict[str, LevelShown]:
    """Return how high the pressure is at receivers, as far as the viewer sees it."""
    if not receivers or not viewer.may(PRESSURE):
        return {}
    provider = {code: queries.provider_of(viewer, code) for code in receivers}
    seen = [one for one in pressure.providers(viewer) if one.code in provider.values()]
    scored = situation(viewer, seen, now, DAYS_OF_SCORES).scored() if seen else None
    if scored is None:
        return {}
    return {
        code: level(scored.providers[theirs])
        for code, theirs in provider.items()
        if theirs in scored.providers
    }
