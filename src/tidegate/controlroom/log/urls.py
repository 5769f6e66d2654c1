"""The addresses of the record."""

from __future__ import annotations

from django.urls import path

from tidegate.controlroom.log import views

app_name = "log"
urlpatterns = [
    path("", views.record, name="record"),
    path("check/", views.check, name="check"),
    path("<int:seq>/", views.entry, name="entry"),
]
