"""Confirm that an offer stands, with the units that are there today."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from tidegate.controlroom.board import words
from tidegate.controlroom.log.services.record import Actor, identify, record
from tidegate.controlroom.transfers.new_offer import MOST_UNITS, staffing_faults
from tidegate.controlroom.transfers.reach import hold_to_reach
from tidegate.controlroom.transfers.refused import StepRefused, refuse
from tidegate.controlroom.transfers.services.move_units import balance_now, lock_offer, move_units
from tidegate.core.reasons import Reason
from tidegate.core.transfers.ledger import Movement
from tidegate.core.transfers.lifecycle.causes import CAUSES, causes_of
from tidegate.core.transfers.lifecycle.guards import RULES
from tidegate.core.transfers.lifecycle.offers import OFFERS
from tidegate.core.transfers.lifecycle.states import OfferState

if TYPE_CHECKING:
    from datetime import datetime

    from tidegate.controlroom.transfers.models import Offer
    from tidegate.core.transfers.ledger import Balance
    from tidegate.core.transfers.lifecycle.causes import UnusedCause

OFFER = "transfers.offer"


@transaction.atomic
def confirm_offer(  # noqa: PLR0913 - three kinds of units, and why there are fewer
    *,
    offer: Offer,
    actor: Actor,
    now: datetime,
    on_behalf_of: str = "",
    units: int | None = None,
    physical_units: int | None = None,
    staffed_units_claimed: int | None = None,
    staffed_units_observed: int | None = None,
    cause: str = "",
) -> Offer:
    """Say that an offer stands, and with how many units; what is not given stays as it was.

    Args:
        offer: which.
        actor: who says so.
        now: when.
        on_behalf_of: ODS code of the organisation that they act for.
        units: what may be taken in all, those taken already included; fewer are a cut.
        physical_units: units that there are.
        staffed_units_claimed: with staff, as the provider says.
        staffed_units_observed: with staff, as somebody saw.
        cause: why there are fewer; of the causes for withdrawing an offer.

    Raises:
        PermissionMissing: the actor may not, for this provider.
        StepRefused: it is over; there would be fewer units than patients; no cause for a cut; or
            the numbers contradict each other.
    """
    acted_for = hold_to_reach(actor, OFFER, offer.provider, on_behalf_of)
    locked = lock_offer(offer)
    step = OFFERS.step(OfferState(locked.state), "confirm")
    if step is None or step.next is None:
        detail = f"This offer is {locked.state.replace('_', ' ')}."
        raise refuse("OFFER_NOT_OPEN", detail, state=locked.state)
    before = balance_now(locked)
    wanted = locked.units if units is None else units
    physical = _given(physical_units, locked.physical_units)
    claimed = _given(staffed_units_claimed, locked.staffed_units_claimed)
    _refuse_contradictions(wanted, physical, claimed)
    change = wanted - locked.units
    counts_as = _cause_of_cut(change, before, cause)
    if locked.state == OfferState.POSTED.value:
        locked.state = step.next.value
    locked.physical_units, locked.staffed_units_claimed = physical, claimed
    locked.staffed_units_observed = _given(staffed_units_observed, locked.staffed_units_observed)
    locked.last_confirmed_at = now
    locked.save()
    said_by = identify(actor)[0]
    if change > 0:
        move_units(locked, Movement.OFFERED, change, said_by=said_by, at=now)
    elif change < 0:
        move_units(locked, Movement.CUT, -change, cause=counts_as, said_by=said_by, at=now)
    record(
        kind="offer_confirmed",
        actor=actor,
        on_behalf_of=acted_for,
        subject=f"offer:{locked.offer_id}",
        headline=_headline(locked, change),
        facts=_facts(locked, change, cause),
        now=now,
    )
    return locked


def _facts(offer: Offer, change: int, cause: str) -> dict[str, object]:
    return {
        "units": offer.units,
        "change": change,
        "cause": cause,
        "physical_units": offer.physical_units,
        "staffed_units_claimed": offer.staffed_units_claimed,
        "staffed_units_observed": offer.staffed_units_observed,
    }


def _given(said: int | None, before: int | None) -> int | None:
    return before if said is None else said


def _refuse_contradictions(units: int, physical: int | None, claimed: int | None) -> None:
    if not 0 <= units <= MOST_UNITS:
        raise refuse("UNITS_OUT_OF_RANGE", f"Say 0 to {MOST_UNITS:,} units.", units=units)
    found = [
        Reason(code, detail, inputs, RULES)
        for code, detail, inputs in staffing_faults(units, physical, claimed)
    ]
    if found:
        raise StepRefused(tuple(found))


def _cause_of_cut(change: int, before: Balance, cause: str) -> UnusedCause | None:
    """Return what cut units are put down to; refuse to cut units that patients have."""
    if change >= 0:
        return None
    if -change > before.free:
        detail = (
            f"{words.counted(before.taken, 'unit')} of it are taken by patients: return those"
            " patients first, or withdraw the offer."
        )
        raise refuse("UNITS_TAKEN", detail, taken=before.taken, free=before.free)
    if cause not in {one.code for one in causes_of("withdraw_offer")}:
        raise refuse("REASON_NEEDED", "Choose why there are fewer units.", given=cause)
    return CAUSES[cause].counts_as


def _headline(offer: Offer, change: int) -> str:
    changed = {True: f", {change} more", False: f", {-change} fewer than before"}
    said = changed[change > 0] if change else ""
    units = words.counted(offer.units, "unit")
    return f"{units} confirmed at {offer.site}, week of {words.day(offer.week)}{said}"
