"""The address of sizing, for the list of addresses of contracts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import path

from tidegate.controlroom.contracts import sizing_views

if TYPE_CHECKING:
    from django.urls import URLPattern

urlpatterns: list[URLPattern] = [path("sizing/", sizing_views.sizing, name="sizing")]
