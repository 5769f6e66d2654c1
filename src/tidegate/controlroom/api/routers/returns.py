"""Situation reports: handed in and corrected by a provider's own system, and read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, Literal

from django.http import HttpRequest
from django.utils import timezone
from ninja import Query, Router

from tidegate.controlroom.api.door import viewer_on
from tidegate.controlroom.api.operations import operation
from tidegate.controlroom.api.parts import Limit, Offset, part
from tidegate.controlroom.api.schemas.returns import ReturnIn, ReturnOut, Returns
from tidegate.controlroom.api.schemas.values import Day, OdsCode
from tidegate.controlroom.pressure import queries
from tidegate.controlroom.pressure.models import How
from tidegate.controlroom.pressure.new_return import NewReturn
from tidegate.controlroom.pressure.presence import came_late
from tidegate.controlroom.pressure.refused import ReturnRefused, refuse
from tidegate.controlroom.pressure.services.correct_return import correct_return
from tidegate.controlroom.pressure.services.submit_return import submit_return
from tidegate.controlroom.pressure.terms import TERMS
from tidegate.core.pressure.submission import missing_measures

if TYPE_CHECKING:
    from tidegate.controlroom.directory.viewer import Viewer
    from tidegate.controlroom.pressure.models import Return

router = Router(tags=["Situation reports"])


@operation(router, "GET", "/returns", permission="pressure.view", gives=Returns)
def list_returns(
    request: HttpRequest,
    provider: Annotated[OdsCode, Query(None, description="Of this provider only.")] = None,  # type: ignore[assignment]
    since: Annotated[Day, Query(None, description="From this day on only.")] = None,  # type: ignore[assignment]
    until: Annotated[Day, Query(None, description="Up to this day only.")] = None,  # type: ignore[assignment]
    versions: Annotated[
        Literal["newest", "every"], Query(description="Superseded ones too, or not.")
    ] = "newest",
    limit: Limit = 50,
    offset: Offset = 0,
) -> dict[str, Any]:
    """List the situation reports that this token may see.

    Those of the token's own provider, and all of the areas that it acts for; newest day first.
    """
    rows = queries.returns(
        viewer_on(request),
        provider=provider or "",
        since=since,
        until=until,
        every_version=versions == "every",
    )
    rows = rows.select_related("superseded_by")
    return part(rows, limit, offset, lambda some: [_shown(row) for row in some])


@operation(
    router, "POST", "/returns", permission="pressure.submit", gives=ReturnOut, status=201
)  # fmt: skip
def hand_in_return(request: HttpRequest, body: ReturnIn) -> dict[str, Any]:
    """Hand in the situation report of a day, or correct it.

    What is late, incomplete or implausible is taken and said so in the answer, under `late`,
    `left_out` and `findings`. A correction is the whole report again with the version that it
    corrects and a reason; the version before stays. The same report handed in again is the same
    report, and is answered as before.
    """
    viewer = viewer_on(request, body.decided_by)
    values = {name: value for name, value in body.values.model_dump().items() if value is not None}
    new = NewReturn(body.provider, body.day, values, How.INTERFACE)
    try:
        return _shown(_taken(viewer, new, body))
    except ReturnRefused:
        known = _known(viewer, new, body)
        if known is None:
            raise
        return _shown(known)


def _taken(viewer: Viewer, new: NewReturn, body: ReturnIn) -> Return:
    now = timezone.now()
    if body.corrects is not None:
        return correct_return(
            new=new, reason=body.reason, corrects=body.corrects, actor=viewer.actor, now=now
        )
    if body.reason:
        detail = "Say in “corrects” which version this corrects; a first report needs no reason."
        raise refuse(TERMS, "VERSION_NEEDED", detail, day=new.day)
    return submit_return(new=new, actor=viewer.actor, now=now)


def _known(viewer: Viewer, new: NewReturn, body: ReturnIn) -> Return | None:
    """Return the version that this very report became when it was handed in before."""
    number = 1 if body.corrects is None else body.corrects + 1
    return next(
        (
            row
            for row in queries.versions_of_day(viewer, new.organisation, new.day)
            if (row.version, row.reason, row.values) == (number, body.reason.strip(), new.values)
        ),
        None,
    )


def _shown(row: Return) -> dict[str, Any]:
    return {
        "provider": row.organisation,
        "submitted_by": row.submitted_by_name,
        "newest": not hasattr(row, "superseded_by"),
        "late": came_late(row),
        "findings": [{**found, "rule_version": row.terms} for found in row.findings],
        "left_out": missing_measures(row.values, TERMS),
        **{
            name: getattr(row, name)
            for name in ("day", "version", "values", "as_of", "submitted_at", "how", "reason")
        },
    }
