"""The pages of transfers, as tabs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse

if TYPE_CHECKING:
    from tidegate.controlroom.directory.viewer import Viewer

BOARD, QUEUE, OFFERS, WAVES = "board", "queue", "offers", "waves"
USE, ALERTS = "use", "alerts"
_TABS = ((BOARD, "Requests"), (QUEUE, "My queue"), (OFFERS, "Offers"), (WAVES, "Waves"),
         (USE, "Ledger of use"), (ALERTS, "Alerts"))  # fmt: skip


def tabs(viewer: Viewer, current: str, waiting: int = 0) -> list[dict[str, object]]:
    """Return the tabs that a viewer may open, with the one that is open marked.

    ``waiting`` is how many requests wait for the viewer, where a page has counted them.
    """
    if not viewer.may("transfers.view"):
        return []
    return [
        {
            "text": text,
            "href": reverse(f"transfers:{name}"),
            "current": name == current,
            "count": f"{waiting:,}" if name == QUEUE and waiting else "",
        }
        for name, text in _TABS
    ]
