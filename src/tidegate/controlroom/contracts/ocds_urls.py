"""The addresses of contracts in open contracting data."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import path

from tidegate.controlroom.contracts import ocds_views

if TYPE_CHECKING:
    from django.urls import URLPattern

urlpatterns: list[URLPattern] = [
    path("<str:reference>/ocds.json", ocds_views.releases, name="ocds"),
    path("<str:reference>/ocds-record.json", ocds_views.record, name="ocds_record"),
]
