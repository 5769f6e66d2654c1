"""The pages of pressure: where one begins, all areas, one area, and one chart."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET

from tidegate.controlroom.permissions import requires
from tidegate.controlroom.pressure import queries
from tidegate.controlroom.pressure.charting import charts
from tidegate.controlroom.pressure.observed import SHOWN
from tidegate.controlroom.pressure.on_board import DAYS_OF_ALL, all_areas
from tidegate.controlroom.pressure.presenters import area as shown
from tidegate.controlroom.pressure.presenters.areas import WORST_FIRST
from tidegate.controlroom.pressure.presenters.charts import chart_shown
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
    now, before = known.scored(), known.scored(known.today - WEEK)
    sort = request.GET.get("sort", WORST_FIRST)
    page = {
        "panel": all_areas(areas, known, now, before, request.path, sort),
        "providers": [] if areas else shown.providers(known, now, before),
    }
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
    rows = shown.figures(known, charts(known.frame, known.names))
    table = table_on(known.today)
    page = {
        "area": found,
        "figures": shown.headline(known, score, before.areas.get(code) if before else None),
        "parameters": shown.parameters(now),
        "providers": shown.providers(known, now, before),
        "rows": rows,
        "names": list(known.names.values()),
        "unusual": shown.unusual(rows),
        "course": shown.course(known, code) if score else None,
        "table": table,
        "score": score,
        "begun": shown.actions(score, table),
        "charts": True,
    }
    return render(request, "pressure/area.jinja", page)


@require_GET
@requires(VIEW)
def chart(request: ViewerRequest, code: str, measure: str) -> HttpResponse:
    """Show one figure of a provider over the last weeks, with its limits, and every point."""
    viewer = request.viewer
    provider = queries.provider_in_sight(viewer, code)
    if provider is None or measure not in SHOWN:
        raise Http404(f"no figure {measure[:40]} of {code[:12]} in sight")
    known = situation(viewer, [provider], timezone.now())
    charted = charts(known.frame, known.names, [measure]).get((code, measure))
    overseen = queries.area_in_sight(viewer, provider.area)
    page = {
        "provider": provider,
        "chart": chart_shown(measure, charted),
        "back": (
            reverse("pressure:area", args=[overseen.code])
            if overseen
            else reverse("pressure:returns", args=[code])
        ),
        "back_to": overseen.name if overseen else "Situation reports",
    }
    return render(request, "pressure/chart.jinja", page)
