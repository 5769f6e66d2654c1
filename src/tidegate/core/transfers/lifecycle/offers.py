"""The lifecycle of an offer: posted, confirmed, used in part or whole, lapsed or withdrawn."""

from __future__ import annotations

from tidegate.core.lifecycle import Lifecycle, Side, Transition
from tidegate.core.transfers.lifecycle.needs import Needs
from tidegate.core.transfers.lifecycle.states import OPEN_OFFERS, OfferState

S = OfferState
Row = Transition[OfferState]
BY_PROVIDER = "transfers.offer"
_OPEN = tuple(state for state in OfferState if state in OPEN_OFFERS)

OFFERS: Lifecycle[OfferState] = Lifecycle(
    "offer",
    (
        *(
            Row(state, "confirm", S.CONFIRMED if state is S.POSTED else state, BY_PROVIDER,
                Side.RECEIVER, "offer_confirmed", "Confirm that it stands", (Needs.UNITS,))
            for state in _OPEN
        ),
        *(
            Row(state, "take", None, "", Side.CLOCK, "place_chosen", "Take a unit")
            for state in _OPEN
        ),
        *(
            Row(state, "release", None, "", Side.CLOCK, "unit_released", "Give a unit back")
            for state in (S.PART_USED, S.USED)
        ),
        *(
            Row(state, "lapse", S.LAPSED, "", Side.CLOCK, "offer_lapsed", "Lapse",
                (Needs.REASON,))
            for state in _OPEN
        ),
        *(
            Row(state, "withdraw", S.WITHDRAWN, BY_PROVIDER, Side.RECEIVER, "offer_withdrawn",
                "Withdraw", (Needs.REASON,))
            for state in (*_OPEN, S.USED)  # a list may fall through when all of it is taken
        ),
    ),
)  # fmt: skip


def use_of(units: int, taken: int) -> OfferState:
    """Say where an open offer stands once so many of its units are taken."""
    if taken <= 0:
        return S.CONFIRMED
    return S.USED if taken >= units else S.PART_USED
