"""Capacity alerts as one viewer may see them, and what they may set them for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tidegate.controlroom.directory.models import Kind, Organisation
from tidegate.controlroom.directory.tree import areas_of
from tidegate.controlroom.transfers.models import Alert

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from tidegate.controlroom.directory.viewer import Viewer

VIEW, SET_ALERT = "transfers.view", "transfers.set_alert"
_PROVIDERS = (Kind.TRUST, Kind.INDEPENDENT, Kind.CARE_HOME)


def alerts(viewer: Viewer) -> QuerySet[Alert]:
    """Return the alerts of the viewer's areas: whoever refers a patient there may know them."""
    areas = areas_of(viewer.codes_where(VIEW))
    providers = Organisation.objects.filter(area__in=areas).values("code")
    return Alert.objects.filter(provider__in=providers).order_by("ended_at", "-set_at", "-id")


def alerting(viewer: Viewer) -> list[tuple[str, str]]:
    """Return code and name of the providers that the viewer may set alerts for."""
    rows = Organisation.objects.filter(code__in=viewer.codes_where(SET_ALERT), kind__in=_PROVIDERS)
    return list(rows.order_by("name", "code").values_list("code", "name"))


def commissioners(viewer: Viewer) -> list[tuple[str, str]]:
    """Return code and name of the boards that may have agreed: those of the viewer's areas."""
    areas = areas_of(viewer.codes_where(SET_ALERT))
    rows = Organisation.objects.filter(code__in=areas, kind=Kind.ICB)
    return list(rows.order_by("name", "code").values_list("code", "name"))
