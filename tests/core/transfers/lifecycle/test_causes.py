"""The list of coded causes is complete: for every step that owes one, and for every unit lost."""

from __future__ import annotations

import pytest

from tidegate.core.transfers.lifecycle.causes import CAUSES, Bearer, UnusedCause, causes_of
from tidegate.core.transfers.lifecycle.needs import Needs
from tidegate.core.transfers.lifecycle.offers import OFFERS
from tidegate.core.transfers.lifecycle.places import PLACES
from tidegate.core.transfers.lifecycle.requests import REQUESTS

OFFER_VERBS = {"withdraw": "withdraw_offer"}
OWED = sorted(
    {row.verb for row in (*REQUESTS.rows, *PLACES.rows) if Needs.REASON in row.needs}
    | {OFFER_VERBS[row.verb] for row in OFFERS.rows if row.verb in OFFER_VERBS}
)
# a contract line that is given back takes its offers along, and so does a surge that ends
BY_ANOTHER_ROOM = {"release_line", "stop_offer"}
MAY_HOLD_A_UNIT = ("refuse", "give_back", "miss", "withdraw", "free", "withdraw_offer")


@pytest.mark.parametrize("verb", OWED)
def test_every_step_that_owes_a_reason_has_some(verb: str) -> None:
    assert causes_of(verb)


@pytest.mark.parametrize("cause", CAUSES.values(), ids=lambda cause: cause.code)
def test_a_cause_has_words_and_belongs_to_a_step_that_exists(cause) -> None:  # type: ignore[no-untyped-def]
    assert cause.label
    assert cause.code == cause.code.upper()
    assert cause.verbs
    assert set(cause.verbs) <= {*OWED, *BY_ANOTHER_ROOM}


@pytest.mark.parametrize("verb", MAY_HOLD_A_UNIT)
def test_a_unit_that_is_lost_or_given_back_is_put_down_to_something(verb: str) -> None:
    assert [cause.code for cause in causes_of(verb) if cause.counts_as is None] == []


def test_every_return_says_who_bears_its_cost_and_every_bearer_occurs() -> None:
    bearers = {cause.code: cause.bearer for cause in causes_of("give_back")}
    assert [code for code, bearer in bearers.items() if bearer is None] == []
    assert set(bearers.values()) == set(Bearer)


def test_every_cause_of_an_unused_unit_can_come_about_but_the_plans_own() -> None:
    """LATE_NOTICE and NO_ELIGIBLE_PATIENT also come from an offer’s own dates and its plan."""
    assert {cause.counts_as for cause in CAUSES.values()} - {None} == set(UnusedCause)


def test_a_form_offers_only_what_fits_the_step() -> None:
    assert [cause.code for cause in causes_of("refuse")] == [
        "TOO_FAR", "WRONG_DATE", "PREFERS_HOME", "NO_REASON_GIVEN",
    ]  # fmt: skip
    assert [cause.code for cause in causes_of("miss")] == [
        "NOT_STAFFED", "LIST_CANCELLED", "DID_NOT_ATTEND", "CANCELLED_BY_PATIENT",
        "CANCELLED_CLINICALLY",
    ]  # fmt: skip
    assert causes_of("accept") == ()
