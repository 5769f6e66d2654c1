"""Every view says who may open it: with one permission, anyone signed in, or the public."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import TYPE_CHECKING, Any

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseBase

from tidegate.core.directory.roles import PERMISSIONS

if TYPE_CHECKING:
    from tidegate.controlroom.directory.viewer import ViewerRequest

View = Callable[..., HttpResponseBase]


class PermissionMissing(PermissionDenied):
    """The viewer lacks one named permission; the page says which, and who can give it."""

    def __init__(self, permission: str) -> None:
        self.permission = permission
        super().__init__(f"permission {permission} is missing")


def requires(permission: str) -> Callable[[View], View]:
    """Let only viewers with this permission open the view; others get the page that says why."""
    if permission not in PERMISSIONS:
        raise ValueError(f"no such permission: {permission}; see core/directory/roles.py")

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: ViewerRequest, *arguments: Any, **named: Any) -> HttpResponseBase:
            if not request.viewer.may(permission):
                raise PermissionMissing(permission)
            return view(request, *arguments, **named)

        guarded.opened_by = permission  # type: ignore[attr-defined]
        return guarded

    return decorate


def signed_in(view: View) -> View:
    """Let everyone who has signed in open the view, whatever their roles."""
    view.opened_by = "signed in"  # type: ignore[attr-defined]
    return view


def public(view: View) -> View:
    """Let anyone open the view; it must show nothing that belongs to an organisation."""
    view.opened_by = "public"  # type: ignore[attr-defined]
    return login_not_required(view)
