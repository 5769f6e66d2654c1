"""The pages of charts: all of a provider, one with its files, and the recalculation of limits."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from tidegate.controlroom.board import words
from tidegate.controlroom.permissions import PermissionMissing, requires
from tidegate.controlroom.pressure import queries
from tidegate.controlroom.pressure.charted import ChartOf, chart_for
from tidegate.controlroom.pressure.charting import charts
from tidegate.controlroom.pressure.observed import SHOWN
from tidegate.controlroom.pressure.presenters.charts import chart_shown, recalculations_shown
from tidegate.controlroom.pressure.presenters.signals import signals
from tidegate.controlroom.pressure.reach import RECALCULATE, VIEW
from tidegate.controlroom.pressure.rebase_forms import DayForm, RebaseForm, WithdrawForm
from tidegate.controlroom.pressure.refused import Refused
from tidegate.controlroom.pressure.services.make_rebase import make_rebase
from tidegate.controlroom.pressure.services.withdraw_rebase import withdraw_rebase
from tidegate.controlroom.pressure.situation import situation
from tidegate.exchange.pressure.spc_export import export_frame, facts

if TYPE_CHECKING:
    from datetime import date

    from django import forms

    from tidegate.controlroom.directory.models import Organisation
    from tidegate.controlroom.directory.viewer import Viewer, ViewerRequest
    from tidegate.core.pressure.spc.limits import Limits
    from tidegate.exchange.pressure.spc_charted import Charted

_FILES_IN_WORDS = {"points.csv": "Every point (CSV)", "chart.json": "The whole chart (JSON)"}
FILES = {"points.csv": "text/csv; charset=utf-8", "chart.json": "application/json"}


@require_GET
@requires(VIEW)
def all_charts(request: ViewerRequest, code: str) -> HttpResponse:
    """Show every figure of a provider with its icons, and how many have which."""
    viewer = request.viewer
    provider = _provider(viewer, code)
    known = situation(viewer, [provider], timezone.now())
    behind = queries.behind(viewer, [code], known.since)
    drawn = charts(known.frame, known.names, behind)
    page = {
        "provider": provider,
        "signals": signals(known.names, drawn, request.path, request.GET.get("signal", "")),
        "back": reverse("pressure:returns", args=[code]),
    }
    return render(request, "pressure/charts.jinja", page)


@require_GET
@requires(VIEW)
def chart(request: ViewerRequest, code: str, measure: str) -> HttpResponse:
    """Show one figure of a provider over the last weeks, with its limits, and every point."""
    viewer = request.viewer
    found = _found(viewer, code, measure)
    overseen = queries.area_in_sight(viewer, found.provider.area)
    may = viewer.may(RECALCULATE, code)
    page = {
        "provider": found.provider,
        "chart": chart_shown(
            measure,
            found.as_it_stands(),
            found.known.today,
            events=found.behind.events.get((code, measure), ()),
        ),
        "files": [
            {"words": said, "href": reverse("pressure:chart_file", args=[code, measure, name])}
            for name, said in _FILES_IN_WORDS.items()
        ],
        "rows": recalculations_shown(queries.recalculations(viewer, code, measure), may=may),
        "recalculate": reverse("pressure:rebase", args=[code, measure]) if may else "",
        "back": (
            reverse("pressure:area", args=[overseen.code])
            if overseen
            else reverse("pressure:charts", args=[code])
        ),
        "back_to": overseen.name if overseen else "Charts",
    }
    return render(request, "pressure/chart.jinja", page)


@require_GET
@requires(VIEW)
def chart_file(request: ViewerRequest, code: str, measure: str, name: str) -> HttpResponse:
    """Give a chart away as it is shown: every point as CSV, or all of it as JSON."""
    if name not in FILES:
        raise Http404(f"no file {name[:40]}")
    charted = _found(request.viewer, code, measure).as_it_stands()
    if charted is None:
        raise Http404(f"no chart of {measure} yet")
    text = (
        export_frame([charted]).write_csv()
        if name.endswith(".csv")
        else json.dumps(facts(charted), indent=1, default=str)
    )
    file = f"{code}-{measure}-{name}"
    headers = {"Content-Disposition": f'attachment; filename="{file}"'}
    return HttpResponse(text, content_type=FILES[name], headers=headers)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(RECALCULATE)
def rebase(request: ViewerRequest, code: str, measure: str) -> HttpResponse:
    """Ask from which day and why, show the chart before and after, and have limits recalculated."""
    _hold(request.viewer, code)
    if request.method == "POST":
        form: forms.Form = RebaseForm(request.POST)
        if form.is_valid() and _made(request, code, measure, form):
            return redirect("pressure:chart", code, measure)
    elif request.GET.get("day"):
        form = DayForm(request.GET)
        if form.is_valid():
            form = RebaseForm(initial={"day": form.cleaned_data["day"]})
    else:
        form = DayForm()
    return _before_and_after(request, code, measure, form)


def _before_and_after(
    request: ViewerRequest, code: str, measure: str, form: forms.Form
) -> HttpResponse:
    day = getattr(form, "cleaned_data", {}).get("day") or form.initial.get("day")
    found = _found(request.viewer, code, measure, day)
    today = found.known.today
    before = found.as_it_stands()
    after = found.with_limits_from(day) if day else None
    renewed = after and before and _limits(after) != _limits(before)
    page = {
        "provider": found.provider,
        "form": form,
        "day": day.isoformat() if day else request.GET.get("day", "")[:20],
        "before": chart_shown(measure, before, today, "before"),
        "after": chart_shown(measure, after, today, "after") if renewed else None,
        "nothing": bool(day) and not renewed and not form.errors,
        "back": reverse("pressure:chart", args=[code, measure]),
    }
    return render(request, "pressure/rebase.jinja", page)


def _limits(charted: Charted) -> list[Limits]:
    return [part.limits for part in charted.result.parts]


def _made(request: ViewerRequest, code: str, measure: str, form: forms.Form) -> bool:
    """Make the recalculation, and tell whether it was made; if not, the form says why."""
    day: date = form.cleaned_data["day"]
    try:
        make_rebase(
            organisation=code, measure=measure, from_day=day, reason=form.cleaned_data["reason"],
            actor=request.viewer.actor, now=timezone.now(),
        )  # fmt: skip
    except Refused as refused:
        for reason in refused.reasons:
            form.add_error("day", reason.detail)
        return False
    messages.success(request, f"Limits are reckoned anew from {words.day(day)}.")
    return True


@require_http_methods(["GET", "HEAD", "POST"])
@requires(RECALCULATE)
def withdraw(request: ViewerRequest, code: str, measure: str, number: int) -> HttpResponse:
    """Show a chart with a recalculation and without it, ask why, and withdraw it."""
    viewer = request.viewer
    _hold(viewer, code)
    row = queries.recalculation_in_sight(viewer, code, measure, number)
    if row is None:
        raise Http404(f"no recalculation {number} in force")
    form = WithdrawForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        try:
            withdraw_rebase(rebase=row, reason=reason, actor=viewer.actor, now=timezone.now())
        except Refused as refused:
            form.add_error("reason", refused.reasons[0].detail)
        else:
            messages.success(
                request, f"The recalculation from {words.day(row.from_day)} is withdrawn."
            )
            return redirect("pressure:chart", code, measure)
    found = _found(viewer, code, measure)
    today = found.known.today
    page = {
        "provider": found.provider,
        "form": form,
        "row": recalculations_shown([row], may=False)[0],
        "before": chart_shown(measure, found.as_it_stands(), today, "before"),
        "after": chart_shown(measure, found.without(row), today, "after"),
        "back": reverse("pressure:chart", args=[code, measure]),
    }
    return render(request, "pressure/withdraw.jinja", page)


def _hold(viewer: Viewer, code: str) -> None:
    _provider(viewer, code)
    if not viewer.may(RECALCULATE, code):
        raise PermissionMissing(RECALCULATE)


def _provider(viewer: Viewer, code: str) -> Organisation:
    found = queries.provider_in_sight(viewer, code)
    if found is None:
        raise Http404(f"no provider {code[:12]} that reports, in sight")
    return found


def _found(viewer: Viewer, code: str, measure: str, day: date | None = None) -> ChartOf:
    provider = _provider(viewer, code)
    if measure not in SHOWN:
        raise Http404(f"no figure {measure[:40]}")
    return chart_for(viewer, provider, measure, timezone.now(), day)
