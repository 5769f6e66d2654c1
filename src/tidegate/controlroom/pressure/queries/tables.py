"""Choices of score tables as one viewer may see them, and whether they may choose."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tidegate.controlroom.directory.models import Organisation
from tidegate.controlroom.pressure.models import TableChoice
from tidegate.controlroom.pressure.reach import CHOOSE, VIEW
from tidegate.controlroom.pressure.terms import TERMS

if TYPE_CHECKING:
    from tidegate.controlroom.directory.viewer import Viewer


def choices(viewer: Viewer) -> list[TableChoice]:
    """Return every choice of a score table, the latest first: it is the same for everyone."""
    return list(TableChoice.objects.defer("text")) if viewer.may(VIEW) else []


def may_choose(viewer: Viewer) -> bool:
    """Say whether the viewer may choose for every provider that reports, as a choice needs."""
    reach = viewer.codes_where(CHOOSE)
    reporting = Organisation.objects.filter(kind__in=TERMS.kinds)
    return bool(reach) and not reporting.exclude(code__in=reach).exists()
