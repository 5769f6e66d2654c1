"""The addresses of pressure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import path

from tidegate.controlroom.pressure import (
    area_views,
    chart_views,
    forecast_views,
    return_views,
    table_views,
)

if TYPE_CHECKING:
    from django.urls import URLPattern

app_name = "pressure"
_CHART = "charts/<str:code>/<str:measure>/"
_RETURNS = "returns/<str:code>/"
urlpatterns: list[URLPattern] = [
    path("", area_views.start, name="start"),
    path("areas/<str:code>/", area_views.area, name="area"),
    path("score-tables/", table_views.tables, name="tables"),
    path("score-tables/<str:name>/", table_views.table, name="table"),
    path("score-tables/<str:name>/use/", table_views.use, name="use_table"),
    path("forecasts/", forecast_views.record, name="forecasts"),
    path("forecasts/<str:code>/<str:measure>/", forecast_views.forecast, name="forecast"),
    path(
        "forecasts/<str:code>/<str:measure>.csv", forecast_views.forecast_file, name="forecast_file"
    ),
    path("charts/<str:code>/", chart_views.all_charts, name="charts"),
    path(_CHART, chart_views.chart, name="chart"),
    path(f"{_CHART}recalculate/", chart_views.rebase, name="rebase"),
    path(
        f"{_CHART}recalculate/<int:number>/withdraw/", chart_views.withdraw, name="withdraw_rebase"
    ),
    path(f"{_CHART}<str:name>", chart_views.chart_file, name="chart_file"),
    path(_RETURNS, return_views.returns, name="returns"),
    path(f"{_RETURNS}<str:day>/", return_views.one_return, name="return"),
    path(f"{_RETURNS}<str:day>/file/", return_views.fill, name="fill"),
    path(f"{_RETURNS}<str:day>/submit/", return_views.submit, name="submit"),
]
