"""Each step of a transfer in the demo, taken by those whose step it is, through its service."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.utils import timezone

from tidegate.controlroom.demo.services.offer_for import offer_for
from tidegate.controlroom.transfers.first_message import first_message
from tidegate.controlroom.transfers.models import Place, Request
from tidegate.controlroom.transfers.refused import StepRefused
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
from tidegate.controlroom.transfers.services.write_message import write_message
from tidegate.core.demo.days import working_day
from tidegate.core.demo.fictional_patient import patient_values
from tidegate.core.demo.organisations import PROVIDERS
from tidegate.core.transfers.lifecycle.asked import HOW_ASKED
from tidegate.core.transfers.message.values import with_values
from tidegate.exchange.transfers.message_json import message_content

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date, datetime

    from tidegate.controlroom.demo.cast import Cast
    from tidegate.controlroom.demo.services.offer_for import Journeys
    from tidegate.core.demo.courses import Deed

OUTSIDE = "Example Hospital, outside Northmere"
_TO_ANSWER = timedelta(days=14)
_HOW = tuple(HOW_ASKED)
_CHOOSES_AMONG_TWO = 5  # one patient in so many


class NothingToPropose(Exception):  # noqa: N818 - it names what is the case
    """No offer fits the patient."""


def take_deed(request: Request, deed: Deed, cast: Cast, journeys: Journeys, now: datetime) -> None:
    """Take a step.

    Raises:
        StepRefused: the lifecycle does not allow it now.
        NothingToPropose: no offer fits the patient.
    """
    holder = request.holder
    if deed.verb in _OF_A_PLACE:
        _OF_A_PLACE[deed.verb](request, _place(request, deed.verb), deed.cause, cast, now)
    elif deed.verb == "clear":
        clear_request(request=request, actor=cast.clinician(holder), now=now)
    elif deed.verb == "find_unsuitable":
        find_unsuitable(request=request, cause=deed.cause, actor=cast.clinician(holder), now=now)
    elif deed.verb == "consent":
        record_consent(
            request=request, how=_HOW[request.pk % len(_HOW)],
            choices=2 if request.pk % _CHOOSES_AMONG_TWO == 0 else 1,
            actor=cast.desk(holder), now=now,
        )  # fmt: skip
    elif deed.verb == "withdraw":
        withdraw_request(request=request, cause=deed.cause, actor=cast.desk(holder), now=now)
    else:
        _ARRANGED[deed.verb](request, cast, journeys, now)


def _open(request: Request, cast: Cast, _journeys: Journeys, now: datetime) -> None:
    open_request(request=request, actor=cast.coordinator, now=now)


def _propose(request: Request, cast: Cast, journeys: Journeys, now: datetime) -> None:
    found = offer_for(request, journeys, now)
    if found is None:
        raise NothingToPropose
    offer, minutes, miles = found
    propose_place(
        request=request, offer=offer, miles=miles, minutes=minutes,
        reply_by=min(now + _TO_ANSWER, offer.valid_until), actor=cast.coordinator, now=now,
    )  # fmt: skip


def _propose_outside(request: Request, cast: Cast, _journeys: Journeys, now: datetime) -> None:
    propose_place(
        request=request, offer=None, outside=OUTSIDE, reply_by=now + _TO_ANSWER,
        actor=cast.coordinator, now=now,
    )  # fmt: skip


def _search_in_vain(request: Request, cast: Cast, _journeys: Journeys, now: datetime) -> None:
    """Widen the search as far as the patient would travel, then end it."""
    known = {"request": request, "cause": "SEARCHED_IN_VAIN", "actor": cast.coordinator}
    try:
        widen_search(**known, now=now)  # type: ignore[arg-type]
    except StepRefused:
        close_without_place(**known, now=now)  # type: ignore[arg-type]


_ARRANGED: dict[str, Callable[[Request, Cast, Journeys, datetime], None]] = {
    "open": _open,
    "propose": _propose,
    "propose_outside": _propose_outside,
    "search_in_vain": _search_in_vain,
}


def _accept(request: Request, place: Place, _cause: str, cast: Cast, now: datetime) -> None:
    accept_place(request=request, place=place, actor=cast.clinician(place.destination), now=now)


def _decline(request: Request, place: Place, cause: str, cast: Cast, now: datetime) -> None:
    actor = cast.clinician(place.destination)
    decline_place(request=request, place=place, cause=cause, actor=actor, now=now)


def _choose(request: Request, place: Place, _cause: str, cast: Cast, now: datetime) -> None:
    choose_place(request=request, place=place, actor=cast.desk(request.holder), now=now)


def _refuse(request: Request, place: Place, cause: str, cast: Cast, now: datetime) -> None:
    actor = cast.desk(request.holder)
    refuse_place(request=request, place=place, cause=cause, actor=actor, now=now)


def _send(request: Request, place: Place, _cause: str, cast: Cast, now: datetime) -> None:
    """Write the message, of a patient who is plainly nobody, and send it."""
    today = timezone.localdate(now)
    holder = PROVIDERS[request.holder]
    content = with_values(
        first_message(request, place, lambda code: PROVIDERS.get(code, code)),
        {
            **patient_values(request.pk, request.age, today),
            "referrer.professional": f"Consultant, {holder}",
            "referrer.professional_code": "C9999998",
            "referrer.contact_person": f"Transfer office, {holder}",
            "referrer.phone": "01632 960010",
            "pathway.decision_to_refer": timezone.localdate(request.started_at),
        },
    )
    if not place.destination:
        content = with_values(content, {"receiver.organisation": "ZX999"})
    actor = cast.desk(request.holder)
    write_message(request=request, content=message_content(content), actor=actor, now=now)
    send_message(request=request, actor=actor, now=now)


def _receive(request: Request, place: Place, _cause: str, cast: Cast, now: datetime) -> None:
    receive_message(request=request, actor=cast.receiving(place), now=now)


def _query(request: Request, place: Place, cause: str, cast: Cast, now: datetime) -> None:
    query_message(request=request, cause=cause, actor=cast.receiving(place), now=now)


def _date(request: Request, place: Place, _cause: str, cast: Cast, now: datetime) -> None:
    day = _day_of_treatment(request, place, timezone.localdate(now))
    date_patient(request=request, day=day, actor=cast.receiving(place), now=now)


def _day_of_treatment(request: Request, place: Place, today: date) -> date:
    """Return a working day of the offer's week, and none before the day after tomorrow."""
    soonest = working_day(today + timedelta(days=2))
    if place.offer is None:
        return working_day(soonest + timedelta(days=7))
    return max(soonest, place.offer.week + timedelta(days=request.pk % 5))


def _treat(request: Request, place: Place, _cause: str, cast: Cast, now: datetime) -> None:
    on = request.treatment_on or timezone.localdate(now)
    treat_patient(request=request, on=on, actor=cast.receiving(place), now=now)


def _miss(request: Request, place: Place, cause: str, cast: Cast, now: datetime) -> None:
    miss_date(request=request, cause=cause, actor=cast.receiving(place), now=now)


def _give_back(request: Request, place: Place, cause: str, cast: Cast, now: datetime) -> None:
    return_request(request=request, cause=cause, actor=cast.receiving(place), now=now)


def _close(request: Request, place: Place, _cause: str, cast: Cast, now: datetime) -> None:
    close_request(request=request, actor=cast.receiving(place), now=now)


_OF_A_PLACE: dict[str, Callable[[Request, Place, str, Cast, datetime], None]] = {
    "accept": _accept,
    "decline": _decline,
    "choose": _choose,
    "refuse": _refuse,
    "send": _send,
    "receive": _receive,
    "query": _query,
    "date": _date,
    "treat": _treat,
    "miss": _miss,
    "give_back": _give_back,
    "close": _close,
}
_PLACE_IS = {"accept": "proposed", "decline": "proposed", "choose": "accepted",
             "refuse": "accepted", "close": "used"}  # fmt: skip


def _place(request: Request, verb: str) -> Place:
    """Return the place that a step is about: the first of those that it may be about."""
    rows = Place.objects.filter(request=request, state=_PLACE_IS.get(verb, "chosen"))
    found = rows.select_related("offer").order_by("rank", "id").first()
    if found is None:
        raise NothingToPropose
    return found
