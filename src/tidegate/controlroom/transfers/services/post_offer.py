"""Post an offer, by hand or by a provider's own system."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING
from uuid import uuid4

from django.db import transaction

from tidegate.controlroom.board import words
from tidegate.controlroom.directory.models import Organisation
from tidegate.controlroom.directory.tree import beneath
from tidegate.controlroom.log.services.record import Actor, identify, record
from tidegate.controlroom.transfers.models import Offer
from tidegate.controlroom.transfers.new_offer import NewOffer, faults_of
from tidegate.controlroom.transfers.reach import hold_to_reach
from tidegate.controlroom.transfers.refused import StepRefused, refuse
from tidegate.controlroom.transfers.services.move_units import move_units
from tidegate.core.transfers.ledger import Movement

if TYPE_CHECKING:
    from datetime import date

OFFER = "transfers.offer"


@transaction.atomic
def post_offer(*, new: NewOffer, actor: Actor, now: datetime, on_behalf_of: str = "") -> Offer:
    """Keep an offer with the first line of its ledger and its entry.

    An interface that did not hear the answer may post the same again: where provider, site, week,
    kind of care and units are those of the offer that is there, that one is returned.

    Raises:
        PermissionMissing: the actor may not post offers of this provider.
        StepRefused: with every reason why it cannot be an offer.
    """
    acted_for = hold_to_reach(actor, OFFER, new.provider, on_behalf_of)
    return put_up_offer(new=new, actor=actor, now=now, acted_for=acted_for)


@transaction.atomic
def put_up_offer(*, new: NewOffer, actor: Actor, now: datetime, acted_for: str) -> Offer:
    """Post an offer within a deed whose service has asked whether the actor may do that.

    So does a surge that opens with what a provider pledged for it.

    Raises:
        StepRefused: with every reason why it cannot be an offer.
    """
    area = _area(new)
    if faults := faults_of(new, today=words.local_day(now), now=now):
        raise StepRefused(faults)
    there = Offer.objects.select_for_update().filter(offer_id=new.offer_id).first()
    if there is not None:
        return _same(there, new)
    offer = _make(new, area, identify(actor)[0], now)
    record(
        kind="offer_posted",
        actor=actor,
        on_behalf_of=acted_for,
        subject=f"offer:{offer.offer_id}",
        headline=(
            f"{words.counted(offer.units, 'unit')} offered at {offer.site} in the week of"
            f" {words.day(offer.week)}"
        ),
        facts=_facts(offer),
        now=now,
    )
    return offer


def _make(new: NewOffer, area: str, said_by: str, now: datetime) -> Offer:
    """Make the row and the first line of its ledger."""
    offer = Offer.objects.create(
        offer_id=new.offer_id or f"{new.site}-{new.week:%Y%m%d}-{uuid4().hex[:6]}",
        provider=new.provider,
        site=new.site,
        area=area,
        line_id=new.line_id,
        modality=new.modality,
        tfcs=list(new.tfcs),
        week=new.week,
        units=new.units,
        physical_units=new.physical_units,
        staffed_units_claimed=new.staffed_units_claimed,
        session_minutes=new.session_minutes,
        cancel_notice_hours=new.cancel_notice_hours,
        limits=dict(new.limits),
        valid_until=new.valid_until or end_of_week(new.week),
        posted_by=said_by,
        posted_at=now,
    )
    move_units(offer, Movement.OFFERED, new.units, said_by=said_by, at=now)
    return offer


def end_of_week(monday: date) -> datetime:
    """Return the midnight that ends a week, in the time of England."""
    return datetime.combine(monday + timedelta(weeks=1), time(), words.LONDON)


def _area(new: NewOffer) -> str:
    """Return the area of an offer's provider; its site must be the provider or lie beneath it."""
    provider = Organisation.objects.filter(code=new.provider).first()
    if provider is None or not provider.area:
        detail = "The provider must be in the directory, in an area."
        raise refuse("PROVIDER_NOT_KNOWN", detail, provider=new.provider)
    if new.site not in beneath(new.provider):
        detail = "The site must be one of the provider’s in the directory."
        raise refuse("SITE_NOT_KNOWN", detail, site=new.site, provider=new.provider)
    return provider.area


def _same(there: Offer, new: NewOffer) -> Offer:
    kept = (there.provider, there.site, there.modality, there.week, sorted(there.tfcs), there.units)
    said = (new.provider, new.site, new.modality, new.week, sorted(new.tfcs), new.units)
    if kept != said:
        detail = "Another offer has this identifier. Confirm that one with other units instead."
        raise refuse("OFFER_ID_TAKEN", detail, offer_id=new.offer_id)
    return there


def _facts(offer: Offer) -> dict[str, object]:
    return {
        "provider": offer.provider,
        "site": offer.site,
        "modality": offer.modality,
        "tfcs": offer.tfcs,
        "week": offer.week,
        "units": offer.units,
        "physical_units": offer.physical_units,
        "staffed_units_claimed": offer.staffed_units_claimed,
        "line_id": offer.line_id,
        "valid_until": offer.valid_until,
    }
