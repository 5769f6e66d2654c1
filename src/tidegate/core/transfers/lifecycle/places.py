"""The lifecycle of a place: one unit of an offer, put to one patient.

A step on a place is taken by the verb of its request that carries it; this table says what
becomes of the place itself. ``put``, ``pass_over`` and ``free`` follow from what is done to the
request: opening it puts its planned places forward, choosing one passes over the others, and a
request that ends, or a patient who is returned, frees what it held.
"""

from __future__ import annotations

from tidegate.core.lifecycle import Lifecycle, Side, Transition
from tidegate.core.transfers.lifecycle.needs import Needs
from tidegate.core.transfers.lifecycle.states import PlaceState

S = PlaceState
Row = Transition[PlaceState]
BY_AREA, BY_HOLDER = "transfers.arrange", "transfers.request"
BY_CLINICIAN, BY_RECEIVER = "transfers.accept", "transfers.receive"
WHY = (Needs.REASON,)

PLACES: Lifecycle[PlaceState] = Lifecycle(
    "place",
    (
        Row(S.PLANNED, "put", S.PROPOSED, BY_AREA, Side.AREA, "place_proposed", "Put forward"),
        Row(S.PLANNED, "lapse", S.LAPSED, "", Side.CLOCK, "place_lapsed", "Lapse", WHY),
        Row(S.PLANNED, "free", S.LAPSED, "", Side.CLOCK, "place_lapsed", "Free", WHY),
        Row(S.PROPOSED, "accept", S.ACCEPTED, BY_CLINICIAN, Side.RECEIVER, "place_accepted",
            "Accept"),
        Row(S.PROPOSED, "decline", S.DECLINED, BY_CLINICIAN, Side.RECEIVER, "place_declined",
            "Decline", WHY),
        Row(S.PROPOSED, "refuse", S.REFUSED, BY_HOLDER, Side.HOLDER, "place_refused", "Refuse",
            WHY),
        Row(S.PROPOSED, "lapse", S.LAPSED, "", Side.CLOCK, "place_lapsed", "Lapse", WHY),
        Row(S.PROPOSED, "pass_over", S.PASSED, "", Side.CLOCK, "place_lapsed", "Pass over", WHY),
        Row(S.PROPOSED, "free", S.LAPSED, "", Side.CLOCK, "place_lapsed", "Free", WHY),
        Row(S.ACCEPTED, "choose", S.CHOSEN, BY_HOLDER, Side.HOLDER, "place_chosen", "Choose"),
        Row(S.ACCEPTED, "decline", S.DECLINED, BY_CLINICIAN, Side.RECEIVER, "place_declined",
            "Decline after all", WHY),
        Row(S.ACCEPTED, "refuse", S.REFUSED, BY_HOLDER, Side.HOLDER, "place_refused", "Refuse",
            WHY),
        Row(S.ACCEPTED, "lapse", S.LAPSED, "", Side.CLOCK, "place_lapsed", "Lapse", WHY),
        Row(S.ACCEPTED, "pass_over", S.PASSED, "", Side.CLOCK, "place_lapsed", "Pass over", WHY),
        Row(S.ACCEPTED, "free", S.LAPSED, "", Side.CLOCK, "place_lapsed", "Free", WHY),
        Row(S.CHOSEN, "refuse", S.REFUSED, BY_HOLDER, Side.HOLDER, "place_refused",
            "Change of mind", WHY),
        Row(S.CHOSEN, "lapse", S.LAPSED, "", Side.CLOCK, "place_lapsed", "Lapse", WHY),
        Row(S.CHOSEN, "free", S.LAPSED, "", Side.CLOCK, "place_lapsed", "Free", WHY),
        Row(S.CHOSEN, "give_back", S.RETURNED, BY_RECEIVER, Side.RECEIVER, "request_returned",
            "Return", WHY),
        Row(S.CHOSEN, "treat", S.USED, BY_RECEIVER, Side.RECEIVER, "patient_treated", "Use"),
    ),
)  # fmt: skip
