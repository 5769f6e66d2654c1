"""The addresses of the registers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import path

from tidegate.controlroom.registers import import_views, list_views, published_views, row_views

if TYPE_CHECKING:
    from django.urls import URLPattern

app_name = "registers"
_PUBLISHED = "published/data-releases/"
_COUNTS = "speak-up/"
_ONE = "<slug:register>/"
_ROW = f"{_ONE}<int:number>/"
urlpatterns: list[URLPattern] = [
    path("", list_views.index, name="index"),
    path(_PUBLISHED, published_views.releases, name="releases"),
    path(f"{_PUBLISHED}<str:month>/", published_views.releases_of_month, name="releases_of_month"),
    path(
        f"{_PUBLISHED}<str:month>/<str:kind>/",
        published_views.releases_file,
        name="releases_file",
    ),
    path(_COUNTS, published_views.counts, name="counts"),
    path(f"{_COUNTS}<str:quarter>/", published_views.counts_of_quarter, name="counts_of_quarter"),
    path(f"{_COUNTS}<str:quarter>/<str:kind>/", published_views.counts_file, name="counts_file"),
    path(_ONE, list_views.listing, name="list"),
    path(f"{_ONE}print/", list_views.printed, name="print"),
    path(f"{_ONE}add/", row_views.add, name="add"),
    path(f"{_ONE}import/", import_views.take_file, name="import"),
    path(f"{_ONE}files/<str:kind>/", list_views.download, name="download"),
    path(_ROW, row_views.row, name="row"),
    path(f"{_ROW}supersede/", row_views.supersede, name="supersede"),
    path(f"{_ROW}<str:verb>/", row_views.step, name="step"),
]
