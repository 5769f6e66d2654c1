"""Which offer the demo's coordinator finds for a patient whose request is open."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import TYPE_CHECKING

from django.db.models import F
from django.utils import timezone

from tidegate.controlroom.transfers.models import Offer, Place
from tidegate.controlroom.transfers.services.move_units import balance_now
from tidegate.core.transfers.lifecycle.states import OPEN_OFFERS

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from tidegate.controlroom.transfers.models import Request

Journeys = Mapping[tuple[str, str], tuple[float, float]]
"""Zone and site → minutes and miles."""
_NOTICE = timedelta(days=4)
_OPEN = sorted(state.value for state in OPEN_OFFERS)
_FURTHEST_MILES = 50.0  # what is searched first


def offer_for(
    request: Request, journeys: Journeys, now: datetime
) -> tuple[Offer, float, float] | None:
    """Return the soonest offer that fits a patient, with minutes and miles; None if none does.

    What a surge opened comes first. Nobody is proposed a site twice.
    """
    seen = set(
        Place.objects.filter(request=request, offer__isnull=False).values_list(
            "offer__site", flat=True
        )
    )
    furthest = min(_FURTHEST_MILES, request.travel_max_miles or _FURTHEST_MILES)
    for offer in _open_offers(request, now):
        journey = journeys.get((str(request.facts.get("zone")), offer.site))
        if offer.site in seen or journey is None or journey[1] > furthest:
            continue
        if _accepts(offer, request) and balance_now(offer).free > _spoken_for(offer):
            return offer, *journey
    return None


def _open_offers(request: Request, now: datetime) -> Iterator[Offer]:
    first = timezone.localdate(now) + _NOTICE
    rows = Offer.objects.filter(state__in=_OPEN, modality=request.modality, week__gte=first)
    by_surge = F("opened_by").asc(nulls_last=True)
    for offer in rows.exclude(provider=request.holder).order_by(by_surge, "week", "-units", "id"):
        if request.tfc in offer.tfcs and offer.valid_until > now:
            yield offer


def _accepts(offer: Offer, request: Request) -> bool:
    limits, facts = offer.limits, request.facts
    return (
        (facts.get("asa") or 9) <= limits.get("max_asa", 9)
        and (facts.get("bmi") or 0) <= limits.get("max_bmi", 99)
        and (request.age or 0) >= limits.get("min_age", 0)
        and not set(facts.get("conditions") or ()) & set(limits.get("excludes", ()))
    )


def _spoken_for(offer: Offer) -> int:
    return Place.objects.filter(offer=offer, state__in=["proposed", "accepted"]).count()
