"""Closures and diverts as one viewer may see them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q, QuerySet

from tidegate.controlroom.directory.models import Organisation
from tidegate.controlroom.log.models import Entry
from tidegate.controlroom.surge.models import Closure, Divert, DivertCount, Stage
from tidegate.controlroom.surge.reach import VIEW
from tidegate.core.log.entry import Visibility
from tidegate.core.surge.closures.lifecycles import CLOSE, RECEIVE
from tidegate.core.surge.closures.states import CLOSED_NOW, RUNNING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from tidegate.controlroom.directory.viewer import Viewer

_NOW = [state.value for state in CLOSED_NOW]


def closures(viewer: Viewer) -> QuerySet[Closure]:
    """Return the closures in sight, the newest first.

    Whoever oversees the site sees it, whoever gets its patients does, and so do all of its area:
    they must know where not to send anybody.
    """
    codes = viewer.codes_where(VIEW)
    areas = viewer.areas if codes else frozenset[str]()
    rows = Closure.objects.filter(
        Q(site__in=codes)
        | Q(area__in=areas)
        | Q(pk__in=Divert.objects.filter(receiver__in=codes).values("closure"))
    )
    return rows.order_by("-closed_at", "-pk")


def closed_now(viewer: Viewer) -> QuerySet[Closure]:
    """Return what is closed now, the longest first."""
    return closures(viewer).filter(state__in=_NOW).order_by("closed_at", "pk")


def closure_in_sight(viewer: Viewer, reference: str) -> Closure | None:
    """Return one closure, or None when it is out of the viewer's sight."""
    return closures(viewer).filter(reference=reference).first()


def stages(viewer: Viewer, closure: Closure) -> tuple[Stage, ...]:
    """Return the stages of reopening: those that are open and those planned last."""
    rows = Stage.objects.filter(closure__in=closures(viewer).filter(pk=closure.pk))
    kept = rows.filter(Q(plan=closure.plan) | Q(opened_at__isnull=False))
    return tuple(kept.order_by("planned_at", "plan", "number"))


def diverts(viewer: Viewer, closure: Closure) -> tuple[Divert, ...]:
    """Return the diverts of a closure in sight, the earliest first."""
    rows = Divert.objects.filter(closure__in=closures(viewer).filter(pk=closure.pk))
    return tuple(rows.select_related("closure").order_by("started_at", "pk"))


def divert_of(viewer: Viewer, closure: Closure, number: int) -> Divert | None:
    """Return one divert of a closure."""
    return next((row for row in diverts(viewer, closure) if row.pk == number), None)


def diverts_to(viewer: Viewer, receivers: Sequence[str], department: str) -> tuple[Divert, ...]:
    """Return every divert in sight that sends patients to a kind of department of receivers."""
    rows = Divert.objects.filter(
        receiver__in=receivers, closure__in=closures(viewer), closure__department=department
    )
    return tuple(rows.exclude(closure__state="void").select_related("closure"))


def counts(viewer: Viewer, of: Sequence[Divert]) -> tuple[DivertCount, ...]:
    """Return every count of diverts in sight."""
    seen = Divert.objects.filter(pk__in=[row.pk for row in of], closure__in=closures(viewer))
    return tuple(DivertCount.objects.filter(divert__in=seen).order_by("start", "pk"))


def to_answer(viewer: Viewer) -> tuple[Divert, ...]:
    """Return diverts that wait for the viewer's answer, the earliest first."""
    rows = Divert.objects.filter(receiver__in=viewer.codes_where(RECEIVE), state="asked")
    return tuple(rows.select_related("closure").order_by("answer_by", "pk"))


def running(viewer: Viewer) -> tuple[Divert, ...]:
    """Return every divert in sight that runs now."""
    rows = Divert.objects.filter(
        closure__in=closures(viewer), state__in=[state.value for state in RUNNING]
    )
    return tuple(rows.select_related("closure").order_by("started_at", "pk"))


def sites_to_close(viewer: Viewer) -> list[tuple[str, str]]:
    """Return the sites, and providers without sites, where the viewer may close departments."""
    return _sites(Organisation.objects.filter(code__in=viewer.codes_where(CLOSE)))


def receivers(viewer: Viewer, closure: Closure) -> list[tuple[str, str]]:
    """Return everywhere that patients of a closure could go: every site but its own."""
    if not viewer.may(CLOSE, closure.site):
        return []
    return _sites(Organisation.objects.exclude(code=closure.site))


def naming(viewer: Viewer) -> Callable[[str], str]:
    """Return how a viewer of this room is told the name of an organisation by its code."""
    known: dict[str, str] = {}
    if viewer.may(VIEW):
        known = dict(Organisation.objects.order_by().values_list("code", "name"))
    return lambda code: known.get(code, code)


def provider_of(viewer: Viewer, code: str) -> str:
    """Return the provider of a site, whose pressure is known; a provider is its own."""
    row = Organisation.objects.select_related("parent").filter(code=code).first()
    if not viewer.may(VIEW) or row is None:
        return code
    return row.parent.code if row.kind == "site" and row.parent else row.code


def told(viewer: Viewer, subject: str, place: str) -> tuple[Entry, ...]:
    """Return what the record tells of one thing in sight, the newest first.

    Args:
        viewer: whoever does not oversee the place reads only what partners may.
        subject: as the record names it; the caller has it from a row in sight.
        place: ODS code of who keeps it.
    """
    rows = Entry.objects.filter(subject=subject).order_by("-seq")
    if place not in viewer.codes_where(VIEW):
        rows = rows.exclude(visibility=Visibility.INTERNAL)
    return tuple(rows)


def _sites(rows: QuerySet[Organisation]) -> list[tuple[str, str]]:
    with_sites = Organisation.objects.filter(kind="site").values("parent")
    kept = rows.filter(
        Q(kind="site") | (Q(kind__in=["trust", "independent"]) & ~Q(pk__in=with_sites))
    )
    return list(kept.order_by("name", "code").values_list("code", "name"))
