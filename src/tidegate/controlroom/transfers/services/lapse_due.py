"""Let everything lapse whose time has passed; run by ``tidegate tick``, as often as one likes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.db.models import Q

from tidegate.controlroom.board import words
from tidegate.controlroom.transfers.models import Alert, Offer, Place, Request
from tidegate.controlroom.transfers.services.end_alert import end_alert
from tidegate.controlroom.transfers.services.expire_request import expire_request
from tidegate.controlroom.transfers.services.lapse_offer import lapse_offer
from tidegate.controlroom.transfers.services.lapse_place import lapse_place
from tidegate.core.log.entry import System
from tidegate.core.transfers.due import BEFORE_A_YES, lapses_by, over, place_ends_with_offer
from tidegate.core.transfers.lifecycle.requests import REQUESTS
from tidegate.core.transfers.lifecycle.states import (
    OPEN_OFFERS,
    OfferState,
    PlaceState,
    RequestState,
)

if TYPE_CHECKING:
    from django.db.models import QuerySet

TICK = System("tick")
_EXPIRE = [state.value for state in RequestState if REQUESTS.step(state, "expire") is not None]
_NOBODY_ANSWERED = [state.value for state in BEFORE_A_YES]
_UNDECIDED = [
    PlaceState.PLANNED.value, PlaceState.PROPOSED.value, PlaceState.ACCEPTED.value
]  # fmt: skip
_ON_AN_OFFER = [*_UNDECIDED, PlaceState.CHOSEN.value]


@dataclass(frozen=True, slots=True)
class Lapsed:
    """What a run let lapse.

    Attributes:
        lapsed: places, by the code of the cause.
        requests: requests that expired.
        offers: offers that lapsed.
        units: units that went unused by that; each has its cause in the ledger.
        alerts: alerts that came to their end.
    """

    lapsed: Mapping[str, int] = field(default_factory=dict)
    requests: int = 0
    offers: int = 0
    units: int = 0
    alerts: int = 0

    @property
    def anything(self) -> bool:
        """Say whether anything changed."""
        return bool(self.lapsed or self.requests or self.offers or self.alerts)


def lapse_due(*, now: datetime, actor: System = TICK) -> Lapsed:
    """Let lapse what is due: places without an answer, old requests, offers that are over, alerts.

    Each row is a transaction of its own, locked and looked at again first, so that an answer that
    comes in the same moment is heard, and a run that is stopped leaves nothing half done.
    """
    requests = _expire(actor, now)  # what they hold is freed with them, by its own cause
    places: Counter[str] = Counter()
    for place, cause in (*_unanswered(now), *_on_offers_that_are_over(now)):
        if lapse_place(
            request=place.request, place=place, cause=cause, actor=actor, now=now,
            expected=PlaceState(place.state),
        ):  # fmt: skip
            places[cause] += 1
    requests += _expire(actor, now)  # an old one may have lost the place that kept it
    lapsed = [lapse_offer(offer=offer, actor=actor, now=now) for offer in _offers_due(now)]
    units = [free for free in lapsed if free is not None]
    alerts = [
        end_alert(alert=alert, actor=actor, now=now)
        for alert in Alert.objects.filter(ended_at=None, expires_at__lte=now).order_by("pk")
    ]
    return Lapsed(dict(places), requests, len(units), sum(units), len(alerts))


def _expire(actor: System, now: datetime) -> int:
    return sum(expire_request(request=one, actor=actor, now=now) for one in _too_old(now))


def _too_old(now: datetime) -> QuerySet[Request]:
    """Return the requests that may be due; ``expire_request`` looks at each again."""
    due = Q(expires_at__lte=now) | Q(wave__reply_by__lte=now, state__in=_NOBODY_ANSWERED)
    return Request.objects.filter(due, state__in=_EXPIRE).order_by("pk")


def _unanswered(now: datetime) -> Iterator[tuple[Place, str]]:
    rows = Place.objects.filter(state__in=_UNDECIDED, reply_by__lte=now)
    for place in rows.select_related("request").order_by("pk"):
        cause = lapses_by(PlaceState(place.state), reply_by=place.reply_by, now=now)
        if cause:
            yield place, cause


def _on_offers_that_are_over(now: datetime) -> Iterator[tuple[Place, str]]:
    """Yield the places that end with their offer.

    A chosen place does so while its request waits for the message only; ``lapse_place`` sees to it.
    """
    rows = Place.objects.filter(state__in=_ON_AN_OFFER, offer__in=_past(now))
    for place in rows.select_related("offer", "request").order_by("pk"):
        offer = place.offer
        if offer is not None:
            passed = over(OfferState(offer.state), week=offer.week, valid_until=offer.valid_until,
                          today=words.local_day(now), now=now)  # fmt: skip
            if place_ends_with_offer(PlaceState(place.state), passed):
                yield place, "OFFER_PAST"


def _offers_due(now: datetime) -> QuerySet[Offer]:
    still_open = [state.value for state in OPEN_OFFERS]
    return _past(now).filter(state__in=still_open).order_by("pk")


def _past(now: datetime) -> QuerySet[Offer]:
    over_by = words.local_day(now) - timedelta(weeks=1)
    standing = [state.value for state in (*OPEN_OFFERS, OfferState.USED)]
    return Offer.objects.filter(Q(week__lte=over_by) | Q(valid_until__lte=now), state__in=standing)
