"""What the board says of surges: where each live one of the viewer's areas stands."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tidegate.controlroom.surge.presenters.surge import Listed, listed
from tidegate.controlroom.surge.queries import surges as queries
from tidegate.controlroom.surge.reach import VIEW
from tidegate.controlroom.surge.tasks import tasks_of
from tidegate.controlroom.transfers.queries.names import naming
from tidegate.core.surge.states import ENDED

if TYPE_CHECKING:
    from datetime import datetime

    from tidegate.controlroom.directory.viewer import Viewer
    from tidegate.controlroom.surge.task import Task

_ENDED = sorted(state.value for state in ENDED)
MOST_TASKS = 5


@dataclass(frozen=True, slots=True)
class SurgePanel:
    """The panel: each surge that has not ended, and what of them waits for the viewer."""

    surges: list[Listed]
    tasks: list[Task]


def surge_panel(viewer: Viewer, now: datetime) -> SurgePanel | None:
    """Return what the board shows of surges; None where none is in sight and nothing waits."""
    if not viewer.may(VIEW):
        return None
    rows = queries.surges(viewer).exclude(state__in=_ENDED)
    found = listed(rows, naming(viewer))
    tasks = tasks_of(viewer, now)[:MOST_TASKS]
    return SurgePanel(found, tasks) if found or tasks else None
