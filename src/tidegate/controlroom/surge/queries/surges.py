"""Surges as one viewer may see them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q, QuerySet

from tidegate.controlroom.directory.models import Organisation
from tidegate.controlroom.log.models import Entry
from tidegate.controlroom.surge.models import (
    DailyReview,
    Evidence,
    Opening,
    Publication,
    Surge,
)
from tidegate.controlroom.surge.reach import PROPOSE, VIEW
from tidegate.controlroom.surge.services.surge_facts import surge_facts
from tidegate.controlroom.surge.terms import terms_in_force
from tidegate.core.log.entry import Visibility
from tidegate.core.surge.states import PUT_FORWARD

if TYPE_CHECKING:
    from tidegate.controlroom.directory.viewer import Viewer
    from tidegate.core.surge.guards import SurgeFacts

_PUT_FORWARD = sorted(state.value for state in PUT_FORWARD)


def surges(viewer: Viewer) -> QuerySet[Surge]:
    """Return the surges in the viewer's sight, the newest first.

    Whoever oversees the place, or is asked to sign for it, sees all of it; those beneath the place
    see a surge from the moment when it is put forward.
    """
    codes = viewer.codes_where(VIEW)
    beneath = Q(place__in=_above(codes), state__in=_PUT_FORWARD)
    return Surge.objects.filter(Q(place__in=codes) | Q(authority__in=codes) | beneath).order_by(
        "-pk"
    )


def surge_in_sight(viewer: Viewer, reference: str) -> Surge | None:
    """Return one surge, or None when it is out of the viewer's sight."""
    return surges(viewer).filter(reference=reference).first()


def oversees(viewer: Viewer, surge: Surge) -> bool:
    """Say whether a viewer sees the evidence of a surge: whoever oversees the place or signs."""
    codes = viewer.codes_where(VIEW)
    return surge.place in codes or surge.authority in codes


def evidence(viewer: Viewer, surge: Surge) -> tuple[Evidence, ...]:
    """Return each version of what was known and proposed, the newest first."""
    rows = Evidence.objects.filter(surge=surge).prefetch_related("options").order_by("-version")
    return tuple(rows) if oversees(viewer, surge) else ()


def reviews(viewer: Viewer, surge: Surge) -> tuple[DailyReview, ...]:
    """Return how each day was judged, the newest first."""
    rows = DailyReview.objects.filter(surge=surge).order_by("-day")
    return tuple(rows) if oversees(viewer, surge) else ()


def openings(viewer: Viewer, surge: Surge) -> tuple[Opening, ...]:
    """Return the switches that a surge turns, with their contracts."""
    rows = Opening.objects.filter(surge=surge).select_related("contract").order_by("pk")
    return tuple(rows) if oversees(viewer, surge) else ()


def publications(viewer: Viewer, surge: Surge) -> tuple[Publication, ...]:
    """Return what a direction had to have published, and where it was."""
    rows = Publication.objects.filter(surge=surge).order_by("due_on", "pk")
    return tuple(rows) if oversees(viewer, surge) else ()


def publication_of(viewer: Viewer, surge: Surge, number: int) -> Publication | None:
    """Return one thing to be published."""
    return next((row for row in publications(viewer, surge) if row.pk == number), None)


def standing(viewer: Viewer, surge: Surge) -> SurgeFacts | None:
    """Return what the guards look at; None for those who do not oversee the place."""
    return surge_facts(surge, terms_in_force()) if oversees(viewer, surge) else None


def timeline(viewer: Viewer, surge: Surge) -> tuple[Entry, ...]:
    """Return what the record says of a surge in sight, newest first.

    Whoever oversees the place reads all of it; others read what partners may.
    """
    if not surges(viewer).filter(pk=surge.pk).exists():
        return ()
    rows = Entry.objects.filter(subject=f"surge:{surge.reference}").order_by("-seq")
    if not oversees(viewer, surge):
        rows = rows.exclude(visibility=Visibility.INTERNAL)
    return tuple(rows)


def places(viewer: Viewer) -> tuple[Organisation, ...]:
    """Return the places for which a viewer may watch and propose surges, the smallest first."""
    covered = {one.covers: n for n, one in enumerate(terms_in_force().authorities.values())}
    rows = Organisation.objects.filter(code__in=viewer.codes_where(PROPOSE), kind__in=covered)
    return tuple(sorted(rows, key=lambda row: (covered[row.kind], row.name, row.code)))


def _above(codes: frozenset[str]) -> set[str]:
    """Return the organisations that stand above some."""
    found: set[str] = set()
    step = set(codes)
    while step:
        rows = Organisation.objects.filter(code__in=step).exclude(parent=None)
        step = set(rows.values_list("parent__code", flat=True)) - found
        found |= step
    return found
