"""The pages of this room that a viewer may open."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse

from tidegate.controlroom.waiting import lists

if TYPE_CHECKING:
    from tidegate.controlroom.directory.viewer import Viewer

_PAGES = (
    ("list", "Our lists", lists.FIGURES),
    ("pathways", "Single pathways", lists.SINGLE),
    ("published", "Published months", lists.FIGURES),
    ("look_ahead", "Look ahead", lists.FIGURES),
)


def room_pages(viewer: Viewer, current: str) -> list[dict[str, object]]:
    """Return what the room's own navigation shows, on the page named."""
    return [
        {"text": text, "href": reverse(f"waiting:{name}"), "current": name == current}
        for name, text, permission in _PAGES
        if viewer.may(permission)
    ]
