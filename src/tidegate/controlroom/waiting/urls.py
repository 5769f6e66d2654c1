"""The addresses of the waiting lists."""

from __future__ import annotations

from django.urls import path

from tidegate.controlroom.waiting import look_ahead_views, views

app_name = "waiting"
urlpatterns = [
    path("", views.waiting_list, name="list"),
    path("published/", views.published, name="published"),
    path("look-ahead/", look_ahead_views.look_ahead, name="look_ahead"),
    path("pathways/", views.pathways, name="pathways"),
    path("pathways/<path:pathway_id>/", views.pathway, name="pathway"),
]
