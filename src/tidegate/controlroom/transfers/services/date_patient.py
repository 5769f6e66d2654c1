"""Give a patient the day of treatment, or another day; the unit is booked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone

from tidegate.controlroom.transfers.models import Offer
from tidegate.controlroom.transfers.refused import refuse
from tidegate.controlroom.transfers.services.move_units import balance_now, move_units, unit_of
from tidegate.controlroom.transfers.services.take_step import take_step
from tidegate.core.transfers.ledger import Movement, UnitsDoNotTieError
from tidegate.core.transfers.lifecycle.guards import RULES
from tidegate.core.transfers.lifecycle.states import OPEN_OFFERS

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date, datetime

    from tidegate.controlroom.log.services.record import Actor
    from tidegate.controlroom.transfers.models import Place, Request
    from tidegate.controlroom.transfers.underway import Underway


def date_patient(
    *,
    request: Request,
    day: date,
    actor: Actor,
    now: datetime,
    on_behalf_of: str = "",
    cause: str = "",
) -> Request:
    """Give the day on which the patient is to be treated.

    After a date that did not go ahead, its unit is gone: the new day takes a free one of the same
    offer, else of another offer of the same provider for the same care, the soonest first.

    Args:
        request: which request.
        day: the day, today or later.
        actor: who gives it.
        now: when.
        on_behalf_of: ODS code of the organisation acted for.
        cause: why the day changes, where there was one.

    Raises:
        StepRefused: ``DAY_PAST``, ``NO_UNIT_FREE``, or the lifecycle's own reasons.
    """

    def dated(underway: Underway) -> None:
        if day < timezone.localdate(now):
            raise refuse("DAY_PAST", "That day has passed.", day=day)
        before = underway.request.treatment_on
        _book(underway, underway.about())
        underway.request.treatment_on = day
        underway.facts |= {"day": day} | ({"before": before} if before else {})

    return take_step(
        request=request, verb="date", actor=actor, now=now, on_behalf_of=on_behalf_of,
        cause=cause, deed=dated,
    )  # fmt: skip


def _book(underway: Underway, place: Place) -> None:
    """Book the unit that the place holds; take a new one first where it holds none."""
    if place.offer is None or unit_of(place) is Movement.BOOKED:
        return
    if unit_of(place) is None:
        place.offer = _take_anew(underway, place, place.offer)
        underway.rows.append(place)
    move_units(place.offer, Movement.BOOKED, place=place, said_by=underway.said_by, at=underway.now)


def _take_anew(underway: Underway, place: Place, first: Offer) -> Offer:
    for offer in _offers_to_take(underway.request, first):
        if balance_now(offer).free < 1:
            continue
        try:
            move_units(
                offer, Movement.TAKEN, place=place, said_by=underway.said_by, at=underway.now
            )
        except UnitsDoNotTieError:  # someone took it meanwhile
            continue
        return offer
    detail = "The unit of the date that did not go ahead is gone, and no other is free."
    raise refuse("NO_UNIT_FREE", detail, provider=first.provider, rule=RULES)


def _offers_to_take(request: Request, first: Offer) -> Iterator[Offer]:
    yield first
    open_states = [state.value for state in OPEN_OFFERS]
    rows = Offer.objects.filter(
        provider=first.provider, modality=request.modality, state__in=open_states
    )
    for offer in rows.exclude(pk=first.pk).order_by("week", "id"):
        if request.tfc in offer.tfcs:
            yield offer
