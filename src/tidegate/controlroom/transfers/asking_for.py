"""Where a transfer is asked for from the page of a pathway, for those who may ask."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse

from tidegate.controlroom.board.paging import address

if TYPE_CHECKING:
    from tidegate.controlroom.directory.viewer import Viewer

START = "transfers.request"


def asking_for(viewer: Viewer, pathway_id: str, holder: str) -> str:
    """Return the address of the form, filled in for this pathway; empty for those who may not."""
    if not viewer.may(START, holder):
        return ""
    return address(reverse("transfers:start"), {"pathway": pathway_id})
