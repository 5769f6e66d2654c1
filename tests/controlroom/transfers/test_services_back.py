"""What comes back: declines, refusals, missed dates, returns and ends, each with its cause."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import pytest
from tests.controlroom.recording import changes_recorded
from tests.controlroom.transfers.carrying import (
    NEXT_WEEK,
    NOW,
    OTHER,
    REPLY_BY,
    WAITING_SINCE,
    People,
    carry,
    first_offer,
    new_offer,
    people,
    place_at,
)

from tidegate.controlroom.log.models import Entry
from tidegate.controlroom.log.services.verify_record import verify_record
from tidegate.controlroom.transfers.models import Offer, Place, Request, Use
from tidegate.controlroom.transfers.refused import StepRefused
from tidegate.controlroom.transfers.services.close_without_place import close_without_place
from tidegate.controlroom.transfers.services.date_patient import date_patient
from tidegate.controlroom.transfers.services.decline_place import decline_place
from tidegate.controlroom.transfers.services.find_unsuitable import find_unsuitable
from tidegate.controlroom.transfers.services.miss_date import miss_date
from tidegate.controlroom.transfers.services.move_units import balance_now
from tidegate.controlroom.transfers.services.propose_place import propose_place
from tidegate.controlroom.transfers.services.refuse_place import refuse_place
from tidegate.controlroom.transfers.services.return_request import return_request
from tidegate.controlroom.transfers.services.withdraw_offer import withdraw_offer
from tidegate.controlroom.transfers.services.withdraw_request import withdraw_request
from tidegate.core.transfers.ledger import Movement
from tidegate.core.transfers.lifecycle.causes import CAUSES, UnusedCause

__all__ = ["people"]


def units(offer: Offer | None = None) -> str:
    found = balance_now(offer or first_offer())
    return f"{found.free} {found.agreed} {found.booked} {found.done}"


Back = Callable[[People, Request], Request]


def declines(people: People, request: Request, cause: str) -> Request:
    place = place_at(request)
    return decline_place(request=request, place=place, cause=cause, actor=people.accepting, now=NOW)


def refuses(people: People, request: Request, cause: str) -> Request:
    place = place_at(request)
    return refuse_place(request=request, place=place, cause=cause, actor=people.asking, now=NOW)


def returns(people: People, request: Request, cause: str) -> Request:
    return return_request(request=request, cause=cause, actor=people.receiving, now=NOW)


# From where, what is done, with which cause: entry, and how the place then stands.
BACK_TO_OPEN = [
    ("matched", declines, "CRITERIA", "place_declined", "declined"),
    ("accepted", declines, "NOT_STAFFED", "place_declined", "declined"),
    ("matched", refuses, "TOO_FAR", "place_refused", "refused"),
    ("accepted", refuses, "WRONG_DATE", "place_refused", "refused"),
    ("agreed", refuses, "PREFERS_HOME", "place_refused", "refused"),
    ("sent", returns, "RECORDS_INCOMPLETE", "request_returned", "returned"),
    ("received", returns, "PREASSESSMENT_FAILED", "request_returned", "returned"),
    ("dated", returns, "UNFIT_ON_ARRIVAL", "request_returned", "returned"),
]


@pytest.mark.parametrize(("state", "back", "cause", "kind", "place_state"), BACK_TO_OPEN)
def test_what_comes_back_goes_to_the_open_search_with_its_cause(
    people: People,
    state: str,
    back,
    cause: str,
    kind: str,
    place_state: str,  # type: ignore[no-untyped-def]
) -> None:
    request = carry(people, state)
    released = ["unit_released"] if state in {"agreed", "sent", "received", "dated"} else []
    with changes_recorded(kind, *released) as entries:
        request = back(people, request, cause)
    assert (request.state, request.reason) == ("open", cause)
    assert (place_at(request).state, place_at(request).reason) == (place_state, cause)
    assert entries[0].facts["cause"] == cause
    assert CAUSES[cause].label in entries[0].headline
    assert (request.clock_start, request.consent) == (WAITING_SINCE, "yes")
    assert (request.treatment_on, units()) == (None, "2 0 0 0"), "the unit is given back"
    assert carry(people, "closed", request=request).state == "closed", "the search goes on"
    assert verify_record().ok


@pytest.mark.parametrize(("state", "back", "cause", "kind", "place_state"), BACK_TO_OPEN[:4])
def test_while_another_place_lives_the_request_stands_where_that_one_does(
    people: People,
    state: str,
    back,
    cause: str,
    kind: str,
    place_state: str,  # type: ignore[no-untyped-def]
) -> None:
    request = carry(people, state)
    request = propose_place(
        request=request, offer=new_offer("O2", OTHER), reply_by=REPLY_BY, actor=people.arranging,
        now=NOW,
    )  # fmt: skip
    assert back(people, request, cause).state == "matched"


def test_a_return_says_who_bears_its_cost(people: People) -> None:
    returns(people, carry(people, "received"), "PATIENT_ASKED_TO_RETURN")
    assert Entry.objects.get(kind="request_returned").facts["bearer"] == "payer"


@pytest.mark.parametrize("cause", ["", "TOO_FAR", "BECAUSE"])
def test_a_return_without_a_cause_of_the_list_is_refused(people: People, cause: str) -> None:
    request = carry(people, "received")
    with changes_recorded(), pytest.raises(StepRefused) as refused:
        returns(people, request, cause)
    assert refused.value.codes == ("REASON_NEEDED",)


MISSED = [
    ("DID_NOT_ATTEND", UnusedCause.DNA),
    ("CANCELLED_BY_PATIENT", UnusedCause.PATIENT_DECLINED),
    ("CANCELLED_CLINICALLY", UnusedCause.CANCEL_CLINICAL),
    ("NOT_STAFFED", UnusedCause.NOT_STAFFED),
    ("LIST_CANCELLED", UnusedCause.WITHDRAWN),
]


@pytest.mark.parametrize(("cause", "counts_as"), MISSED)
def test_a_date_that_did_not_go_ahead_loses_its_unit_and_the_next_takes_another(
    people: People, cause: str, counts_as: UnusedCause
) -> None:
    request = carry(people, "dated")
    with changes_recorded("date_missed"):
        request = miss_date(request=request, cause=cause, actor=people.receiving, now=NOW)
    assert (request.state, request.reason, request.treatment_on) == ("received", cause, None)
    assert balance_now(first_offer()).unused == {counts_as: 1}
    with changes_recorded("patient_dated"):
        request = date_patient(request=request, day=NEXT_WEEK, actor=people.receiving, now=NOW)
    assert units() == "0 0 1 0"
    moves = Use.objects.filter(place=place_at(request)).order_by("id")
    assert list(moves.values_list("movement", flat=True)) == [
        Movement.TAKEN, Movement.BOOKED, Movement.MISSED, Movement.TAKEN, Movement.BOOKED,
    ]  # fmt: skip


def missed(people: People) -> Request:
    new_offer(units=1)
    request = carry(people, "dated")
    return miss_date(request=request, cause="DID_NOT_ATTEND", actor=people.receiving, now=NOW)


def test_with_no_unit_left_of_the_offer_one_of_the_same_provider_is_taken(people: People) -> None:
    request = missed(people)
    new_offer("O2", OTHER)
    new_offer("O3", tfcs=["100"])
    later = new_offer("O4")
    request = date_patient(request=request, day=NEXT_WEEK, actor=people.receiving, now=NOW)
    assert place_at(request).offer == later
    assert (units(), units(later)) == ("0 0 0 0", "1 0 1 0")
    assert carry(people, "treated", request=request).state == "treated"
    assert units(later) == "1 0 0 1"


def test_with_no_unit_left_at_all_no_date_is_promised(people: People) -> None:
    request = missed(people)
    new_offer("O2", OTHER)
    with changes_recorded(), pytest.raises(StepRefused) as refused:
        date_patient(request=request, day=NEXT_WEEK, actor=people.receiving, now=NOW)
    assert refused.value.codes == ("NO_UNIT_FREE",)
    request = returns(people, request, "NOT_STAFFED")
    assert (request.state, units()) == ("open", "0 0 0 0"), "a missed unit is not given back"


def withdraws(people: People, request: Request, cause: str) -> Request:
    return withdraw_request(request=request, cause=cause, actor=people.asking, now=NOW)


def finds(people: People, request: Request, cause: str) -> Request:
    return find_unsuitable(request=request, cause=cause, actor=people.clearing, now=NOW)


def closes(people: People, request: Request, cause: str) -> Request:
    return close_without_place(request=request, cause=cause, actor=people.arranging, now=NOW)


ENDS = [
    ("draft", withdraws, "RAISED_IN_ERROR", "request_withdrawn", "withdrawn", "not_asked"),
    ("cleared", withdraws, "CONSENT_REFUSED", "request_withdrawn", "withdrawn", "no"),
    ("matched", withdraws, "TREATED_AT_HOME", "request_withdrawn", "withdrawn", "yes"),
    ("agreed", withdraws, "CONSENT_WITHDRAWN", "request_withdrawn", "withdrawn", "withdrawn"),
    ("dated", withdraws, "DIED", "request_withdrawn", "withdrawn", "yes"),
    ("draft", finds, "CLINICALLY_UNSUITABLE", "request_unsuitable", "unsuitable", "not_asked"),
    ("accepted", finds, "SOCIALLY_UNSUITABLE", "request_unsuitable", "unsuitable", "yes"),
]


@pytest.mark.parametrize(("state", "end", "cause", "kind", "ended", "consent"), ENDS)
def test_a_request_that_ends_frees_everything_and_the_clock_goes_on(
    people: People,
    state: str,
    end,
    cause: str,
    kind: str,
    ended: str,
    consent: str,  # type: ignore[no-untyped-def]
) -> None:
    """Asking keeps the place: the clock start is unchanged after every exit (spec 6, row 2)."""
    first_offer()
    request = carry(people, state)
    with_place = state in {"matched", "accepted", "agreed", "dated"}
    held = state in {"agreed", "dated"}
    kinds = [kind, *(["unit_released"] if held else []), *(["place_lapsed"] if with_place else [])]
    with changes_recorded(*kinds):
        request = end(people, request, cause)
    assert (request.state, request.reason, request.consent) == (ended, cause, consent)
    assert request.clock_start == WAITING_SINCE
    assert units() == "2 0 0 0"
    for place in Place.objects.filter(request=request):
        assert (place.state, place.reason) == ("lapsed", cause if held else "REQUEST_ENDED")


def test_a_search_in_vain_ends_in_writing(people: People) -> None:
    request = carry(people, "open")
    with changes_recorded(), pytest.raises(StepRefused):
        closes(people, request, "")


def test_a_unit_that_comes_back_to_an_offer_that_is_over_goes_unused_for_that_cause(
    people: People,
) -> None:
    request = carry(people, "received")
    Offer.objects.update(state="lapsed")
    returns(people, request, "RECORDS_LATE")
    assert balance_now(first_offer()).unused == {UnusedCause.RECORDS_LATE: 1}


def test_every_step_back_can_be_taken_again_and_again(people: People) -> None:
    request = carry(people, "draft")
    for _ in range(3):
        for back, state, cause in (
            (declines, "matched", "CRITERIA"),
            (refuses, "agreed", "TOO_FAR"),
            (returns, "dated", "UNFIT_ON_ARRIVAL"),
        ):
            request = partial(back, people)(carry(people, state, request=request), cause)
            assert request.state == "open"
    assert Place.objects.filter(request=request).count() == 9
    assert verify_record().ok


def test_a_dated_patient_whose_offer_is_withdrawn_has_no_date_any_more(people: People) -> None:
    request = carry(people, "dated")
    with changes_recorded("request_returned", "offer_withdrawn"):
        withdraw_offer(offer=first_offer(), cause="LIST_CANCELLED", actor=people.receiving, now=NOW)
    request.refresh_from_db()
    assert (request.state, request.treatment_on) == ("open", None)
    assert place_at(request).state == "returned"
    assert units() == "0 0 0 0"
