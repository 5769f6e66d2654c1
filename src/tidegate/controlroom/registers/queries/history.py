"""What the record says of one row, and for whom someone may keep a register."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tidegate.controlroom.directory.models import Organisation
from tidegate.controlroom.log.models import Entry
from tidegate.controlroom.registers.keeping import HEAR, VIEW
from tidegate.core.log.entry import Visibility

if TYPE_CHECKING:
    from tidegate.controlroom.directory.viewer import Viewer


def history(viewer: Viewer, subject: str, keeper: str) -> tuple[Entry, ...]:
    """Return the entries of a row that is in sight, newest first.

    Args:
        viewer: who has the row in sight.
        subject: what it is in the record.
        keeper: who keeps it; others read of it what partners may.
    """
    rows = Entry.objects.filter(subject=subject).order_by("-seq")
    if not (viewer.may(VIEW, keeper) or viewer.may(HEAR, keeper)):
        rows = rows.exclude(visibility=Visibility.INTERNAL)
    return tuple(rows)


def keepers(viewer: Viewer, permission: str) -> list[tuple[str, str]]:
    """Return code and name of the organisations that a viewer may keep a register for."""
    rows = Organisation.objects.filter(code__in=viewer.codes_where(permission))
    return [(row.code, row.name) for row in rows.exclude(kind="site")]


def names(viewer: Viewer) -> dict[str, str]:
    """Return the name of every organisation by its code, as ODS publishes both.

    Whoever sees no register learns none.
    """
    if not viewer.may(VIEW):
        return {}
    return dict(Organisation.objects.order_by().values_list("code", "name"))
