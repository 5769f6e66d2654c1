"""Who comes to an operation, with which token, and whether its role carries the permission."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.utils import timezone
from ninja.security import HttpBearer
from ninja.throttling import SimpleRateThrottle

from tidegate.controlroom.directory.services.note_use import note_use
from tidegate.controlroom.directory.tree import token_with
from tidegate.controlroom.directory.viewer import Viewer, viewer_of_token
from tidegate.controlroom.permissions import PermissionMissing
from tidegate.core.directory.roles import PERMISSIONS

if TYPE_CHECKING:
    from django.http import HttpRequest

    from tidegate.controlroom.directory.models import Token

LONGEST_SECRET = 200


class Bearer(HttpBearer):
    """Opens one operation to tokens whose role carries one permission.

    A browser's session opens nothing here, so that no page of someone else's can call in the
    name of whoever is signed in.
    """

    def __init__(self, permission: str, or_else: str = "") -> None:
        if permission not in PERMISSIONS:
            raise ValueError(f"no such permission: {permission}; see core/directory/roles.py")
        super().__init__()
        self.permission, self.or_else = permission, or_else

    def authenticate(self, request: HttpRequest, token: str) -> Token | None:
        """Return the token, and put who is looking on the request.

        Raises:
            PermissionMissing: the token works, and its role does not carry the permission.
        """
        now = timezone.now()
        known = token_with(token) if len(token) <= LONGEST_SECRET else None
        if known is None or not known.works(now):
            return None
        viewer = viewer_of_token(known)
        request.viewer = viewer  # type: ignore[attr-defined]
        if not viewer.may(self.permission) and not viewer.may(self.or_else):
            raise PermissionMissing(self.permission)
        note_use(known, now=now)
        return known


class OftenEnough(SimpleRateThrottle):
    """So many calls a minute from one token, counted in each web process by itself."""

    def __init__(self) -> None:
        super().__init__(settings.API_RATE)

    def get_cache_key(self, request: HttpRequest) -> str:
        """Count by token: operations are opened by nothing else."""
        token: Any = request.auth  # type: ignore[attr-defined]
        return f"api-calls-{token.pk}"


def viewer_on(request: HttpRequest, decided_by: str = "") -> Viewer:
    """Return who is looking, acting for whoever decided in the system that calls."""
    if decided_by:
        return viewer_of_token(request.auth, decided_by=decided_by)  # type: ignore[attr-defined]
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    return viewer
