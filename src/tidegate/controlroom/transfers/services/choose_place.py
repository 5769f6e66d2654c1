"""Record the patient's choice of a place; at this moment, and not before, a unit is taken."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tidegate.controlroom.transfers.refused import StepRefused, refuse
from tidegate.controlroom.transfers.services.lapse_place import lapse_place
from tidegate.controlroom.transfers.services.move_units import move_units
from tidegate.controlroom.transfers.services.take_step import take_step
from tidegate.core.log.entry import System
from tidegate.core.transfers.ledger import Movement, UnitsDoNotTieError
from tidegate.core.transfers.lifecycle.states import PlaceState

if TYPE_CHECKING:
    from datetime import datetime

    from tidegate.controlroom.log.services.record import Actor
    from tidegate.controlroom.transfers.models import Place, Request
    from tidegate.controlroom.transfers.underway import Underway

PASSED_OVER = frozenset({PlaceState.PROPOSED, PlaceState.ACCEPTED})
UNITS = System("units of offers")


def choose_place(
    *, request: Request, place: Place, actor: Actor, now: datetime, on_behalf_of: str = ""
) -> Request:
    """Choose an accepted place for good: its unit is taken and the other places are passed over.

    Raises:
        StepRefused: ``OFFER_FULL`` where others took the last unit: the place has lapsed then, and
            the request stands as its other places say; or the lifecycle's reasons, and nothing
            was changed.
    """
    try:
        return take_step(
            request=request, verb="choose", actor=actor, now=now, on_behalf_of=on_behalf_of,
            place=place, deed=_take_a_unit,
        )  # fmt: skip
    except StepRefused as refused:
        if "OFFER_FULL" in refused.codes:
            lapse_place(
                request=request,
                place=place,
                cause="OFFER_FULL",
                expected=PlaceState.ACCEPTED,
                actor=UNITS,
                now=now,
            )
        raise


def _take_a_unit(underway: Underway) -> None:
    place = underway.about()
    if place.offer is not None:
        try:
            move_units(
                place.offer, Movement.TAKEN, place=place, said_by=underway.said_by, at=underway.now
            )
        except UnitsDoNotTieError as none_left:
            detail = "Others took the last unit of this offer. The place has lapsed."
            raise refuse("OFFER_FULL", detail, offer=place.offer.offer_id) from none_left
    underway.end_others("pass_over", "ANOTHER_CHOSEN", PASSED_OVER)
