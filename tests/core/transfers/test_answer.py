"""A place as an answer to an invitation: a yes fills a unit, and silence is no yes."""

from __future__ import annotations

import pytest

from tidegate.core.transfers.answer import SAID_NO_TO_THE_SITE, STAYS_HOME, answer_of, was_asked
from tidegate.core.transfers.lifecycle.causes import CAUSES
from tidegate.core.transfers.lifecycle.states import HOLDING_A_UNIT, PlaceState, RequestState
from tidegate.core.transfers.outcomes import Reply


@pytest.mark.parametrize(
    ("state", "reply"),
    [
        ("planned", "pending"),
        ("proposed", "pending"),
        ("accepted", "pending"),
        ("chosen", "yes"),
        ("used", "yes"),
        ("declined", "no"),
        ("refused", "no"),
        ("passed", "no"),
        ("returned", "no"),
        ("lapsed", "none"),
    ],
)
def test_each_state_of_a_place_is_one_answer(state: str, reply: str) -> None:
    assert answer_of(PlaceState(state), asked=True) == reply


def test_a_yes_is_what_holds_a_unit() -> None:
    yes = {state for state in PlaceState if answer_of(state, asked=True) is Reply.YES}
    assert yes == HOLDING_A_UNIT


@pytest.mark.parametrize(
    ("state", "cleared", "asked"),
    [
        ("draft", False, True),
        ("withdrawn", False, True),
        ("expired", True, True),
        ("expired", False, False),
    ],
)
def test_only_a_request_that_expired_unseen_asked_nobody(
    state: str, cleared: bool, asked: bool
) -> None:
    assert was_asked(RequestState(state), cleared=cleared) == asked


def test_who_was_never_asked_has_not_kept_silent() -> None:
    assert answer_of(PlaceState.LAPSED, asked=False) is None
    assert answer_of(PlaceState.PLANNED, asked=False) is Reply.PENDING


def test_a_no_to_a_site_is_somebodys_word_and_not_the_passing_of_time() -> None:
    assert {PlaceState.LAPSED, PlaceState.PASSED}.isdisjoint(SAID_NO_TO_THE_SITE)


def test_causes_that_keep_a_patient_home_are_causes_by_which_a_request_ends() -> None:
    for code in STAYS_HOME:
        assert {"withdraw", "find_unsuitable"} & set(CAUSES[code].verbs)
