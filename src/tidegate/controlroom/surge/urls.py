"""The addresses of surges; each further part of the room has its own list beside this one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import include, path

from tidegate.controlroom.surge import proposal_views, views

if TYPE_CHECKING:
    from django.urls import URLPattern, URLResolver

app_name = "surge"
_ONE = "<str:reference>/"
# Addresses without a reference come first, so that none is taken for one.
urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.surge_list, name="list"),
    path("tasks/", views.tasks, name="tasks"),
    path("watch/", views.watch, name="watch"),
    path("", include("tidegate.controlroom.surge.happening_urls")),
    path(_ONE, views.surge_page, name="surge"),
    path(f"{_ONE}propose/", proposal_views.propose, name="propose"),
    path(f"{_ONE}record.json", views.record_file, name="record_file"),
    path(f"{_ONE}record/", views.record_print, name="record"),
    path(f"{_ONE}do/<slug:name>/", views.deed, name="deed"),
    path(f"{_ONE}do/<slug:name>/<int:number>/", views.deed, name="deed_on"),
]
