"""Withdraw an offer: its free units go unused, and whoever was promised one looks again."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction

from tidegate.controlroom.board import words
from tidegate.controlroom.log.services.record import Actor, identify, record
from tidegate.controlroom.transfers.models import Place, Request
from tidegate.controlroom.transfers.reach import hold_to_reach
from tidegate.controlroom.transfers.refused import refuse
from tidegate.controlroom.transfers.services.end_place import end_place, stand_where_places_say
from tidegate.controlroom.transfers.services.move_units import balance_now, lock_offer, move_units
from tidegate.core.log.entry import Severity
from tidegate.core.transfers.ledger import Movement
from tidegate.core.transfers.lifecycle.causes import CAUSES, Cause, UnusedCause, causes_of
from tidegate.core.transfers.lifecycle.offers import OFFERS
from tidegate.core.transfers.lifecycle.places import PLACES
from tidegate.core.transfers.lifecycle.requests import WITH_RECEIVER
from tidegate.core.transfers.lifecycle.states import OfferState, PlaceState, RequestState

if TYPE_CHECKING:
    from datetime import datetime

    from tidegate.controlroom.transfers.models import Offer

OFFER = "transfers.offer"
_AT_THE_RECEIVER = frozenset(state.value for state in WITH_RECEIVER)
_ENDING = sorted(state.value for state in PlaceState if PLACES.step(state, "lapse") is not None)
_RETURN_BY = "LIST_CANCELLED"  # where what withdraws an offer is not a cause to return a patient by


@dataclass(frozen=True, slots=True)
class _Fallen:
    """A request that loses its place: how, by which cause, and whether it had been chosen."""

    request: Request
    kind: str
    cause: str
    was_chosen: bool


@transaction.atomic
def withdraw_offer(
    *, offer: Offer, cause: str, actor: Actor, now: datetime, on_behalf_of: str = ""
) -> Offer:
    """Withdraw an offer with its cause; no unit of it is left without one.

    Places that were planned, proposed, accepted or chosen lapse, and their requests look for
    another; patients whose message was sent already, or who have a date, are returned. Each request
    gets its entry, and those whose patient had chosen are marked as serious.

    Raises:
        PermissionMissing: the actor may not, for this provider.
        StepRefused: the offer is over already, or the cause is none for which offers are withdrawn.
    """
    acted_for = hold_to_reach(actor, OFFER, offer.provider, on_behalf_of)
    if cause not in {one.code for one in causes_of("withdraw_offer")}:
        raise refuse("REASON_NEEDED", "Choose why the offer is withdrawn.", given=cause)
    return take_back_offer(offer=offer, cause=cause, actor=actor, now=now, acted_for=acted_for)


@transaction.atomic
def take_back_offer(
    *, offer: Offer, cause: str, actor: Actor, now: datetime, acted_for: str
) -> Offer:
    """Withdraw an offer within a deed whose service has asked whether the actor may do that.

    So does the buyer who gives back the contract line that the offer was made under.

    Args:
        offer: the offer.
        cause: a code of ``CAUSES`` that says what its units count as.
        actor: who does the deed.
        now: when.
        acted_for: ODS code on whose behalf the deed is done.

    Raises:
        StepRefused: the offer is over already.
    """
    known = CAUSES[cause]
    said_by = identify(actor)[0]
    numbers = Place.objects.filter(offer=offer, state__in=_ENDING).values_list("request", flat=True)
    requests = {
        row.pk: row
        for row in Request.objects.select_for_update().filter(pk__in=numbers).order_by("pk")
    }
    locked = lock_offer(offer)
    if OFFERS.step(OfferState(locked.state), "withdraw") is None:
        detail = f"This offer is {locked.state.replace('_', ' ')}."
        raise refuse("OFFER_NOT_OPEN", detail, state=locked.state)
    locked.state = OfferState.WITHDRAWN.value
    locked.save(update_fields=["state"])
    counts_as = known.counts_as or UnusedCause.WITHDRAWN
    fallen = _free_everybody(locked, requests, known, counts_as, said_by, now)
    if free := balance_now(locked).free:
        move_units(locked, Movement.UNUSED, free, cause=counts_as, said_by=said_by, at=now)
    for each in fallen:
        _tell(each, locked, actor, acted_for, now)
    chosen = sum(each.was_chosen for each in fallen)
    record(
        kind="offer_withdrawn",
        actor=actor,
        on_behalf_of=acted_for,
        subject=f"offer:{locked.offer_id}",
        headline=_headline(locked, known, len(fallen), chosen),
        facts={
            "cause": cause,
            "counts_as": counts_as.value,
            "units_unused": free,
            "places_ended": len(fallen),
            "patients_who_had_chosen": chosen,
        },
        now=now,
    )
    return locked


def _free_everybody(
    offer: Offer,
    requests: dict[int, Request],
    cause: Cause,
    counts_as: UnusedCause,
    said_by: str,
    now: datetime,
) -> list[_Fallen]:
    """End every place on the offer, and set each request to where it stands without."""
    fallen = []
    places = Place.objects.select_for_update(of=("self",)).filter(offer=offer, state__in=_ENDING)
    for place in places.order_by("request_id"):
        request = requests.get(place.request_id)
        if request is None:  # put forward since the requests were locked: it lapses when chosen
            continue
        place.request, was_chosen = request, place.state == PlaceState.CHOSEN.value
        returned = was_chosen and request.state in _AT_THE_RECEIVER
        verb, why = ("give_back", _returned_by(cause)) if returned else ("lapse", "OFFER_WITHDRAWN")
        end_place(place, verb, cause=why, said_by=said_by, at=now, counts_as=counts_as)
        if returned:
            request.state, request.reason = RequestState.OPEN.value, why
            request.moved_at, request.treatment_on = now, None
            request.save(update_fields=["state", "reason", "moved_at", "treatment_on"])
        elif was_chosen or request.state in _LOOKING:
            request.reason = why
            request.save(update_fields=["reason"])
            stand_where_places_say(request, at=now)
        kind = "request_returned" if returned else "place_lapsed"
        fallen.append(_Fallen(request, kind, why, was_chosen))
    return fallen


_LOOKING = frozenset({RequestState.OPEN.value, RequestState.MATCHED.value,
                      RequestState.ACCEPTED.value})  # fmt: skip


def _returned_by(cause: Cause) -> str:
    return cause.code if "give_back" in cause.verbs else _RETURN_BY


def _tell(each: _Fallen, offer: Offer, actor: Actor, acted_for: str, now: datetime) -> None:
    """Write the entry of one request; a patient who had chosen is not to be overlooked."""
    bearer = CAUSES[each.cause].bearer
    lost = "the place that the patient chose" if each.was_chosen else "a place"
    record(
        kind=each.kind,
        actor=actor,
        on_behalf_of=acted_for,
        subject=f"request:{each.request.reference}",
        headline=f"{each.request.reference} loses {lost} at {offer.site}: the offer was withdrawn",
        facts={
            "cause": each.cause,
            "offer": offer.offer_id,
            "state": each.request.state,
            "had_chosen": each.was_chosen,
            **({} if bearer is None else {"cost_borne_by": bearer.value}),
        },
        severity=Severity.SERIOUS if each.was_chosen else None,
        now=now,
    )


def _headline(offer: Offer, cause: Cause, ended: int, chosen: int) -> str:
    said = f"Offer at {offer.site}, week of {words.day(offer.week)}, withdrawn: {cause.label}"
    if chosen:
        said += f"; {words.counted(chosen, 'patient')} had chosen it and must be asked again"
    elif ended:
        said += f"; {words.counted(ended, 'place')} put to patients lapse"
    return said
