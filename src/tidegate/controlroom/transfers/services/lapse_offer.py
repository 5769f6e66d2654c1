"""Let an offer lapse once its time has passed; every unit that nobody took gets its cause."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from tidegate.controlroom.board import words
from tidegate.controlroom.log.services.record import record
from tidegate.controlroom.transfers.models import Place
from tidegate.controlroom.transfers.services.move_units import balance_now, lock_offer, move_units
from tidegate.core.transfers.due import Over, over
from tidegate.core.transfers.empty_units import causes_of_empty
from tidegate.core.transfers.ledger import Movement
from tidegate.core.transfers.lifecycle.causes import UnusedCause
from tidegate.core.transfers.lifecycle.offers import OFFERS
from tidegate.core.transfers.lifecycle.states import OfferState

if TYPE_CHECKING:
    from datetime import datetime

    from tidegate.controlroom.transfers.models import Offer
    from tidegate.core.log.entry import System


@transaction.atomic
def lapse_offer(*, offer: Offer, actor: System, now: datetime) -> int | None:
    """Let an offer lapse if it is still over.

    Returns:
        The units that went unused by it; None where it did not lapse.
    """
    locked = lock_offer(offer)
    state = OfferState(locked.state)
    passed = over(state, week=locked.week, valid_until=locked.valid_until,
                  today=words.local_day(now), now=now)  # fmt: skip
    step = OFFERS.step(state, "lapse")
    if passed is Over.NOT_YET or step is None or step.next is None:
        return None
    free = balance_now(locked).free
    causes = causes_of_empty(free, _given(locked), _otherwise(locked))
    locked.state = step.next.value
    locked.save(update_fields=["state"])
    said_by = f"system:{actor.name}"
    for cause, units in causes.items():
        move_units(locked, Movement.UNUSED, units, cause=cause, said_by=said_by, at=now)
    record(
        kind=step.kind,
        actor=actor,
        on_behalf_of=locked.area,
        subject=f"offer:{locked.offer_id}",
        headline=_headline(locked, free),
        facts={
            "units_unused": free,
            "causes": {cause.value: units for cause, units in causes.items()},
            "because": passed.value,
        },
        now=now,
    )
    return free


def _given(offer: Offer) -> list[str]:
    """Return why places on the offer came to nothing, newest first."""
    ended = Place.objects.filter(offer=offer).exclude(reason="").exclude(decided_at=None)
    return list(ended.order_by("-decided_at", "-id").values_list("reason", flat=True))


def _otherwise(offer: Offer) -> UnusedCause:
    """Return what its plan said of empty units; without one, nobody booked them."""
    return UnusedCause(offer.empty_because) if offer.empty_because else UnusedCause.NOT_BOOKED


def _headline(offer: Offer, free: int) -> str:
    where = f"at {offer.site}, week of {words.day(offer.week)}"
    if not free:
        return f"Offer {where} is over, with every unit taken"
    return f"Offer {where} lapsed with {words.counted(free, 'unit')} unused"
