"""End a place that a patient was put to, and give its unit back where it held one.

It is called inside the transaction of the step that ends it, which writes the entry.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.db.transaction import TransactionManagementError

from tidegate.controlroom.transfers.models import Place, Request
from tidegate.controlroom.transfers.services.move_units import move_units, unit_of
from tidegate.core.transfers.ledger import Movement
from tidegate.core.transfers.lifecycle.places import PLACES
from tidegate.core.transfers.lifecycle.states import (
    HOLDING_A_UNIT,
    PlaceState,
    standing,
)

if TYPE_CHECKING:
    from datetime import datetime

    from tidegate.core.transfers.lifecycle.causes import UnusedCause


def end_place(
    place: Place,
    verb: str,
    *,
    cause: str,
    said_by: str,
    at: datetime,
    counts_as: UnusedCause | None = None,
) -> None:
    """Take the step of a place that ends it: lapse, decline, refuse, pass_over, free, give_back.

    A unit with a date is first unbooked; a unit that was missed is not given back again.

    Args:
        place: which one.
        verb: of ``PLACES``.
        cause: code of the cause.
        said_by: identity of who says so.
        at: when.
        counts_as: what the unit is put down to if its offer is over; else what the cause says.

    Raises:
        ValueError: the place is not in a state in which that can be done.
    """
    if not transaction.get_connection().in_atomic_block:
        raise TransactionManagementError("a place ends inside the transaction of its step")
    state = PlaceState(place.state)
    step = PLACES.step(state, verb)
    if step is None or step.next is None:
        raise ValueError(f"a place that is {state} cannot {verb}")
    place.state, place.reason, place.decided_at = step.next.value, cause, at
    place.save(update_fields=["state", "reason", "decided_at"])
    held = unit_of(place) if state in HOLDING_A_UNIT else None
    if held is not None and place.offer is not None:
        if held is Movement.BOOKED:
            move_units(place.offer, Movement.UNBOOKED, place=place, said_by=said_by, at=at)
        move_units(
            place.offer, Movement.RELEASED, place=place, said_by=said_by, at=at, cause=counts_as
        )


def stand_where_places_say(request: Request, *, at: datetime) -> bool:
    """Set a request to where its places say that it stands; tell whether that is elsewhere."""
    if not transaction.get_connection().in_atomic_block:
        raise TransactionManagementError("a request moves inside the transaction of its step")
    states = Place.objects.filter(request=request).values_list("state", flat=True)
    found = standing([PlaceState(state) for state in states]).value
    if found == request.state:
        return False
    request.state, request.moved_at = found, at
    request.save(update_fields=["state", "moved_at"])
    return True
