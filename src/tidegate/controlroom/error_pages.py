"""The pages for what went wrong: said in the same design, with what to do next."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string

from tidegate.controlroom.permissions import PermissionMissing, public
from tidegate.core.directory.roles import PERMISSIONS, ROLES, Role, roles_with


@public
def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001 - Django's
    """Say that the request could not be understood."""
    return render(request, "errors/400.jinja", status=400)


@public
def not_allowed(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Say which permission is missing and who can give it."""
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
    return render(request, "errors/404.jinja", status=404)


@public
def our_fault(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 - Django's signature
    """Say that the fault is ours, on a page that needs nothing of what may have failed."""
    return HttpResponse(render_to_string("errors/500.jinja"), status=500)
