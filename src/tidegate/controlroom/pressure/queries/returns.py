"""Returns as one viewer may see them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.db.models import Min

from tidegate.controlroom.pressure.models import Return
from tidegate.controlroom.pressure.reach import VIEW
from tidegate.controlroom.pressure.services.keep_return import recent_of

if TYPE_CHECKING:
    from datetime import date

    from django.db.models import QuerySet

    from tidegate.controlroom.directory.viewer import Viewer


def versions(viewer: Viewer, codes: Iterable[str], since: date, until: date) -> list[Return]:
    """Return every version of the returns of providers in sight, by day and number."""
    wanted = viewer.codes_where(VIEW) & frozenset(codes)
    rows = Return.objects.filter(organisation__in=wanted, day__range=(since, until))
    return list(rows.order_by("organisation", "day", "version"))


def newest(viewer: Viewer, codes: Iterable[str], since: date, until: date) -> list[Return]:
    """Return the newest version of each return of providers in sight."""
    wanted = viewer.codes_where(VIEW) & frozenset(codes)
    rows = Return.objects.filter(
        organisation__in=wanted, day__range=(since, until), superseded_by=None
    )
    return list(rows.order_by("organisation", "day"))


def returns(
    viewer: Viewer,
    *,
    provider: str = "",
    since: date | None = None,
    until: date | None = None,
    every_version: bool = False,
) -> QuerySet[Return]:
    """Return the returns of providers in sight, the newest day first.

    Args:
        viewer: who looks.
        provider: of one provider only.
        since: from this day on only.
        until: up to this day only.
        every_version: superseded versions too.
    """
    rows = Return.objects.filter(organisation__in=viewer.codes_where(VIEW))
    if provider:
        rows = rows.filter(organisation=provider)
    if since:
        rows = rows.filter(day__gte=since)
    if until:
        rows = rows.filter(day__lte=until)
    return rows if every_version else rows.filter(superseded_by=None)


def versions_of_day(viewer: Viewer, organisation: str, day: date) -> list[Return]:
    """Return the versions of one return, the first one first; none when out of sight."""
    return versions(viewer, [organisation], day, day)


def first_days(viewer: Viewer, codes: Iterable[str]) -> dict[str, date]:
    """Return the day of the first return of each provider: from then on returns are expected."""
    wanted = viewer.codes_where(VIEW) & frozenset(codes)
    rows = Return.objects.filter(organisation__in=wanted).order_by().values("organisation")
    return {row["organisation"]: row["first"] for row in rows.annotate(first=Min("day"))}


def recent_figures(viewer: Viewer, organisation: str, day: date) -> dict[str, list[float]]:
    """Return a provider's own figures of the days before one, by measure, oldest first."""
    return recent_of(organisation, day) if viewer.may(VIEW, organisation) else {}
