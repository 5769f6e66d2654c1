"""Offers, their ledgers of use and waves, as one viewer may see them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from django.db.models import Q, QuerySet, TextField
from django.db.models.functions import Cast

from tidegate.controlroom.directory.models import Kind, Organisation
from tidegate.controlroom.transfers.models import Offer, Place, Use, Wave
from tidegate.core.transfers.ledger import Balance, Moved, Movement, balance
from tidegate.core.transfers.lifecycle.causes import UnusedCause

if TYPE_CHECKING:
    from datetime import date

    from tidegate.controlroom.directory.viewer import Viewer
    from tidegate.controlroom.matching.models import Plan

VIEW, OFFER, ARRANGE = "transfers.view", "transfers.offer", "transfers.arrange"


def offers(viewer: Viewer) -> QuerySet[Offer]:
    """Return the offers of the viewer's providers, and all those of the areas that they act for."""
    codes = viewer.codes_where(VIEW)
    return Offer.objects.filter(
        Q(provider__in=codes) | Q(site__in=codes) | Q(area__in=codes)
    ).order_by("week", "site", "offer_id")


def offer_in_sight(viewer: Viewer, offer_id: str) -> Offer | None:
    """Return one offer, or None when it is out of the viewer's sight."""
    return offers(viewer).filter(offer_id=offer_id).first()


def offer_numbered(viewer: Viewer, number: int) -> Offer | None:
    """Return one offer by the number of its row, or None when it is out of the viewer's sight."""
    return offers(viewer).filter(pk=number).first()


def narrowed(
    viewer: Viewer, *, site: str = "", tfc: str = "", modality: str = "", week: date | None = None,
    states: Iterable[str] = (),
) -> QuerySet[Offer]:  # fmt: skip
    """Return the offers in sight that fit; what is empty does not narrow."""
    rows = offers(viewer)
    if site:
        rows = rows.filter(site=site)
    if modality:
        rows = rows.filter(modality=modality)
    if week is not None:
        rows = rows.filter(week=week)
    if tfc:  # SQLite looks into no list, but a code in quotation marks is found in its text
        rows = rows.annotate(tfcs_text=Cast("tfcs", TextField())).filter(
            tfcs_text__contains=f'"{tfc}"'
        )
    wanted = list(states)
    return rows.filter(state__in=wanted) if wanted else rows


def offering(viewer: Viewer) -> list[tuple[str, str, str]]:
    """Return provider, site and name of each place that the viewer may post offers for."""
    rows = Organisation.objects.filter(code__in=viewer.codes_where(OFFER)).exclude(area="")
    found = []
    for row in rows.select_related("parent").order_by("name", "code"):
        if row.kind in (Kind.ICB, Kind.REGION, Kind.NATION, Kind.PRACTICE):
            continue
        beneath = row.kind == Kind.SITE and row.parent is not None
        found.append((row.parent.code if beneath and row.parent else row.code, row.code, row.name))
    return found


def balances(viewer: Viewer, wanted: Iterable[Offer]) -> Mapping[str, Balance]:
    """Add up the ledger of each offer in the viewer's sight, by ``offer_id``."""
    pks = [offer.pk for offer in wanted]
    names = dict(offers(viewer).filter(pk__in=pks).values_list("pk", "offer_id"))
    asked = list(names)
    lines: dict[int, list[Moved]] = {pk: [] for pk in asked}
    for pk, movement, units, cause in _uses(asked):
        lines[pk].append(Moved(Movement(movement), units, UnusedCause(cause) if cause else None))
    return {names[pk]: balance(moved) for pk, moved in lines.items()}


def ledger(viewer: Viewer, offer: Offer) -> list[Use]:
    """Return the lines of an offer's ledger, in the order in which they were written."""
    if offer_in_sight(viewer, offer.offer_id) is None:
        return []
    return list(Use.objects.filter(offer=offer).select_related("place__request").order_by("id"))


def places_on(viewer: Viewer, offer: Offer) -> list[Place]:
    """Return the places that an offer's units were put to, those that still live first."""
    if offer_in_sight(viewer, offer.offer_id) is None:
        return []
    return list(Place.objects.filter(offer=offer).select_related("request").order_by("id"))


def waves(viewer: Viewer) -> QuerySet[Wave]:
    """Return the waves of the areas that the viewer acts for, newest first."""
    rows = Wave.objects.filter(area__in=viewer.codes_where(VIEW)).select_related("plan")
    return rows.order_by("-sent_at", "-id")


def waves_of_plan(viewer: Viewer, plan: Plan) -> list[Wave]:
    """Return the waves that were sent out of a plan, the first one first."""
    return list(waves(viewer).filter(plan=plan).order_by("number"))


def wave_in_sight(viewer: Viewer, number: int) -> Wave | None:
    """Return one wave, or None when it is out of the viewer's sight."""
    return waves(viewer).filter(pk=number).first()


def answered_places(viewer: Viewer, plan: Plan) -> tuple[list[Place], list[int]]:
    """Return the places of all waves of a plan, and of the plans that it replaces, with requests.

    Returns:
        The places, and the numbers of the plan's own waves; nothing of plans of other areas.
    """
    chain, one = [plan.pk], plan.replaces
    while one is not None and one.pk not in chain:
        chain.append(one.pk)
        one = one.replaces
    rows = waves(viewer).filter(plan__in=chain)
    own = sorted(wave.number for wave in rows if wave.plan_id == plan.pk)
    places = Place.objects.filter(wave__in=rows.values("pk")).select_related("request", "offer")
    return list(places.order_by("request_id", "rank", "id")), own


def uses_of_wave(viewer: Viewer, wave: Wave) -> list[Use]:
    """Return the lines of the ledger about the places of a wave."""
    if wave_in_sight(viewer, wave.pk) is None:
        return []
    return list(Use.objects.filter(place__wave=wave).order_by("id"))


def wave_places(viewer: Viewer, wanted: Iterable[Wave]) -> Mapping[int, list[Place]]:
    """Return the places of some waves with their requests and offers, by the wave's number."""
    seen = set(waves(viewer).values_list("pk", flat=True))
    asked = [wave.pk for wave in wanted if wave.pk in seen]
    found: dict[int, list[Place]] = defaultdict(list)
    rows = Place.objects.filter(wave__in=asked).select_related("request", "offer")
    for place in rows.order_by("wave_id", "request_id", "rank", "id"):
        found[place.wave_id or 0].append(place)
    return found


def _uses(pks: list[int]) -> Iterable[tuple[int, str, int, str]]:
    rows = Use.objects.filter(offer__in=pks).order_by("offer_id", "id")
    return rows.values_list("offer_id", "movement", "units", "cause").iterator()
