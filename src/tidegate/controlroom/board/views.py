"""The board: all of the viewer's areas at a glance."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET

from tidegate.controlroom.board import presenters, words
from tidegate.controlroom.board.figures import origin
from tidegate.controlroom.contracts import on_board as contracts_on_board
from tidegate.controlroom.contracts.reach import VIEW as CONTRACTS_VIEW
from tidegate.controlroom.directory.queries import organisations
from tidegate.controlroom.log.presenters import lines
from tidegate.controlroom.log.queries import record_page
from tidegate.controlroom.matching import queries as matching
from tidegate.controlroom.matching.figures import plan_figures
from tidegate.controlroom.matching.files import CONTRACTS
from tidegate.controlroom.matching.presenters.moves import moves
from tidegate.controlroom.permissions import requires
from tidegate.controlroom.pressure import on_board
from tidegate.controlroom.pressure.reach import VIEW as PRESSURE
from tidegate.controlroom.surge.on_board import surge_panel
from tidegate.controlroom.surge.on_board_closures import closure_panel
from tidegate.controlroom.waiting import figures, lists
from tidegate.controlroom.waiting import published as open_figures
from tidegate.controlroom.waiting.names import naming
from tidegate.exchange.findings import UnusableInput

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpResponse

    from tidegate.controlroom.board.presenters import Group
    from tidegate.controlroom.board.tables import Table
    from tidegate.controlroom.directory.viewer import Viewer, ViewerRequest
    from tidegate.controlroom.matching.figures import PlanFigures
    from tidegate.controlroom.matching.models import Plan
    from tidegate.controlroom.waiting.lists import WaitingList

ENTRIES = 5
WALL = "wall"
"""The view of all areas alone and large, for a wall; it comes anew by itself."""
SECONDS_ON_A_WALL = 120


@require_GET
@requires("board.view")
def board(request: ViewerRequest) -> HttpResponse:
    """Show what stands where, newest first, each figure with its source, age and page."""
    viewer = request.viewer
    pressure = _pressure(viewer, request)
    if request.GET.get("view") == WALL and pressure is not None and pressure.areas:
        answer = render(request, "pressure/wall.jinja", {"panel": pressure})
        answer["Refresh"] = str(SECONDS_ON_A_WALL)
        return answer
    named = naming(viewer)["area"]
    found = lists.newest(viewer) if viewer.may(lists.FIGURES) else None
    newest = matching.latest_plan(viewer) if viewer.may(matching.VIEW) else None
    kept = None if newest is None else _kept(viewer, newest)
    heading = presenters.heading(list(organisations(viewer)), viewer.areas)
    groups = [
        _waiting(viewer, found),
        None if newest is None else _plan(viewer, newest, kept, heading),
        _published(viewer),
    ]
    return render(
        request,
        "board/board.jinja",
        {
            "heading": heading,
            "pressure": pressure,
            "surge": surge_panel(viewer, timezone.now()),
            "closed": closure_panel(viewer, timezone.now()),
            "contracts": _contracts(viewer),
            "groups": [group for group in groups if group is not None],
            "may_see_figures": viewer.may(lists.FIGURES) or viewer.may(matching.VIEW),
            "areas": _areas(viewer, found, named),
            "moves": None if kept is None else moves(kept.summary, kept.ground),
            "entries": _entries(viewer),
        },
    )


def _pressure(viewer: Viewer, request: ViewerRequest) -> on_board.Panel | None:
    if not viewer.may(PRESSURE):
        return None
    sort = request.GET.get("sort", "")
    wall = request.GET.get("view") == WALL
    return on_board.panel(viewer, timezone.now(), request.path, sort, wall=wall)


def _contracts(viewer: Viewer) -> contracts_on_board.Panel | None:
    return contracts_on_board.panel(viewer, timezone.now()) if viewer.may(CONTRACTS_VIEW) else None


def _waiting(viewer: Viewer, found: WaitingList | None) -> Group | None:
    if found is None:
        return None
    earlier = lists.month_before(viewer, found)
    return presenters.waiting(
        figures.count(found.frame),
        origin("pathways", found.source, found.as_of, timezone.localdate()),
        None if earlier is None else figures.count(earlier.frame),
        "" if earlier is None else words.day(earlier.as_of),
        reverse("waiting:list"),
    )


def _kept(viewer: Viewer, newest: Plan) -> PlanFigures | None:
    """Read the newest plan's figures; without them the board still shows the rest."""
    try:
        return plan_figures(matching.folder_of(viewer, newest))
    except UnusableInput:
        return None


def _plan(viewer: Viewer, newest: Plan, kept: PlanFigures | None, heading: str) -> Group:
    area = matching.areas_planned(viewer).get(newest.area, newest.area)
    area = "" if area == heading else area
    if kept is None:
        return presenters.damaged_plan(area)
    return presenters.newest_plan(
        newest,
        kept.summary,
        area,
        timezone.localdate(),
        reverse("matching:plan", args=[newest.pk]),
        with_contracts=newest.area in viewer.codes_where(CONTRACTS),
    )


def _published(viewer: Viewer) -> Group | None:
    months = open_figures.months(viewer)[-2:]
    if not months:
        return None
    trend = open_figures.trend(months, open_figures.Narrowed())
    return presenters.published(
        trend,
        open_figures.publisher(),
        open_figures.EVERYONE,
        timezone.localdate(),
        reverse("waiting:published"),
    )


def _areas(viewer: Viewer, found: WaitingList | None, named: Callable[[str], str]) -> Table | None:
    if found is None or len(viewer.areas) < 2:  # noqa: PLR2004 - one area is the page itself
        return None
    counts = figures.count_by(found.frame, "area")
    newest: dict[str, Plan] = {}
    if viewer.may(matching.VIEW):
        for plan in matching.plans(viewer):
            newest.setdefault(plan.area, plan)
    return presenters.areas(
        {code: each for code, each in counts.items() if code in viewer.areas},
        newest,
        named,
        lambda plan: reverse("matching:plan", args=[plan.pk]),
    )


def _entries(viewer: Viewer) -> list[object]:
    if not viewer.may("log.view_record"):
        return []
    return list(lines(record_page(viewer, size=ENTRIES).entries, timezone.now()))
