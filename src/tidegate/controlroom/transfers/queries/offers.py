"""Offers, their ledgers of use, waves and alerts, as one viewer may see them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from django.db.models import Q, QuerySet

from tidegate.controlroom.directory.models import Organisation
from tidegate.controlroom.directory.tree import areas_of
from tidegate.controlroom.transfers.models import Alert, Offer, Place, Use, Wave
from tidegate.core.transfers.ledger import Balance, Moved, Movement, balance
from tidegate.core.transfers.lifecycle.causes import UnusedCause

if TYPE_CHECKING:
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


def balances(viewer: Viewer, wanted: Iterable[Offer]) -> Mapping[str, Balance]:
    """Add up the ledger of each offer in the viewer's sight, by ``offer_id``."""
    names = dict(offers(viewer).values_list("pk", "offer_id"))
    asked = [offer.pk for offer in wanted if offer.pk in names]
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


def wave_places(viewer: Viewer, wanted: Iterable[Wave]) -> Mapping[int, list[Place]]:
    """Return the places of some waves with their requests and offers, by the wave's number."""
    seen = set(waves(viewer).values_list("pk", flat=True))
    asked = [wave.pk for wave in wanted if wave.pk in seen]
    found: dict[int, list[Place]] = defaultdict(list)
    rows = Place.objects.filter(wave__in=asked).select_related("request", "offer")
    for place in rows.order_by("wave_id", "request_id", "rank", "id"):
        found[place.wave_id or 0].append(place)
    return found


def alerts(viewer: Viewer) -> QuerySet[Alert]:
    """Return the alerts of the viewer's areas: whoever refers a patient there may know them."""
    areas = areas_of(viewer.codes_where(VIEW))
    providers = Organisation.objects.filter(area__in=areas).values("code")
    return Alert.objects.filter(provider__in=providers).order_by("ended_at", "-set_at", "-id")


def _uses(pks: list[int]) -> Iterable[tuple[int, str, int, str]]:
    rows = Use.objects.filter(offer__in=pks).order_by("offer_id", "id")
    return rows.values_list("offer_id", "movement", "units", "cause").iterator()
