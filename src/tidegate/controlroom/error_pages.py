"""The pages for what went wrong: said in the same design, with what to do next."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string

from tidegate.controlroom.api.problems import missing, problem
from tidegate.controlroom.permissions import PermissionMissing, public
from tidegate.core.directory.roles import PERMISSIONS, ROLES, Role, roles_with

INTERFACE = "/api/v1/"
"""Below it nobody reads pages: what went wrong is said as it is by the operations."""


@public
def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001 - Django's
    """Say that the request could not be understood."""
    if request.path.startswith(INTERFACE):
        return problem(400)
    return render(request, "errors/400.jinja", status=400)


@public
def not_allowed(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Say which permission is missing and who can give it."""
    if request.path.startswith(INTERFACE):
        if isinstance(exception, PermissionMissing):
            return missing(exception.permission)
        return problem(403)
    facts: dict[str, object] = {"permission": None, "meaning": "", "roles": [], "given_by": ""}
    if isinstance(exception, PermissionMissing):
        facts = {
            "permission": exception.permission,
            "meaning": PERMISSIONS[exception.permission],
            "roles": [ROLES[role].title for role in roles_with(exception.permission)],
            "given_by": ROLES[Role.ADMINISTRATOR].title.lower(),
        }
    return render(request, "errors/403.jinja", facts, status=403)


@public
def form_expired(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001 - Django's
    """Say that a form came without its token: usually it was open for too long."""
    return render(request, "errors/form_expired.jinja", status=403)


@public
def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001 - Django's
    """Say that there is no such page."""
    if request.path.startswith(INTERFACE):
        return problem(404)
    return render(request, "errors/404.jinja", status=404)


@public
def our_fault(request: HttpRequest) -> HttpResponse:
    """Say that the fault is ours, on a page that needs nothing of what may have failed."""
    if request.path.startswith(INTERFACE):
        return problem(500)
    return HttpResponse(render_to_string("errors/500.jinja"), status=500)
