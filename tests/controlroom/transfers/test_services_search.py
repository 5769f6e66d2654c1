"""How far a search goes: near first, farther only once the nearer was closed in writing.

Spec transfers 1.2 and 6, row 3.
"""

from __future__ import annotations

import pytest
from tests.controlroom.recording import changes_recorded
from tests.controlroom.transfers.carrying import (
    NOW,
    REPLY_BY,
    People,
    carry,
    first_offer,
    new_request,
    people,
)

from tidegate.controlroom.transfers.models import Request
from tidegate.controlroom.transfers.refused import StepRefused
from tidegate.controlroom.transfers.services.close_without_place import close_without_place
from tidegate.controlroom.transfers.services.propose_place import propose_place
from tidegate.controlroom.transfers.services.start_request import start_request
from tidegate.controlroom.transfers.services.widen_search import widen_search

__all__ = ["people"]
IN_VAIN = "SEARCHED_IN_VAIN"


def opened(people: People, most_miles: float | None) -> Request:
    new = new_request(travel_max_miles=most_miles)
    request = start_request(new=new, actor=people.asking, now=NOW)
    return carry(people, "open", request=request)


def widened(people: People, request: Request) -> Request:
    return widen_search(request=request, cause=IN_VAIN, actor=people.arranging, now=NOW)


# How far the patient would travel, how often the search was widened, how far the place is.
WITHIN = [
    (None, 0, 50.0, ""),
    (None, 0, 51.0, "BEYOND_SEARCH"),
    (None, 1, 100.0, ""),
    (None, 1, 101.0, "BEYOND_SEARCH"),
    (None, 2, 340.0, ""),
    (50.0, 0, 50.0, ""),
    (50.0, 0, 51.0, "TOO_FAR_FOR_PATIENT BEYOND_SEARCH"),
    (80.0, 0, 60.0, "BEYOND_SEARCH"),
    (80.0, 1, 60.0, ""),
    (80.0, 1, 90.0, "TOO_FAR_FOR_PATIENT"),
    (20.0, 0, None, "DISTANCE_UNKNOWN"),
]


@pytest.mark.parametrize(("most", "times", "miles", "codes"), WITHIN)
def test_no_place_is_proposed_beyond_what_is_searched_or_what_the_patient_would_travel(
    people: People, most: float | None, times: int, miles: float | None, codes: str
) -> None:
    request, offer = opened(people, most), first_offer()
    for _ in range(times):
        request = widened(people, request)
    terms = {"offer": offer, "reply_by": REPLY_BY, "actor": people.arranging, "now": NOW}
    if not codes:
        assert propose_place(request=request, miles=miles, **terms).state == "matched"  # type: ignore[arg-type]
        return
    with changes_recorded(), pytest.raises(StepRefused) as refused:
        propose_place(request=request, miles=miles, **terms)  # type: ignore[arg-type]
    assert refused.value.codes == tuple(codes.split())


def test_all_england_is_searched_only_after_both_nearer_searches_were_closed(
    people: People,
) -> None:
    request = opened(people, None)
    assert request.search == "local"
    with changes_recorded("search_widened") as entries:
        request = widened(people, request)
    assert (request.search, entries[0].facts["closed"]) == ("100", "local")
    assert widened(people, request).search == "national"
    with changes_recorded(), pytest.raises(StepRefused) as refused:
        widened(people, request)
    assert refused.value.codes == ("SEARCH_AT_ITS_WIDEST",)


@pytest.mark.parametrize(("most", "times"), [(50.0, 0), (100.0, 1)])
def test_the_search_never_goes_farther_than_the_patient_would(
    people: People, most: float, times: int
) -> None:
    request = opened(people, most)
    for _ in range(times):
        request = widened(people, request)
    with changes_recorded(), pytest.raises(StepRefused) as refused:
        widened(people, request)
    assert refused.value.codes == ("PATIENT_STAYS_NEARER",)


@pytest.mark.parametrize("cause", ["", "TOO_FAR"])
def test_a_nearer_search_is_closed_with_its_reason(people: People, cause: str) -> None:
    request = opened(people, None)
    with changes_recorded(), pytest.raises(StepRefused) as refused:
        widen_search(request=request, cause=cause, actor=people.arranging, now=NOW)
    assert refused.value.codes == ("REASON_NEEDED",)


def test_a_search_ends_without_a_place_only_once_it_went_as_far_as_the_patient_would(
    people: People,
) -> None:
    request = opened(people, 80.0)
    close = {"cause": IN_VAIN, "actor": people.arranging, "now": NOW}
    with changes_recorded(), pytest.raises(StepRefused) as refused:
        close_without_place(request=request, **close)  # type: ignore[arg-type]
    assert refused.value.codes == ("SEARCH_CAN_WIDEN",)
    request = widened(people, request)
    with changes_recorded("request_without_place"):
        request = close_without_place(request=request, **close)  # type: ignore[arg-type]
    assert (request.state, request.reason) == ("no_capacity", IN_VAIN)
