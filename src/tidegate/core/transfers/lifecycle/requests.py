"""The lifecycle of a request, as a table (spec transfers 1.2 and 1.8).

Clearing, the patient's yes and the receiver's yes are three steps by three distinct people; the
guards hold them to that. Nothing here touches a clock start.
"""

from __future__ import annotations

from collections.abc import Iterable

from tidegate.core.lifecycle import Lifecycle, Side, Transition
from tidegate.core.transfers.lifecycle.needs import Needs
from tidegate.core.transfers.lifecycle.states import RequestState

S = RequestState
Row = Transition[RequestState]

BEFORE_A_PLACE = (S.DRAFT, S.CLEARED, S.CONSENTED, S.OPEN)
SEARCHING = (S.OPEN, S.MATCHED, S.ACCEPTED)
WITH_PLACES = (S.MATCHED, S.ACCEPTED)
WITH_RECEIVER = (S.SENT, S.RECEIVED, S.DATED)

_TO_ARRANGE = (
    Row(S.DRAFT, "clear", S.CLEARED, "transfers.clear", Side.HOLDER, "request_cleared",
        "Clear for transfer"),
    Row(S.CLEARED, "consent", S.CONSENTED, "transfers.request", Side.HOLDER, "consent_recorded",
        "Record the patient’s yes", (Needs.CONSENT,)),
    Row(S.CONSENTED, "open", S.OPEN, "transfers.arrange", Side.AREA, "request_opened",
        "Open the search"),
    *(
        Row(state, "propose", S.MATCHED if state is S.OPEN else state, "transfers.arrange",
            Side.AREA, "place_proposed", "Propose a place", (Needs.PLACE,))
        for state in SEARCHING
    ),
    Row(S.OPEN, "widen", S.OPEN, "transfers.arrange", Side.AREA, "search_widened",
        "Widen the search", (Needs.REASON,)),
    Row(S.OPEN, "close_without_place", S.NO_CAPACITY, "transfers.arrange", Side.AREA,
        "request_without_place", "Close: no place found", (Needs.REASON,)),
)  # fmt: skip

_TO_AGREE = (
    *(
        Row(state, "accept", S.ACCEPTED, "transfers.accept", Side.RECEIVER, "place_accepted",
            "Accept the patient", (Needs.PLACE,))
        for state in WITH_PLACES
    ),
    *(
        Row(state, "decline", None, "transfers.accept", Side.RECEIVER, "place_declined",
            "Decline the patient", (Needs.PLACE, Needs.REASON))
        for state in WITH_PLACES
    ),
    Row(S.ACCEPTED, "choose", S.AGREED, "transfers.request", Side.HOLDER, "place_chosen",
        "Record the patient’s choice", (Needs.PLACE,)),
    *(
        Row(state, "refuse", None, "transfers.request", Side.HOLDER, "place_refused",
            "Record that the patient says no", (Needs.PLACE, Needs.REASON))
        for state in (*WITH_PLACES, S.AGREED)
    ),
    *(
        Row(state, "lapse", None, "", Side.CLOCK, "place_lapsed", "Let the place lapse",
            (Needs.PLACE, Needs.REASON))
        for state in (*WITH_PLACES, S.AGREED)
    ),
)  # fmt: skip

_TO_TREAT = (
    Row(S.AGREED, "send", S.SENT, "transfers.request", Side.HOLDER, "message_sent",
        "Send the message", (Needs.MESSAGE,)),
    Row(S.SENT, "receive", S.RECEIVED, "transfers.receive", Side.RECEIVER, "message_received",
        "Confirm receipt"),
    Row(S.SENT, "query", S.AGREED, "transfers.receive", Side.RECEIVER, "message_queried",
        "Send the message back", (Needs.REASON,)),
    Row(S.RECEIVED, "date", S.DATED, "transfers.receive", Side.RECEIVER, "patient_dated",
        "Give a date", (Needs.DAY,)),
    Row(S.DATED, "date", S.DATED, "transfers.receive", Side.RECEIVER, "patient_dated",
        "Change the date", (Needs.DAY, Needs.REASON)),
    Row(S.DATED, "miss", S.RECEIVED, "transfers.receive", Side.RECEIVER, "date_missed",
        "Record that it did not go ahead", (Needs.REASON,)),
    Row(S.DATED, "treat", S.TREATED, "transfers.receive", Side.RECEIVER, "patient_treated",
        "Record treatment", (Needs.DAY,)),
    *(
        Row(state, "give_back", S.OPEN, "transfers.receive", Side.RECEIVER, "request_returned",
            "Return the patient", (Needs.REASON,))
        for state in WITH_RECEIVER
    ),
    Row(S.TREATED, "close", S.CLOSED, "transfers.receive", Side.RECEIVER, "request_closed",
        "Close"),
)  # fmt: skip

_TO_END = (
    *(
        Row(state, "find_unsuitable", S.UNSUITABLE, "transfers.clear", Side.HOLDER,
            "request_unsuitable", "Not suitable to move", (Needs.REASON,))
        for state in (*BEFORE_A_PLACE, *WITH_PLACES)
    ),
    *(
        Row(state, "withdraw", S.WITHDRAWN, "transfers.request", Side.HOLDER,
            "request_withdrawn", "Withdraw the request", (Needs.REASON,))
        for state in (*BEFORE_A_PLACE, *WITH_PLACES, S.AGREED, *WITH_RECEIVER)
    ),
    *(
        Row(state, "expire", S.EXPIRED, "", Side.CLOCK, "request_expired", "Let it expire")
        for state in (*BEFORE_A_PLACE, *WITH_PLACES)
    ),
)  # fmt: skip


def _rows() -> Iterable[Row]:
    yield from _TO_ARRANGE
    yield from _TO_AGREE
    yield from _TO_TREAT
    yield from _TO_END


REQUESTS: Lifecycle[RequestState] = Lifecycle("request", _rows())
