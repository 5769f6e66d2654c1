"""The addresses of the interface, under ``api/v1/``."""

from __future__ import annotations

from django.urls import URLPattern, path

from tidegate.controlroom.api import views
from tidegate.controlroom.api.guarded import guarded
from tidegate.controlroom.api.interface import interface

app_name = "api"


def _operations() -> list[URLPattern]:
    """Return the addresses of the operations, each view guarded; ninja's own home is left out."""
    patterns, _, _ = interface.urls
    found = [each for each in patterns if isinstance(each, URLPattern) and each.name != "api-root"]
    return [path(str(each.pattern), guarded(each.callback), name=each.name or "") for each in found]


urlpatterns = [
    path("", views.reference, name="reference"),
    path("openapi.json", views.openapi, name="openapi"),
    *_operations(),
]
