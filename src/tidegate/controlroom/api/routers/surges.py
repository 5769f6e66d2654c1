"""Surges, to be read; signing one off takes a person, and no token carries that permission."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

from django.http import Http404, HttpRequest
from ninja import Path, Query, Router

from tidegate.controlroom.api.door import viewer_on
from tidegate.controlroom.api.operations import operation
from tidegate.controlroom.api.parts import Limit, Offset, part
from tidegate.controlroom.api.schemas.surges import (
    KnownSurge,
    StateOfSurge,
    SurgeOut,
    Surges,
)
from tidegate.controlroom.surge.queries import surges as queries
from tidegate.controlroom.surge.reach import VIEW

if TYPE_CHECKING:
    from tidegate.controlroom.directory.viewer import Viewer
    from tidegate.controlroom.surge.models import Surge

router = Router(tags=["Surges"])
WhichSurge = Annotated[KnownSurge, Path(description="Reference of the surge.")]


@operation(router, "GET", "/surges", permission=VIEW, gives=Surges)
def list_surges(
    request: HttpRequest,
    state: Annotated[StateOfSurge, Query(description="Only these.")] = None,
    limit: Limit = 50,
    offset: Offset = 0,
) -> dict[str, Any]:
    """List the surges that this token may see.

    Those of the places that it oversees, and those put forward above its organisation; the newest
    first.
    """
    rows = queries.surges(viewer_on(request))
    if state:
        rows = rows.filter(state=state)
    return part(rows, limit, offset, lambda some: [_shown(row) for row in some])


@operation(router, "GET", "/surges/{surge}", permission=VIEW, gives=SurgeOut)
def show_surge(request: HttpRequest, surge: WhichSurge) -> dict[str, Any]:
    """Show one surge as it stands."""
    return _shown(_found(viewer_on(request), surge))


def _found(viewer: Viewer, reference: str) -> Surge:
    found = queries.surge_in_sight(viewer, reference)
    if found is None:
        raise Http404
    return found


def _shown(surge: Surge) -> dict[str, Any]:
    return {name: getattr(surge, name) for name in SurgeOut.model_fields}
