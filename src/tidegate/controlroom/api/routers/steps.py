"""Decisions both ways: every verb of the lifecycle's table that people take, as one operation each.

The table says the permission, the side and the words; here stands only what each verb asks for
and which service takes it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest
from django.utils import timezone
from ninja import Router

from tidegate.controlroom.api.door import viewer_on
from tidegate.controlroom.api.operations import operation
from tidegate.controlroom.api.routers.requests import WhichRequest, found, shown
from tidegate.controlroom.api.schemas import steps as asks
from tidegate.controlroom.api.schemas.requests import RequestOut
from tidegate.controlroom.api.schemas.values import Decision
from tidegate.controlroom.transfers import queries
from tidegate.controlroom.transfers.permitted import ARRANGE
from tidegate.controlroom.transfers.refused import refuse
from tidegate.controlroom.transfers.services.accept_place import accept_place
from tidegate.controlroom.transfers.services.choose_place import choose_place
from tidegate.controlroom.transfers.services.clear_request import clear_request
from tidegate.controlroom.transfers.services.close_request import close_request
from tidegate.controlroom.transfers.services.close_without_place import close_without_place
from tidegate.controlroom.transfers.services.date_patient import date_patient
from tidegate.controlroom.transfers.services.decline_place import decline_place
from tidegate.controlroom.transfers.services.find_unsuitable import find_unsuitable
from tidegate.controlroom.transfers.services.miss_date import miss_date
from tidegate.controlroom.transfers.services.open_request import open_request
from tidegate.controlroom.transfers.services.propose_place import propose_place
from tidegate.controlroom.transfers.services.query_message import query_message
from tidegate.controlroom.transfers.services.receive_message import receive_message
from tidegate.controlroom.transfers.services.record_consent import record_consent
from tidegate.controlroom.transfers.services.refuse_place import refuse_place
from tidegate.controlroom.transfers.services.return_request import return_request
from tidegate.controlroom.transfers.services.send_message import send_message
from tidegate.controlroom.transfers.services.treat_patient import treat_patient
from tidegate.controlroom.transfers.services.widen_search import widen_search
from tidegate.controlroom.transfers.services.withdraw_request import withdraw_request
from tidegate.core.lifecycle import Side
from tidegate.core.transfers.lifecycle.requests import REQUESTS

if TYPE_CHECKING:
    from tidegate.controlroom.directory.viewer import Viewer
    from tidegate.controlroom.transfers.models import Request

router = Router(tags=["Steps"])


@dataclass(frozen=True, slots=True)
class Taking:
    """How a verb is taken: what it asks for, the service, and what the document says of it."""

    asks: type[Decision]
    service: Callable[..., Request]
    told: str = ""


TAKING: dict[str, Taking] = {
    "clear": Taking(Decision, clear_request, "The holder’s clinician says that the patient is fit "
                    "to move."),
    "consent": Taking(asks.Yes, record_consent, "Someone else than who cleared the patient."),
    "open": Taking(Decision, open_request, "The area’s coordinator opens the search."),
    "propose": Taking(asks.Proposal, propose_place, "At most three live places."),
    "widen": Taking(asks.Widen, widen_search, "Local, then 100 miles, then national."),
    "close_without_place": Taking(asks.CloseWithoutPlace, close_without_place),
    "accept": Taking(asks.OfPlace, accept_place, "The receiver’s clinician. Once as many places "
                     "are accepted as the patient wants to choose among, it is refused with "
                     "`ACCEPTED_ELSEWHERE`."),
    "decline": Taking(asks.Decline, decline_place, "The patient goes on looking."),
    "choose": Taking(asks.OfPlace, choose_place, "A unit of the offer is taken at this moment; "
                     "where none is left the place lapses and it is refused with `OFFER_FULL`."),
    "refuse": Taking(asks.Refuse, refuse_place, "The patient goes on looking."),
    "send": Taking(Decision, send_message, "Refused with every fault that its checks find."),
    "receive": Taking(Decision, receive_message, "From now on the receiver owes a date."),
    "query": Taking(asks.Query, query_message, "The holder writes a new version."),
    "date": Taking(asks.Date, date_patient, "The unit is booked."),
    "miss": Taking(asks.Miss, miss_date, "The unit is lost; a new date takes a new one."),
    "treat": Taking(asks.Treatment, treat_patient, "The clock is stopped by whoever reports it, "
                    "never here."),
    "give_back": Taking(asks.GiveBack, return_request, "The patient’s yes and the clock start "
                        "stand; the unit is given back."),
    "close": Taking(Decision, close_request),
    "find_unsuitable": Taking(asks.FindUnsuitable, find_unsuitable),
    "withdraw": Taking(asks.Withdraw, withdraw_request),
}  # fmt: skip


def _publish(verb: str, taking: Taking) -> None:
    row = next(row for row in REQUESTS.rows if row.verb == verb)

    def step(request: HttpRequest, reference: WhichRequest, body: Decision) -> dict[str, Any]:
        viewer = viewer_on(request, body.decided_by)
        row = found(viewer, reference)
        answers = _answers(viewer, row, body)
        taken = taking.service(request=row, actor=viewer.actor, now=timezone.now(), **answers)
        return shown(viewer, taken)

    step.__name__ = f"step_{verb}"
    step.__doc__ = f"{row.label}.\n\n{taking.told}"
    step.__annotations__["body"] = taking.asks
    outside = ARRANGE if row.side is Side.RECEIVER else ""
    publish = operation(
        router, "POST", f"/requests/{{reference}}/{verb}",
        permission=row.permission, gives=RequestOut, or_else=outside,
    )  # fmt: skip
    publish(step)


def _answers(viewer: Viewer, row: Request, body: Decision) -> dict[str, Any]:
    """Return what the service takes, with the rows that the body names by number."""
    answers = body.model_dump(exclude={"decided_by", "told"})
    if "place" in answers:
        places = {place.pk: place for place in queries.places_of(viewer, row)}
        if answers["place"] not in places:
            detail = "Say which place this is about."
            raise refuse("NO_SUCH_PLACE", detail, place=answers["place"])
        answers["place"] = places[answers["place"]]
    if answers.get("offer") is not None:
        answers["offer"] = queries.offer_in_sight(viewer, answers["offer"])
        if answers["offer"] is None:
            raise refuse("NO_SUCH_OFFER", "Name an offer that you may see.", offer="")
    if "cause" in answers:
        answers["cause"] = answers["cause"] or ""
    return answers


for _verb, _taking in TAKING.items():
    _publish(_verb, _taking)
