"""The menu: which pages there are, and which of them this viewer may open."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.urls import reverse

if TYPE_CHECKING:
    from tidegate.controlroom.directory.viewer import Viewer


@dataclass(frozen=True, slots=True)
class Destination:
    """One entry of the menu: its words, its URL name and the permission that opens it."""

    text: str
    url_name: str
    permission: str


MENU = (
    Destination("Board", "board:board", "board.view"),
    Destination("Pressure", "pressure:start", "pressure.view"),
    Destination("Surges", "surge:list", "surge.view"),
    Destination("Waiting list", "waiting:list", "waiting.view_list"),
    Destination("Plans", "matching:plans", "matching.view_plan"),
    Destination("Transfers", "transfers:board", "transfers.view"),
    Destination("Contracts", "contracts:list", "contracts.view"),
    Destination("Registers", "registers:index", "registers.view"),
    Destination("Record", "log:record", "log.view_record"),
    Destination("Organisations", "directory:organisations", "directory.view"),
)


def menu_for(viewer: Viewer, path: str) -> list[dict[str, object]]:
    """Return the menu's items for the header; the one that ``path`` is in is marked current."""
    return [
        {
            "text": item.text,
            "href": reverse(item.url_name),
            "active": _is_within(path, reverse(item.url_name)),
        }
        for item in MENU
        if viewer.may(item.permission)
    ]


def _is_within(path: str, href: str) -> bool:
    return path == href if href == "/" else path.startswith(href)
