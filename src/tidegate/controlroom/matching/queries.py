"""Plans as one viewer may see them, and what they may plan with."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tidegate.controlroom.directory.models import Organisation
from tidegate.controlroom.directory.tree import areas_of
from tidegate.controlroom.matching.models import Plan
from tidegate.controlroom.matching.plan_store import plans_folder
from tidegate.controlroom.waiting.models import Snapshot

if TYPE_CHECKING:
    from pathlib import Path

    from django.db.models import QuerySet

    from tidegate.controlroom.directory.viewer import Viewer

VIEW, REASONS, RUN = "matching.view_plan", "matching.view_reasons", "matching.run_plan"
ARRANGE = "transfers.arrange"


def plans(viewer: Viewer) -> QuerySet[Plan]:
    """Return the plans of the viewer's areas, newest first.

    Everybody who may see plans sees the figures of the whole area, a provider's people included;
    single pathways are narrowed by ``holders_in_sight``.
    """
    areas = areas_of(viewer.codes_where(VIEW))
    return Plan.objects.filter(area__in=areas).order_by("-made_at", "-id")


def areas_planned(viewer: Viewer) -> dict[str, str]:
    """Name the areas of the plans in sight, also to those who act for one provider in them."""
    areas = areas_of(viewer.codes_where(VIEW))
    return dict(Organisation.objects.filter(code__in=areas).values_list("code", "name"))


def latest_plan(viewer: Viewer) -> Plan | None:
    """Return the newest plan in the viewer's sight."""
    return plans(viewer).first()


def plan_in_sight(viewer: Viewer, number: int) -> Plan | None:
    """Return one plan, or None when it is out of the viewer's sight."""
    return plans(viewer).filter(pk=number).first()


def plans_before(viewer: Viewer, plan: Plan) -> list[Plan]:
    """Return the earlier plans of a plan's area, the one that it replaces first, then newest."""
    earlier = plans(viewer).filter(area=plan.area, pk__lt=plan.pk)
    return sorted(earlier, key=lambda other: other.pk != plan.replaces_id)


def folder_of(viewer: Viewer, plan: Plan) -> Path:
    """Return where a plan's files lie.

    Raises:
        PermissionError: the plan is out of the viewer's sight.
    """
    if plan_in_sight(viewer, plan.pk) is None:
        raise PermissionError(f"plan {plan.pk} is out of the viewer's sight")
    return plans_folder() / plan.folder


def inputs_of(viewer: Viewer, plan: Plan) -> list[Snapshot]:
    """Return the snapshots that a plan was made from; those who see the plan may know them."""
    if plan_in_sight(viewer, plan.pk) is None:
        return []
    return list(plan.inputs.order_by("kind", "organisation", "id"))


def holders_in_sight(viewer: Viewer) -> frozenset[str]:
    """Return the organisations whose pathways the viewer may see the reasons of, one by one."""
    return viewer.codes_where(REASONS)


def may_change(viewer: Viewer, plan: Plan, holders: frozenset[str]) -> bool:
    """Tell whether a viewer may plan this plan anew: its area, and the lists of all ``holders``."""
    reach = viewer.codes_where(RUN)
    return plan.area in reach and holders <= reach


def offers_to_plan(viewer: Viewer) -> QuerySet[Snapshot]:
    """Return the current offers that the viewer may make a plan with, newest first."""
    return _current(viewer, "offers")


def lists_to_plan(viewer: Viewer) -> QuerySet[Snapshot]:
    """Return the current waiting lists that the viewer may make a plan with, newest first."""
    return _current(viewer, "pathways")


def _current(viewer: Viewer, kind: str) -> QuerySet[Snapshot]:
    rows = Snapshot.objects.filter(
        kind=kind, superseded_by=None, organisation__in=viewer.codes_where(RUN)
    )
    return rows.order_by("-as_of", "organisation", "-id")
