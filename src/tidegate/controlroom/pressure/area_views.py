"""The pages of pressure: where one begins, all areas, and one area."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET

from tidegate.controlroom.permissions import requires
from tidegate.controlroom.pressure import queries
from tidegate.controlroom.pressure.charting import charts
from tidegate.controlroom.pressure.forecast_panel import forecast_panel
from tidegate.controlroom.pressure.on_board import DAYS_OF_ALL, all_areas
from tidegate.controlroom.pressure.presenters import area as shown
from tidegate.controlroom.pressure.presenters.signals import signals
from tidegate.controlroom.pressure.reach import VIEW
from tidegate.controlroom.pressure.scoring import table_on
from tidegate.controlroom.pressure.situation import WEEK, situation

if TYPE_CHECKING:
    from django.http import HttpResponse

    from tidegate.controlroom.directory.viewer import ViewerRequest


@require_GET
@requires(VIEW)
def start(request: ViewerRequest) -> HttpResponse:
    """Lead to the one area or the one provider of a viewer, or show all areas."""
    viewer = request.viewer
    areas = queries.areas(viewer)
    if len(areas) == 1:
        return redirect("pressure:area", areas[0].code)
    providers = queries.providers(viewer)
    if not areas and len(providers) == 1:
        return redirect("pressure:returns", providers[0].code)
    known = situation(viewer, providers, timezone.now(), DAYS_OF_ALL)
    if areas:
        sort = request.GET.get("sort", "")
        panel = all_areas(viewer, areas, known, request.path, sort)
        return render(request, "pressure/areas.jinja", {"panel": panel})
    now, before = known.scored(), known.scored(known.today - WEEK)
    page = {"providers": shown.providers(known, now, before)}
    return render(request, "pressure/areas.jinja", page)


@require_GET
@requires(VIEW)
def area(request: ViewerRequest, code: str) -> HttpResponse:
    """Show an area: its level, its providers, what is unusual, the last weeks."""
    viewer = request.viewer
    found = queries.area_in_sight(viewer, code)
    if found is None:
        raise Http404(f"no area {code} that the viewer oversees")
    known = situation(viewer, queries.providers(viewer, code), timezone.now())
    now, before = known.scored(), known.scored(known.today - WEEK)
    score = now.areas.get(code) if now else None
    behind = queries.behind(viewer, known.names, known.since)
    drawn = charts(known.frame, known.names, behind)
    table = table_on(known.today)
    page = {
        "area": found,
        "figures": shown.headline(known, score, before.areas.get(code) if before else None),
        "parameters": shown.parameters(now),
        "providers": shown.providers(known, now, before),
        "signals": signals(known.names, drawn, request.path, request.GET.get("signal", "")),
        "forecasts": forecast_panel(viewer, found, known.frame, known.area_of, known.today),
        "course": shown.course(known, code) if score else None,
        "table": table,
        "score": score,
        "begun": shown.actions(score, table),
        "charts": True,
    }
    return render(request, "pressure/area.jinja", page)
