"""The addresses of surges; each further part of the room has its own list beside this one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import path

from tidegate.controlroom.surge import views

if TYPE_CHECKING:
    from django.urls import URLPattern

app_name = "surge"
_ONE = "<str:reference>/"
# Addresses without a reference come first, so that none is taken for one.
urlpatterns: list[URLPattern] = [
    path("", views.surge_list, name="list"),
]
