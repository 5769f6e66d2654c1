"""The pages of forecasts: how all of them fared, and one series with its own record."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET

from tidegate.controlroom.permissions import requires
from tidegate.controlroom.pressure import queries
from tidegate.controlroom.pressure.forecast_form import RecordFilter
from tidegate.controlroom.pressure.forecast_panel import DAYS_BEFORE, forecast_panel, judged_since
from tidegate.controlroom.pressure.forecast_terms import ISSUE, SERIES, series_name
from tidegate.controlroom.pressure.observed import observations
from tidegate.controlroom.pressure.presenters import forecast_record as shown
from tidegate.controlroom.pressure.presenters.forecasts import hub_table, issued
from tidegate.controlroom.pressure.queries import forecasts as asked
from tidegate.controlroom.pressure.reach import VIEW
from tidegate.controlroom.pressure.terms import TERMS

if TYPE_CHECKING:
    from tidegate.controlroom.directory.models import Organisation
    from tidegate.controlroom.directory.viewer import Viewer, ViewerRequest


@require_GET
@requires(VIEW)
def record(request: ViewerRequest) -> HttpResponse:
    """Show how forecasts fared: by figure, by place, by days ahead, and of levels."""
    viewer = request.viewer
    today = TERMS.today(timezone.now())
    names = {each.code: each.name for each in _places(viewer)}
    form = RecordFilter(request.GET, names)
    measure, place = form.chosen()
    since, run = judged_since(today), asked.newest_run(viewer)
    measures = asked.records(viewer, asked.By.MEASURE, since, measure=measure, place=place)
    bands = asked.records(viewer, asked.By.BAND, since, measure=measure, place=place)
    places = asked.records(viewer, asked.By.PLACE, since, measure=measure, place=place)
    page = {
        "form": form,
        "chosen": bool(measure or place),
        "issued": issued(run, today) if run else None,
        "sentence": shown.in_a_sentence(measures),
        "tables": [
            table
            for table in (
                shown.by_measure(measures, SERIES),
                shown.by_band(bands),
                shown.by_place(places, names),
            )
            if table.rows
        ],
        "calibration": shown.calibration(asked.outcomes(viewer, since, place)),
        "refused": shown.refused(asked.refused(viewer, run), names) if run else [],
        "weeks": ISSUE.judged_days // 7,
    }
    return render(request, "pressure/forecasts.jinja", page)


@require_GET
@requires(VIEW)
def forecast(request: ViewerRequest, code: str, measure: str) -> HttpResponse:
    """Show the newest forecast of one figure of a place, every day of it, and its record."""
    viewer = request.viewer
    place = next((each for each in _places(viewer) if each.code == code), None)
    if place is None or measure not in SERIES:
        raise Http404(f"no forecast of {measure[:40]} of {code[:12]} in sight")
    today = TERMS.today(timezone.now())
    below = [each for each in queries.providers(viewer) if code in (each.code, each.area)]
    rows = queries.newest(
        viewer, [each.code for each in below], today - timedelta(days=DAYS_BEFORE), today
    )
    area_of = {each.code: each.area for each in below}
    panel = forecast_panel(viewer, place, observations(rows), area_of, today, [measure])
    bands = asked.records(
        viewer, asked.By.BAND, judged_since(today), measure=measure, place=place.code
    )
    overseen = queries.area_in_sight(viewer, code)
    page = {
        "place": place,
        "heading": series_name(measure),
        "measure": measure,
        "panel": panel,
        "bands": shown.by_band(bands),
        "back": reverse("pressure:area" if overseen else "pressure:returns", args=[code]),
    }
    return render(request, "pressure/forecast.jinja", page)


@require_GET
@requires(VIEW)
def forecast_file(request: ViewerRequest, code: str, measure: str) -> HttpResponse:
    """Give every quantile of the newest forecast of one figure of a place, as a file."""
    viewer = request.viewer
    run = asked.newest_run(viewer)
    found = asked.forecasts_of(viewer, run, code).get(measure) if run else None
    if run is None or found is None:
        raise Http404(f"no forecast of {measure[:40]} of {code[:12]} in sight")
    answer = HttpResponse(hub_table(found, run), content_type="text/csv; charset=utf-8")
    name = f"forecast-{found.place}-{found.measure}-{run.reference.isoformat()}.csv"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def _places(viewer: Viewer) -> list[Organisation]:
    return [*queries.areas(viewer), *queries.providers(viewer)]
