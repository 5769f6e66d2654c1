"""Whether an offer can still be put to a patient, by the time that it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone

from tidegate.core.transfers.due import Over, over
from tidegate.core.transfers.lifecycle.states import OfferState

if TYPE_CHECKING:
    from datetime import datetime

    from tidegate.controlroom.transfers.models import Offer


def is_over(offer: Offer, now: datetime) -> bool:
    """Say whether an offer's time has passed, also where nothing has let it lapse yet."""
    passed = over(
        OfferState(offer.state), week=offer.week, valid_until=offer.valid_until,
        today=timezone.localdate(now), now=now,
    )  # fmt: skip
    return passed is not Over.NOT_YET
