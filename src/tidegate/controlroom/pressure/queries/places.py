"""Who reports, and the areas that they lie in, as one viewer may see them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tidegate.controlroom.directory.models import Kind, Organisation
from tidegate.controlroom.pressure.reach import SUBMIT, VIEW
from tidegate.controlroom.pressure.terms import TERMS

if TYPE_CHECKING:
    from tidegate.controlroom.directory.viewer import Viewer


def providers(viewer: Viewer, area: str = "") -> list[Organisation]:
    """Return the providers in sight that report, of one area where it is named, by name."""
    rows = Organisation.objects.filter(code__in=viewer.codes_where(VIEW), kind__in=TERMS.kinds)
    if area:
        rows = rows.filter(area=area)
    return list(rows.order_by("name", "code"))


def provider_in_sight(viewer: Viewer, code: str) -> Organisation | None:
    """Return one provider that reports, or None when it is out of the viewer's sight."""
    return next((row for row in providers(viewer) if row.code == code), None)


def areas(viewer: Viewer) -> list[Organisation]:
    """Return the areas that the viewer oversees, with all who report there, by name."""
    rows = Organisation.objects.filter(code__in=viewer.codes_where(VIEW), kind=Kind.ICB)
    return list(rows.select_related("parent__parent").order_by("name", "code"))


def overseers(viewer: Viewer) -> list[Organisation]:
    """Return the regions and the nation that the viewer oversees, the nation first, by name."""
    rows = Organisation.objects.filter(
        code__in=viewer.codes_where(VIEW), kind__in=[Kind.REGION, Kind.NATION]
    )
    return list(rows.order_by("kind", "name", "code"))


def area_in_sight(viewer: Viewer, code: str) -> Organisation | None:
    """Return one area, or None when the viewer does not oversee it."""
    return next((row for row in areas(viewer) if row.code == code), None)


def may_submit(viewer: Viewer) -> list[Organisation]:
    """Return the providers that the viewer may submit returns for, by name."""
    return [row for row in providers(viewer) if viewer.may(SUBMIT, row.code)]
