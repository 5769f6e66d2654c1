"""The addresses of the directory, under ``organisations/``."""

from __future__ import annotations

from django.urls import path

from tidegate.controlroom.directory import views

app_name = "directory"
urlpatterns = [
    path("", views.organisations, name="organisations"),
    path("<str:code>/", views.organisation, name="organisation"),
]
