"""Providers' own waiting lists as one viewer may see them, put together from their snapshots.

What is read is kept in memory by its hash: snapshots never change, and the rows that a viewer
may not see are left out afterwards, at each look.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from functools import lru_cache
from typing import TYPE_CHECKING

import polars as pl

from tidegate.controlroom.waiting import queries
from tidegate.controlroom.waiting.store import store
from tidegate.exchange.kinds import Kind
from tidegate.exchange.waiting.pathways import AS_OF

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from tidegate.controlroom.directory.viewer import Viewer
    from tidegate.controlroom.waiting.models import Snapshot

PATHWAYS = Kind.PATHWAYS.value
FIGURES = "waiting.view_list"
SINGLE = "waiting.view_pathways"
COUNTED = ("pathway_id", "holder", "area", "tfc", "priority", AS_OF, "count")
NOTHING = pl.DataFrame(schema=dict.fromkeys(COUNTED, pl.String)).rename({AS_OF: "weeks_waited"})
A_MONTH_BEFORE = timedelta(days=21)
KEPT_IN_MEMORY = 64


@dataclass(frozen=True, slots=True)
class WaitingList:
    """The newest list of each organisation, put together.

    Attributes:
        frame: one row for each pathway (or counted class), as far as the viewer may see.
        snapshots: what it was put together from.
    """

    frame: pl.DataFrame
    snapshots: tuple[Snapshot, ...]

    @property
    def as_of(self) -> date:
        """The day that the oldest part of it describes: it is no newer than that."""
        return min(snapshot.as_of for snapshot in self.snapshots)

    @property
    def source(self) -> str:
        """What a reader would call the source."""
        return "Providers’ own lists" if len(self.snapshots) > 1 else "The provider’s own list"


def newest(viewer: Viewer, permission: str = FIGURES) -> WaitingList | None:
    """Return the newest list of each organisation, or None when there is none in sight."""
    newest_first = queries.snapshots(viewer, PATHWAYS).order_by("-as_of", "-id")
    return _put_together(viewer, permission, _first_of_each(newest_first))


def month_before(viewer: Viewer, now: WaitingList) -> WaitingList | None:
    """Return the same organisations' lists of about a month earlier, when all are there."""
    latest = {one.organisation: one.as_of - A_MONTH_BEFORE for one in now.snapshots}
    before = [
        row
        for row in queries.snapshots(viewer, PATHWAYS).order_by("-as_of", "-id")
        if row.organisation in latest and row.as_of <= latest[row.organisation]
    ]
    earlier = _first_of_each(before)
    return _put_together(viewer, FIGURES, earlier) if len(earlier) == len(latest) else None


def pathway(viewer: Viewer, pathway_id: str) -> tuple[dict[str, object], WaitingList] | None:
    """Return everything known of one pathway, or None when it is out of the viewer's sight."""
    codes = list(viewer.codes_where(SINGLE))
    wanted = (pl.col("pathway_id") == pathway_id) & pl.col("holder").is_in(codes)
    newest_first = queries.snapshots(viewer, PATHWAYS).order_by("-as_of", "-id")
    for snapshot in _first_of_each(newest_first):
        places = _counted(snapshot.sha256).select(pl.arg_where(wanted)).to_series()
        for place in places:  # the stored file has its rows in the same order
            stored = pl.scan_parquet(store().path(snapshot.sha256)).slice(place, 1).collect()
            stored = stored.with_columns(weeks_waited=AS_OF).drop(AS_OF)
            row = stored.row(0, named=True)
            return row, WaitingList(stored, (snapshot,))
    return None


def _first_of_each(snapshots: Iterable[Snapshot]) -> list[Snapshot]:
    chosen: dict[str, Snapshot] = {}
    for snapshot in snapshots:
        chosen.setdefault(snapshot.organisation, snapshot)
    return list(chosen.values())


def _put_together(viewer: Viewer, permission: str, snapshots: list[Snapshot]) -> WaitingList | None:
    if not snapshots:
        return None
    codes = list(viewer.codes_where(permission))
    theirs = pl.col("holder").is_in(codes)
    frames = [_counted(snapshot.sha256).filter(theirs) for snapshot in snapshots]
    return WaitingList(pl.concat(frames), tuple(snapshots))


@lru_cache(maxsize=KEPT_IN_MEMORY)
def _counted(sha256: str) -> pl.DataFrame:
    """Read the columns that figures need; the file is compared with its hash once, here.

    Weeks waited are those on the day that the list describes, as they are on every page.
    """
    return store().read(sha256, columns=list(COUNTED)).rename({AS_OF: "weeks_waited"})
