"""What time ends, as a table: who has to have answered by when, and what is over."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from tidegate.core.transfers.due import Over, expires, lapses_by, over, place_ends_with_offer
from tidegate.core.transfers.lifecycle.states import OfferState, PlaceState, RequestState

NOW = datetime(2026, 3, 16, 9, tzinfo=UTC)  # a Monday
TODAY = date(2026, 3, 16)
A_MINUTE, A_WEEK = timedelta(minutes=1), timedelta(weeks=1)


@pytest.mark.parametrize(
    ("state", "cause"),
    [
        ("planned", "NO_REPLY_FROM_PATIENT"),
        ("proposed", "NO_REPLY_FROM_RECEIVER"),
        ("accepted", "NO_REPLY_FROM_PATIENT"),
        ("chosen", ""),
        ("used", ""),
        ("declined", ""),
        ("refused", ""),
        ("passed", ""),
        ("lapsed", ""),
        ("returned", ""),
    ],
)
def test_a_place_lapses_at_the_minute_to_answer_by_with_who_did_not_answer(
    state: str, cause: str
) -> None:
    place = PlaceState(state)
    assert lapses_by(place, reply_by=NOW, now=NOW) == cause
    assert lapses_by(place, reply_by=NOW + A_MINUTE, now=NOW) == ""


@pytest.mark.parametrize("state", list(RequestState))
def test_a_request_expires_only_until_its_patient_has_chosen(state: RequestState) -> None:
    before = {"draft", "cleared", "consented", "open", "matched", "accepted"}
    assert expires(state, expires_at=NOW, answer_by=None, now=NOW) == (state.value in before)
    assert not expires(state, expires_at=NOW + A_MINUTE, answer_by=None, now=NOW)


@pytest.mark.parametrize("state", list(RequestState))
def test_a_request_of_a_wave_ends_without_a_yes_by_the_day_to_answer_by(
    state: RequestState,
) -> None:
    far = NOW + 10 * A_WEEK
    unheard = state.value in {"draft", "cleared"}
    assert expires(state, expires_at=far, answer_by=NOW, now=NOW) == unheard
    assert not expires(state, expires_at=far, answer_by=NOW + A_MINUTE, now=NOW)


@pytest.mark.parametrize(
    ("state", "week", "valid_until", "passed"),
    [
        ("posted", TODAY, NOW + A_MINUTE, Over.NOT_YET),
        ("posted", TODAY, NOW, Over.TO_NEW_PATIENTS),
        ("confirmed", TODAY - A_WEEK, NOW + A_MINUTE, Over.ITS_WEEK),
        ("confirmed", TODAY - A_WEEK + timedelta(days=1), NOW + A_MINUTE, Over.NOT_YET),
        ("part_used", TODAY - A_WEEK, NOW, Over.ITS_WEEK),
        ("used", TODAY - A_WEEK, NOW, Over.ITS_WEEK),
        ("lapsed", TODAY - A_WEEK, NOW, Over.NOT_YET),
        ("withdrawn", TODAY - A_WEEK, NOW, Over.NOT_YET),
    ],
)
def test_an_offer_is_over_with_its_week_or_when_its_provider_said(
    state: str, week: date, valid_until: datetime, passed: Over
) -> None:
    found = over(OfferState(state), week=week, valid_until=valid_until, today=TODAY, now=NOW)
    assert found is passed


@pytest.mark.parametrize(
    ("state", "to_new_patients", "its_week"),
    [
        ("planned", True, True),
        ("proposed", True, True),
        ("accepted", True, True),
        ("chosen", False, True),
        ("used", False, False),
        ("refused", False, False),
    ],
)
def test_who_chose_in_time_keeps_the_place_until_its_week_has_passed(
    state: str, to_new_patients: bool, its_week: bool
) -> None:
    place = PlaceState(state)
    assert not place_ends_with_offer(place, Over.NOT_YET)
    assert place_ends_with_offer(place, Over.TO_NEW_PATIENTS) == to_new_patients
    assert place_ends_with_offer(place, Over.ITS_WEEK) == its_week
