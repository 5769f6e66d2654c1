"""The addresses of the waiting lists."""

from __future__ import annotations

from django.urls import path

from tidegate.controlroom.waiting import views

app_name = "waiting"
urlpatterns = [
    path("", views.waiting_list, name="list"),
    path("published/", views.published, name="published"),
    path("pathways/", views.pathways, name="pathways"),
    path("pathways/<path:pathway_id>/", views.pathway, name="pathway"),
]
