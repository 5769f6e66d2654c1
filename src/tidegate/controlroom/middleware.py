"""What happens to every request before a view sees it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse

from tidegate.controlroom.directory.viewer import ViewerRequest, viewer_of

Handler = Callable[[Any], HttpResponse]

# No page uses these; a script that gets in must not either.
PERMISSIONS_POLICY = (
    "accelerometer=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), "
    "microphone=(), payment=(), publickey-credentials-get=(), usb=()"
)


def permissions_policy(handle: Handler) -> Handler:
    """Tell the browser to refuse the device features that no page uses."""

    def with_policy(request: ViewerRequest) -> HttpResponse:
        response = handle(request)
        response.headers["Permissions-Policy"] = PERMISSIONS_POLICY
        return response

    return with_policy


def viewer(handle: Handler) -> Handler:
    """Say who is looking, from today's memberships: a role withdrawn is gone at the next click.

    ``?organisation=CODE`` narrows what is seen to that organisation and everything beneath it.
    """

    def with_viewer(request: ViewerRequest) -> HttpResponse:
        request.viewer = viewer_of(request.user)
        chosen = request.GET.get("organisation")
        if chosen and request.user.is_authenticated:
            request.viewer = request.viewer.narrowed_to(chosen)
        return handle(request)

    return with_viewer
