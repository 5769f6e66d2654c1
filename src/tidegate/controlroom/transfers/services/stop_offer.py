"""Let an offer take no more patients, without touching those who have a place on it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from tidegate.controlroom.board import words
from tidegate.controlroom.log.services.record import Actor, identify, record
from tidegate.controlroom.transfers.models import Place
from tidegate.controlroom.transfers.services.lapse_place import lapse_place
from tidegate.controlroom.transfers.services.move_units import balance_now, lock_offer, move_units
from tidegate.controlroom.transfers.services.withdraw_offer import take_back_offer
from tidegate.core.log.entry import System
from tidegate.core.transfers.ledger import Movement
from tidegate.core.transfers.lifecycle.causes import CAUSES
from tidegate.core.transfers.lifecycle.states import OPEN_OFFERS, OfferState, PlaceState

if TYPE_CHECKING:
    from datetime import datetime

    from tidegate.controlroom.transfers.models import Offer

_UNDECIDED = (PlaceState.PLANNED.value, PlaceState.PROPOSED.value)
_STANDING = sorted({state.value for state in OPEN_OFFERS} | {OfferState.USED.value})


@transaction.atomic
def stop_offer(*, offer: Offer, cause: str, actor: Actor, now: datetime, acted_for: str) -> int:
    """Stop an offer within a deed whose service has asked whether the actor may do that.

    Places that nobody has accepted lapse. Whoever was accepted, has chosen or has a date keeps the
    place and its unit; every other unit goes unused by the cause. An offer on which nobody has a
    place is withdrawn.

    Args:
        offer: the offer; one that is over already is left alone.
        cause: a code of ``CAUSES`` that says what its units count as.
        actor: who does the deed.
        now: when.
        acted_for: ODS code on whose behalf the deed is done.

    Returns:
        How many units went unused by it.
    """
    if offer.state not in _STANDING:
        return 0
    run = System(f"stop of {offer.offer_id}")
    rows = Place.objects.filter(offer=offer, state__in=_UNDECIDED).select_related("request")
    lapsed = sum(
        lapse_place(request=place.request, place=place, cause=cause, actor=run, now=now,
                    expected=PlaceState(place.state))
        for place in rows.order_by("pk")
    )  # fmt: skip
    locked = lock_offer(offer)
    before = balance_now(locked)
    accepted = Place.objects.filter(offer=locked, state=PlaceState.ACCEPTED.value).count()
    ended = max(0, before.free - accepted)
    if not before.taken and not accepted:
        take_back_offer(offer=locked, cause=cause, actor=actor, now=now, acted_for=acted_for)
        return before.free
    if not ended and not lapsed:
        return 0
    if ended:
        counts_as, said_by = CAUSES[cause].counts_as, identify(actor)[0]
        move_units(locked, Movement.CUT, ended, cause=counts_as, said_by=said_by, at=now)
    record(
        kind="offer_stopped",
        actor=actor,
        on_behalf_of=acted_for,
        subject=f"offer:{locked.offer_id}",
        headline=_headline(locked, cause, ended, before.taken + accepted),
        facts={"cause": cause, "units_unused": ended, "places_lapsed": lapsed,
               "places_kept": before.taken + accepted},
        now=now,
    )  # fmt: skip
    return ended


def _headline(offer: Offer, cause: str, ended: int, kept: int) -> str:
    where = f"Offer at {offer.site}, week of {words.day(offer.week)}, takes nobody more"
    units = words.counted(ended, "unit")
    people = words.counted(kept, "patient")
    return f"{where}: {CAUSES[cause].label}; {units} unused, {people} with a place on it"
