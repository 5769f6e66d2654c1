"""The addresses of contracts; each part of the room has its own list beside this one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import path

from tidegate.controlroom.contracts import (
    money_urls,
    ocds_urls,
    portfolio_views,
    selection_urls,
    sizing_urls,
    views,
)

if TYPE_CHECKING:
    from django.urls import URLPattern

app_name = "contracts"
_ONE = "<str:reference>/"
# Addresses without a reference come first, so that none is taken for one.
urlpatterns: list[URLPattern] = [
    path("", portfolio_views.contract_list, name="list"),
    path("files/<str:name>", portfolio_views.portfolio_file, name="portfolio_file"),
    path("new/", views.new, name="new"),
    *sizing_urls.urlpatterns,
    *selection_urls.urlpatterns,
    *money_urls.urlpatterns,
    *ocds_urls.urlpatterns,
    path(_ONE, views.contract_page, name="contract"),
    path(f"{_ONE}do/<slug:name>/", views.deed, name="deed"),
    path(f"{_ONE}do/<slug:name>/<int:number>/", views.deed, name="deed_on"),
]
