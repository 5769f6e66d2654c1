"""What every page knows: who looks, the menu, the version, whether it is a demonstration."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib.messages import get_messages

from tidegate import __version__
from tidegate.controlroom.directory.viewer import NOBODY
from tidegate.controlroom.navigation import menu_for

if TYPE_CHECKING:
    from django.http import HttpRequest


def page_context(request: HttpRequest) -> dict[str, Any]:
    """Return what ``base.jinja`` needs on any page, error pages included."""
    viewer = getattr(request, "viewer", NOBODY)
    return {
        "viewer": viewer,
        "menu": menu_for(viewer, request.path),
        "messages": get_messages(request),
        "version": __version__,
        "demonstration": settings.TIDEGATE_DEMO,
        # As text: django-csp's own object counts as false until it has been read.
        "csp_nonce": str(getattr(request, "csp_nonce", "")),
    }
