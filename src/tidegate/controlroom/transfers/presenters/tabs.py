"""The pages of transfers besides the board, as tabs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse

if TYPE_CHECKING:
    from tidegate.controlroom.directory.viewer import Viewer

BOARD, OFFERS, WAVES, USE, ALERTS = "board", "offers", "waves", "use", "alerts"
_TABS = ((BOARD, "Requests"), (OFFERS, "Offers"), (WAVES, "Waves"), (USE, "Ledger of use"),
         (ALERTS, "Alerts"))  # fmt: skip


def tabs(viewer: Viewer, current: str) -> list[dict[str, object]]:
    """Return the tabs that a viewer may open, with the one that is open marked."""
    if not viewer.may("transfers.view"):
        return []
    return [
        {"text": text, "href": reverse(f"transfers:{name}"), "current": name == current}
        for name, text in _TABS
    ]
