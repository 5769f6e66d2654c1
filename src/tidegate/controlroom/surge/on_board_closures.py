"""What the board says of closures, diverts and incidents that are so now."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tidegate.controlroom.board import words
from tidegate.controlroom.surge.closure_views import lines_of
from tidegate.controlroom.surge.presenters.happening import Listed, incident_line
from tidegate.controlroom.surge.queries import action_cards, closures, incidents
from tidegate.controlroom.surge.reach import VIEW

if TYPE_CHECKING:
    from datetime import datetime

    from tidegate.controlroom.directory.viewer import Viewer
    from tidegate.controlroom.surge.presenters.closures import ClosureLine

MOST = 6


@dataclass(frozen=True, slots=True)
class ClosurePanel:
    """The panel: what is closed now, incidents that are not over, and cards that wait."""

    closures: list[ClosureLine]
    more: str
    incidents: list[Listed]
    cards: str


def closure_panel(viewer: Viewer, now: datetime) -> ClosurePanel | None:
    """Return what the board shows of closures; None where nothing is closed and nobody waits."""
    if not viewer.may(VIEW):
        return None
    named = closures.naming(viewer)
    rows = closures.closed_now(viewer)
    declared = incidents.incidents(viewer).filter(state="declared")[:MOST]
    waiting = action_cards.open_cards(viewer).count()
    left = rows.count() - MOST
    panel = ClosurePanel(
        closures=lines_of(viewer, rows[:MOST], now),
        more=f"and {words.counted(left, 'more closure')}" if left > 0 else "",
        incidents=[incident_line(row, named) for row in declared],
        cards=f"{words.counted(waiting, 'action card')} not answered" if waiting else "",
    )
    return panel if panel.closures or panel.incidents or panel.cards else None
