"""What becomes of a place and of an offer, step by step."""

from __future__ import annotations

import pytest

from tidegate.core.lifecycle import Lifecycle, Side, Transition
from tidegate.core.transfers.lifecycle.needs import Needs
from tidegate.core.transfers.lifecycle.offers import OFFERS, use_of
from tidegate.core.transfers.lifecycle.places import PLACES
from tidegate.core.transfers.lifecycle.requests import REQUESTS
from tidegate.core.transfers.lifecycle.states import (
    LIVE_PLACES,
    OPEN_OFFERS,
    OfferState,
    PlaceState,
    RequestState,
    standing,
)

PLACE_TABLE = """
put        planned                                -> proposed
accept     proposed                               -> accepted
choose     accepted                               -> chosen
treat      chosen                                 -> used
decline    proposed, accepted                     -> declined
refuse     proposed, accepted, chosen             -> refused
pass_over  proposed, accepted                     -> passed
lapse      planned, proposed, accepted, chosen    -> lapsed
free       planned, proposed, accepted, chosen    -> lapsed
give_back  chosen                                 -> returned
"""
OFFER_TABLE = """
confirm    posted, confirmed, part_used
take       posted, confirmed, part_used
release    part_used, used
lapse      posted, confirmed, part_used
withdraw   posted, confirmed, part_used, used
"""


def parsed(table: str) -> dict[tuple[str, str], str]:
    found = {}
    for line in table.strip().splitlines():
        left, _, target = line.partition("->")
        verb, *states = left.replace(",", " ").split()
        found |= {(state, verb): target.strip() for state in states}
    return found


def test_a_place_takes_just_these_steps() -> None:
    shown = {(row.state.value, row.verb): row.next.value for row in PLACES.rows if row.next}
    assert shown == parsed(PLACE_TABLE)


def test_an_offer_takes_just_these_steps() -> None:
    assert {(row.state.value, row.verb) for row in OFFERS.rows} == set(parsed(OFFER_TABLE))


def test_every_state_of_a_place_can_be_come_to_and_lives_until_it_ends() -> None:
    targets = {row.next for row in PLACES.rows} | {PlaceState.PLANNED}
    assert targets == set(PlaceState)
    for state in PlaceState:
        goes_on = state in LIVE_PLACES | {PlaceState.PLANNED}
        assert bool(PLACES.steps_from(state)) == goes_on


def test_a_place_that_lives_can_always_be_freed_when_its_request_ends() -> None:
    for state in LIVE_PLACES | {PlaceState.PLANNED}:
        assert PLACES.step(state, "free") is not None


@pytest.mark.parametrize(
    "row",
    [row for row in PLACES.rows if row.verb in REQUESTS.verbs()],
    ids=lambda row: f"{row.state}-{row.verb}",
)
def test_a_step_on_a_place_is_the_same_persons_in_both_tables(row: Transition[PlaceState]) -> None:
    of_request = [other for other in REQUESTS.rows if other.verb == row.verb]
    assert {other.kind for other in of_request} == {row.kind}
    assert {other.side for other in of_request} == {row.side}
    assert {Needs.REASON in other.needs for other in of_request} == {Needs.REASON in row.needs}


STANDS = [
    ([], "open"),
    (["declined"], "open"),
    (["declined", "lapsed", "refused", "returned", "passed"], "open"),
    (["planned"], "open"),
    (["proposed"], "matched"),
    (["declined", "proposed"], "matched"),
    (["accepted"], "accepted"),
    (["proposed", "accepted", "declined"], "accepted"),
]


@pytest.mark.parametrize(("places", "expected"), STANDS)
def test_a_request_stands_where_its_best_place_stands(places: list[str], expected: str) -> None:
    assert standing([PlaceState(place) for place in places]) is RequestState(expected)


USED = [(3, 0, "confirmed"), (3, 1, "part_used"), (3, 2, "part_used"), (3, 3, "used"),
        (1, 1, "used"), (0, 0, "confirmed")]  # fmt: skip


@pytest.mark.parametrize(("units", "taken", "expected"), USED)
def test_an_offer_is_used_as_far_as_its_units_are_taken(
    units: int, taken: int, expected: str
) -> None:
    assert use_of(units, taken) is OfferState(expected)


def test_a_used_offer_cannot_be_taken_from_and_an_ended_one_does_nothing_more() -> None:
    assert OFFERS.step(OfferState.USED, "take") is None
    for state in (OfferState.LAPSED, OfferState.WITHDRAWN):
        assert OFFERS.steps_from(state) == ()
    assert {row.state for row in OFFERS.rows if row.verb == "take"} == OPEN_OFFERS


def test_what_ends_an_offer_says_why() -> None:
    for row in OFFERS.rows:
        ends = row.next in {OfferState.LAPSED, OfferState.WITHDRAWN}
        assert (Needs.REASON in row.needs) == ends


def test_a_state_that_has_a_verb_twice_is_refused_when_the_table_is_made() -> None:
    row = Transition(PlaceState.PLANNED, "put", PlaceState.PROPOSED, "", Side.AREA, "k", "l")
    with pytest.raises(ValueError, match="same verb twice"):
        Lifecycle("place", [row, row])
