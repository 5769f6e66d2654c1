"""What happens to every request before a view sees it."""

from __future__ import annotations

from collections.abc import Callable
from itertools import chain
from typing import Any

from django.core.exceptions import BadRequest
from django.http import HttpResponse
from django.utils.cache import add_never_cache_headers

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


def no_nul_byte(handle: Handler) -> Handler:
    """Refuse a request with a NUL byte anywhere: nobody types one, and PostgreSQL keeps none.

    A wrong password that came with one could not be stored as a failed attempt, so it would not
    count towards the lockout.
    """

    def without_nul_byte(request: ViewerRequest) -> HttpResponse:
        fields = chain(request.GET.lists(), request.POST.lists())
        sent = chain.from_iterable((name, *values) for name, values in fields)
        headers = (value for value in request.META.values() if isinstance(value, str))
        if any("\0" in text for text in chain(headers, sent)):
            raise BadRequest("a NUL byte was sent")
        return handle(request)

    return without_nul_byte


def viewer(handle: Handler) -> Handler:
    """Say who is looking, from today's memberships: a role withdrawn is gone at the next click.

    ``?organisation=CODE`` narrows what is seen to that organisation and everything beneath it. No
    browser keeps what was shown, so that nobody goes back to it after they have signed out.
    """

    def with_viewer(request: ViewerRequest) -> HttpResponse:
        request.viewer = viewer_of(request.user)
        chosen = request.GET.get("organisation")
        if chosen and request.user.is_authenticated:
            request.viewer = request.viewer.narrowed_to(chosen)
        response = handle(request)
        if request.user.is_authenticated:
            add_never_cache_headers(response)
        return response

    return with_viewer
