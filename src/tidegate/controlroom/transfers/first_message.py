"""The transfer message as far as the request and the directory already know it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tidegate.controlroom.board.words import local_day
from tidegate.core.transfers.message.message import TransferMessage
from tidegate.core.transfers.message.values import Value, with_values
from tidegate.core.waiting.rtt_status import TRANSFERRED

if TYPE_CHECKING:
    from collections.abc import Callable

    from tidegate.controlroom.transfers.models import Place, Request


def first_message(
    request: Request, place: Place | None, named: Callable[[str], str]
) -> TransferMessage:
    """Begin a message: what is known is filled in and shown, what is not stays empty."""
    begun = with_values(
        TransferMessage(),
        {
            "referrer.tfc": request.tfc,
            "pathway.issuer": request.holder,
            "pathway.rtt_status": TRANSFERRED,
            "path.organisations": (request.holder,),
            "receiver.tfc": request.tfc,
            "dates.requested": local_day(request.started_at),
        },
    )
    return kept_to_request(begun, request, place, named)


def kept_to_request(
    message: TransferMessage, request: Request, place: Place | None, named: Callable[[str], str]
) -> TransferMessage:
    """Hold a message to what the request itself says: whose, since when, and where to.

    An earlier version may name another receiver, from before the patient chose again.
    """
    own: dict[str, Value] = {
        "referrer.organisation": request.holder,
        "referrer.organisation_name": named(request.holder),
        "pathway.identifier": request.pathway_id,
        "pathway.clock_start": request.clock_start,
    }
    if place is not None and place.destination:
        own |= {
            "receiver.organisation": place.destination,
            "receiver.organisation_name": named(place.destination),
        }
    elif place is not None:
        own |= {"receiver.organisation_name": place.outside}
    return with_values(message, own)
