"""Snapshots as one viewer may see them; the only way by which their facts reach a page."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl
from django.db.models import Q, QuerySet

from tidegate.controlroom.directory.models import Organisation
from tidegate.controlroom.waiting.models import Snapshot
from tidegate.controlroom.waiting.store import store
from tidegate.exchange.kinds import Kind

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from tidegate.controlroom.directory.viewer import Viewer

PERMISSION = "waiting.view_list"


def snapshots(viewer: Viewer, kind: str = "", *, superseded: bool = False) -> QuerySet[Snapshot]:
    """Return snapshots in the viewer's sight, newest date first.

    Args:
        viewer: who is looking; they see what is published, what is of their organisations, and
            the lists of whoever oversees those, of which ``facts`` shows them their own rows.
        kind: one kind only, such as ``rtt-full-csv``.
        superseded: also those that a later file has taken the place of.
    """
    if not viewer.may(PERMISSION):
        return Snapshot.objects.none()
    codes = viewer.codes_where(PERMISSION)
    in_sight = Q(organisation="") | Q(organisation__in=codes)
    in_sight |= Q(organisation__in=_overseers(codes), kind=Kind.PATHWAYS)
    rows = Snapshot.objects.filter(in_sight)
    if kind:
        rows = rows.filter(kind=kind)
    if not superseded:
        rows = rows.filter(superseded_by=None)
    return rows.select_related("supersedes").order_by("-as_of", "kind", "organisation", "-id")


def latest_snapshot(viewer: Viewer, kind: str, as_of: date | None = None) -> Snapshot | None:
    """Return the newest current snapshot of a kind, or the one of a given date."""
    rows = snapshots(viewer, kind)
    return (rows if as_of is None else rows.filter(as_of=as_of)).first()


def snapshot_in_sight(viewer: Viewer, number: int) -> Snapshot | None:
    """Return one snapshot, superseded or not, or None when it is out of the viewer's sight."""
    return snapshots(viewer, superseded=True).filter(pk=number).first()


def facts(viewer: Viewer, snapshot: Snapshot, columns: list[str] | None = None) -> pl.DataFrame:
    """Read the facts of a snapshot, after comparing them with what was stored.

    Where rows belong to a holder (the provider that the patient waits with), only those come back
    whose holder is an organisation of the viewer.

    Raises:
        PermissionError: the snapshot is out of the viewer's sight.
        UnusableInput: the stored file is missing or was altered.
    """
    if snapshot_in_sight(viewer, snapshot.pk) is None:
        raise PermissionError(f"snapshot {snapshot.pk} is out of the viewer's sight")
    frame = store().read(snapshot.sha256)
    if "holder" in frame.columns:
        frame = frame.filter(pl.col("holder").is_in(list(viewer.codes_where(PERMISSION))))
    return frame if columns is None else frame.select(columns)


def _overseers(codes: Iterable[str]) -> frozenset[str]:
    """Return the codes of everyone above these organisations, one query a level."""
    found: frozenset[str] = frozenset()
    frontier = frozenset(codes)
    while frontier:
        overseen = Organisation.objects.filter(code__in=frontier, parent__isnull=False)
        frontier = frozenset(overseen.values_list("parent__code", flat=True)) - found
        found |= frontier
    return found
