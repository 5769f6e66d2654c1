"""Incidents and risk summits as one viewer may see them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q, QuerySet

from tidegate.controlroom.directory.models import Organisation
from tidegate.controlroom.surge.models import (
    Closure,
    Incident,
    IncidentMove,
    Summit,
    SummitAction,
)
from tidegate.controlroom.surge.queries.closures import closures
from tidegate.controlroom.surge.reach import VIEW
from tidegate.core.surge.incidents.incidents import COMMAND
from tidegate.core.surge.summits.summits import SUMMIT

if TYPE_CHECKING:
    from tidegate.controlroom.directory.viewer import Viewer


def incidents(viewer: Viewer) -> QuerySet[Incident]:
    """Return the incidents of places in sight, and of the viewer's area as a whole."""
    codes = viewer.codes_where(VIEW)
    areas = viewer.areas if codes else frozenset[str]()
    return Incident.objects.filter(
        Q(place__in=codes) | Q(authority__in=codes) | Q(place__in=areas)
    ).order_by("-declared_at", "-pk")


def incident_in_sight(viewer: Viewer, reference: str) -> Incident | None:
    """Return one incident, or None when it is out of the viewer's sight."""
    return incidents(viewer).filter(reference=reference).first()


def moves(viewer: Viewer, incident: Incident) -> tuple[IncidentMove, ...]:
    """Return each level that an incident in sight came to, the earliest first."""
    rows = IncidentMove.objects.filter(incident__in=incidents(viewer).filter(pk=incident.pk))
    return tuple(rows.order_by("at", "pk"))


def linked(viewer: Viewer, incident: Incident) -> tuple[Closure, ...]:
    """Return the closures in sight that are part of an incident."""
    return tuple(closures(viewer).filter(linked__incident=incident))


def to_link(viewer: Viewer, incident: Incident) -> list[tuple[str, str]]:
    """Return closures in sight that could be part of an incident and are not yet."""
    rows = closures(viewer).exclude(linked__incident=incident).exclude(state="void")[:50]
    return [(row.reference, row.reference) for row in rows]


def places(viewer: Viewer) -> list[tuple[str, str]]:
    """Return the organisations for which a viewer may declare incidents."""
    rows = Organisation.objects.filter(code__in=viewer.codes_where(COMMAND))
    return list(rows.order_by("name", "code").values_list("code", "name"))


def summits(viewer: Viewer) -> QuerySet[Summit]:
    """Return the risk summits that the viewer's organisations keep; nobody else reads of them."""
    return Summit.objects.filter(place__in=viewer.codes_where(VIEW)).order_by("-called_at", "-pk")


def summit_in_sight(viewer: Viewer, reference: str) -> Summit | None:
    """Return one risk summit, or None when it is out of the viewer's sight."""
    return summits(viewer).filter(reference=reference).first()


def actions(viewer: Viewer, summit: Summit) -> tuple[SummitAction, ...]:
    """Return the actions of a risk summit in sight."""
    rows = SummitAction.objects.filter(summit__in=summits(viewer).filter(pk=summit.pk))
    return tuple(rows.select_related("summit").order_by("number"))


def action_of(viewer: Viewer, summit: Summit, number: int) -> SummitAction | None:
    """Return one action of a risk summit."""
    return next((row for row in actions(viewer, summit) if row.number == number), None)


def open_actions(viewer: Viewer) -> tuple[SummitAction, ...]:
    """Return actions that are not done, of risk summits that the viewer keeps."""
    rows = SummitAction.objects.filter(
        summit__place__in=viewer.codes_where(SUMMIT), summit__in=summits(viewer), done_on=None
    )
    return tuple(rows.select_related("summit").order_by("due_on", "pk"))


def keepers(viewer: Viewer) -> list[tuple[str, str]]:
    """Return the organisations for which a viewer may call risk summits."""
    rows = Organisation.objects.filter(
        code__in=viewer.codes_where(SUMMIT), kind__in=["icb", "region", "nation"]
    )
    return list(rows.order_by("name", "code").values_list("code", "name"))


def abouts(viewer: Viewer) -> list[tuple[str, str]]:
    """Return the organisations that a risk summit of the viewer's could be about."""
    rows = Organisation.objects.filter(code__in=viewer.codes_where(SUMMIT)).exclude(kind="site")
    return list(rows.order_by("name", "code").values_list("code", "name"))
