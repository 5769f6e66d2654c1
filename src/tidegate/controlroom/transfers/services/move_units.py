"""Move units of an offer: the one place that adds to a ledger of use, so that it always ties.

It is called inside the transaction of the step that moves them, which writes the entry.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.db.transaction import TransactionManagementError

from tidegate.controlroom.transfers.models import Offer, Place, Use
from tidegate.core.transfers.ledger import Moved, Movement, balance
from tidegate.core.transfers.lifecycle.causes import CAUSES, UnusedCause
from tidegate.core.transfers.lifecycle.offers import use_of
from tidegate.core.transfers.lifecycle.states import OfferState

if TYPE_CHECKING:
    from datetime import datetime

    from tidegate.core.transfers.ledger import Balance

# Units of these may still be booked, done, missed and given back; none may be taken.
_OVER = frozenset({OfferState.LAPSED.value, OfferState.WITHDRAWN.value})


def move_units(
    offer: Offer,
    movement: Movement,
    units: int = 1,
    *,
    said_by: str,
    at: datetime,
    cause: UnusedCause | None = None,
    place: Place | None = None,
) -> Balance:
    """Add a line to an offer's ledger and set the offer's state and units to what is left.

    The offer is locked until the transaction ends; the object that was passed is brought up to
    date. A unit that comes back to an offer that has lapsed or was withdrawn goes unused at once,
    with the cause given, else with that of the place that gave it back.

    Args:
        offer: whose units.
        movement: what happens to them.
        units: how many.
        said_by: identity of who says so.
        at: when.
        cause: why they go unused; ``CUT``, ``MISSED`` and ``UNUSED`` owe one.
        place: for whom they were taken.

    Returns:
        The offer's units after the movement.

    Raises:
        UnitsDoNotTieError: there are not so many units to be moved; nothing was changed.
        TransactionManagementError: outside ``transaction.atomic``.
    """
    locked = lock_offer(offer)
    lines = _lines(locked)
    owed = None if movement is Movement.RELEASED else cause
    new = [Moved(movement, units, owed)]
    if movement is Movement.RELEASED and locked.state in _OVER:
        new.append(Moved(Movement.UNUSED, units, cause or _cause_of(place)))
    after = balance([*lines, *new])
    Use.objects.bulk_create(
        Use(offer=locked, movement=one.movement.value, units=one.units,
            cause="" if one.cause is None else one.cause.value, place=place, said_by=said_by, at=at)
        for one in new
    )  # fmt: skip
    _bring_up_to_date(locked, after)
    offer.state, offer.units = locked.state, locked.units
    return after


def balance_now(offer: Offer) -> Balance:
    """Add up an offer's ledger as it stands."""
    return balance(_lines(offer))


def unit_of(place: Place) -> Movement | None:
    """Say how a place holds its unit: ``TAKEN``, ``BOOKED``, or not (any more) at all."""
    rows = Use.objects.filter(place=place).order_by("id").values_list("movement", flat=True)
    moves = [Movement(movement) for movement in rows]
    last = moves[-1] if moves else None
    if last is Movement.UNBOOKED:
        return Movement.TAKEN
    return last if last in (Movement.TAKEN, Movement.BOOKED) else None


def lock_offer(offer: Offer) -> Offer:
    """Lock an offer until the transaction ends, so that nobody else moves units of it."""
    if not transaction.get_connection().in_atomic_block:
        raise TransactionManagementError("units are moved inside the transaction of their step")
    return Offer.objects.select_for_update().get(pk=offer.pk)


def _lines(offer: Offer) -> list[Moved]:
    rows = Use.objects.filter(offer=offer).order_by("id").values_list("movement", "units", "cause")
    return [
        Moved(Movement(movement), units, UnusedCause(cause) if cause else None)
        for movement, units, cause in rows
    ]


def _cause_of(place: Place | None) -> UnusedCause:
    known = CAUSES.get(place.reason) if place is not None else None
    return (known and known.counts_as) or UnusedCause.NOT_BOOKED


def _bring_up_to_date(offer: Offer, after: Balance) -> None:
    """Set what may be taken, and how far an offer that is not over is used.

    An offer that nobody has confirmed and nobody uses stays posted.
    """
    offer.units = after.taken + after.free
    unconfirmed = offer.state == OfferState.POSTED.value and not after.taken
    if offer.state not in _OVER and not unconfirmed:
        offer.state = use_of(offer.units, after.taken).value
    offer.save(update_fields=["state", "units"])
