"""The document of the interface, for programs and for people."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from tidegate.controlroom.api import presenters
from tidegate.controlroom.api.document import document
from tidegate.controlroom.permissions import public


@public
@require_safe
def openapi(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 - Django's signature
    """Give the OpenAPI document; it shows nothing that belongs to an organisation."""
    return JsonResponse(document())


@public
@require_safe
def reference(request: HttpRequest) -> HttpResponse:
    """List the operations for people."""
    page = {"tables": presenters.operations(document()), "problems": presenters.problems()}
    return render(request, "api/reference.jinja", page)
