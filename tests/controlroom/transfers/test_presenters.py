"""What the pages of transfers say, from rows that are never stored."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from tidegate.controlroom.transfers.forms.days import DayField
from tidegate.controlroom.transfers.forms.start import StartForm
from tidegate.controlroom.transfers.models import Offer, Place, Request
from tidegate.controlroom.transfers.prefill import known_of
from tidegate.controlroom.transfers.presenters import board, cards, options, queue
from tidegate.controlroom.transfers.presenters import request as one
from tidegate.controlroom.transfers.turns import NEXT, WAY, needs_only_a_yes, next_step, turn
from tidegate.core.lifecycle import Side
from tidegate.core.transfers.lifecycle.causes import CAUSES
from tidegate.core.transfers.lifecycle.requests import REQUESTS
from tidegate.core.transfers.lifecycle.states import ENDED, PlaceState, RequestState

TODAY = date(2026, 3, 2)
NAMES = {"Z01": "Royal", "ZN101": "Tarn View", "ZN101S": "Tarn View Hospital", "Z02": "Fellside"}


def named(code: str) -> str:
    return NAMES.get(code, code)


def a_request(**changed: object) -> Request:
    known: dict[str, object] = {
        "reference": "T-000001", "holder": "Z01", "tfc": "110", "modality": "inpatient",
        "priority": "P4", "clock_start": date(2025, 5, 12), "state": "matched",
        "moved_at": datetime(2026, 2, 27, 23, 30, tzinfo=UTC), "choices": 2,
    }  # fmt: skip
    return Request(**known | changed)


def a_place(state: str = "proposed", **changed: object) -> Place:
    offer = Offer(provider="ZN101", site="ZN101S", week=date(2026, 3, 9), offer_id="O1")
    known: dict[str, object] = {
        "pk": 1, "offer": offer, "destination": "ZN101", "state": state,
        "reply_by": datetime(2026, 3, 6, 23, 59, tzinfo=UTC),
    }  # fmt: skip
    return Place(**known | changed)


def card_of(request: Request, *places: Place) -> cards.Card:
    return cards.card(request, places, named, "/there/", TODAY)


def test_a_card_names_where_from_and_every_place_that_still_lives() -> None:
    live, gone = a_place(), a_place("declined", destination="Z02", offer=None, outside="")
    elsewhere = a_place("accepted", offer=None, destination="", outside="Elsewhere Clinic")
    made = card_of(a_request(), live, gone, elsewhere)
    assert made.holder == "Royal"
    assert made.receiver == "Tarn View Hospital and Elsewhere Clinic"
    assert made.reply_by == "6 March 2026"


def test_once_chosen_a_card_names_the_chosen_place_alone() -> None:
    made = card_of(a_request(), a_place("chosen"), a_place("accepted", outside="X", offer=None))
    assert made.receiver == "Tarn View Hospital"
    assert made.reply_by == ""


@pytest.mark.parametrize(
    ("start", "weeks", "is_long"),
    [
        (date(2026, 3, 2), 0, False),
        (date(2026, 2, 23), 1, False),
        (date(2025, 3, 4), 51, False),
        (date(2025, 3, 3), 52, True),
        (date(2026, 3, 5), 0, False),  # a start to come is no wait yet
    ],
)
def test_weeks_waited_run_from_the_clock_start(start: date, weeks: int, is_long: bool) -> None:
    made = card_of(a_request(clock_start=start))
    assert (made.waited, made.long) == (weeks, is_long)


@pytest.mark.parametrize(
    ("priority", "urgent"),
    [("P1a", True), ("P1b", True), ("P2", True), ("P3", False), ("P4", False)],
)
def test_urgent_is_what_cannot_wait_a_month(priority: str, urgent: bool) -> None:
    assert card_of(a_request(priority=priority)).urgent == urgent


def test_days_are_those_of_england_and_two_weeks_are_marked_as_late() -> None:
    assert card_of(a_request()).stands == 3  # half past eleven at night on 27 February
    late = a_request(moved_at=datetime(2026, 2, 16, 9, tzinfo=UTC))
    assert card_of(late).late
    assert not card_of(a_request(state="closed", moved_at=late.moved_at)).late


@pytest.mark.parametrize("code", [*CAUSES, "", "A_CODE_OF_LONG_AGO"])
def test_every_reason_is_said_in_words_and_an_unknown_one_by_its_code(code: str) -> None:
    said = cards.reason_said(code)
    assert said == (CAUSES[code].label if code in CAUSES else code)


def test_a_reason_is_told_until_something_better_comes_of_it() -> None:
    told = {
        state.value
        for state in RequestState
        if card_of(a_request(state=state.value, reason="CRITERIA")).reason
    }
    assert told == {state.value for state in RequestState} - {"dated", "treated", "closed"}


def test_every_state_on_the_way_has_one_next_step_that_the_table_knows() -> None:
    for state in RequestState:
        step = next_step(state)
        assert (step is None) == (state in ENDED)
        if step is not None:
            assert REQUESTS.step(state, step.verb) is step
            assert turn(state) in {Side.HOLDER, Side.RECEIVER, Side.AREA}
    assert set(NEXT) == set(RequestState) - ENDED
    assert WAY[-1] is RequestState.CLOSED


def test_only_steps_that_ask_nothing_are_taken_for_several_at_once() -> None:
    at_once = {row.verb for row in REQUESTS.rows if needs_only_a_yes(row)}
    assert at_once == {"clear", "open", "close"}


def test_every_next_step_has_a_heading_in_the_queue() -> None:
    assert set(queue.HEADINGS) == set(NEXT.values())


@given(st.dictionaries(st.sampled_from([s.value for s in RequestState]), st.integers(0, 99)))
def test_the_counts_of_the_phases_add_up_to_all_that_is_under_way(counts: dict[str, int]) -> None:
    shown = board.phases(counts, "/transfers/", {})
    under_way = sum(counts.get(state.value, 0) for state in NEXT)
    assert sum(phase.count for phase in shown) == under_way
    stations = [station for phase in shown for station in phase.stations]
    assert len(stations) == len(NEXT)


def test_a_station_is_an_address_that_keeps_the_filter_and_leads_back_when_pressed_again() -> None:
    (ask, *_) = board.phases({}, "/transfers/", {"tfc": "110", "state": "draft", "page": ""})
    to_clear, to_ask = ask.stations
    assert (to_clear.href, to_clear.current) == ("/transfers/?tfc=110", True)
    assert to_ask.href == "/transfers/?tfc=110&state=cleared"


@pytest.mark.parametrize(
    ("total", "first", "last", "said"),
    [
        (0, 1, 0, "No request fits."),
        (1, 1, 1, "1 request, urgent first, then the longest waits."),
        (120, 51, 100, "51 to 100 of 120 requests, urgent first, then the longest waits."),
    ],
)
def test_the_board_says_how_many_fit(total: int, first: int, last: int, said: str) -> None:
    assert board.said(total, first, last) == said


def test_standing_marks_what_lies_behind_and_before() -> None:
    told = one.standing(a_request(state="open", reason="CRITERIA"), TODAY)
    when = [step.when for step in told.steps]
    assert when == ["done"] * 3 + ["now"] + ["later"] * 8
    assert told.waits_for == "The area: propose a place"
    assert told.reason == "Outside the site’s criteria"
    assert told.since == "For 3 days"


def test_an_ended_request_waits_for_nobody() -> None:
    told = one.standing(a_request(state="withdrawn"), TODAY)
    assert (told.ended, told.waits_for, told.steps) == (True, "", [])


def test_a_place_of_every_state_is_shown() -> None:
    for state in PlaceState:
        told = one.place_shown(a_place(state.value, reason="CRITERIA", miles=1.0), named)
        assert told.heading == "Tarn View Hospital"
        assert ("From home", "1 mile") in told.facts
    assert one.place_shown(a_place("declined"), named).over
    assert not one.place_shown(a_place("chosen"), named).over


@pytest.mark.parametrize(
    ("known", "said"),
    [
        ({"miles": 13.6, "minutes": 31}, "About 14 miles from your home, or 31 minutes by car"),
        ({"miles": 1.0}, "About 1 mile from your home"),
        ({"minutes": 45}, "About 45 minutes by car from your home"),
        ({}, "Ask us, and we will tell you how far it is from your home"),
    ],
)
def test_the_sheet_says_how_far_in_what_is_known(known: dict[str, float], said: str) -> None:
    (shown,) = options.options([a_place("accepted", **known)], named)
    assert ("How far", said) in shown.rows


def test_the_sheet_has_the_places_that_said_yes_under_letters() -> None:
    places = [
        a_place("declined"),
        a_place("accepted"),
        a_place("accepted", offer=None, destination="", outside="Elsewhere Clinic"),
        a_place("proposed"),
    ]
    shown = options.options(places, named)
    assert [(each.letter, each.name) for each in shown] == [
        ("A", "Tarn View Hospital"),
        ("B", "Elsewhere Clinic"),
    ]
    assert ("Run by", "Tarn View") in shown[0].rows
    assert ("When", "The hospital will agree a day with you") in shown[1].rows
    assert options.lead(2).startswith("Two hospitals have said yes to you.")


@pytest.mark.parametrize(
    ("reply_by", "by"),
    [
        (datetime(2026, 3, 6, 12, tzinfo=UTC), "6 March 2026"),
        (datetime(2026, 3, 20, 12, tzinfo=UTC), "9 March 2026"),  # the week of the place begins
        (datetime(2026, 2, 20, 12, tzinfo=UTC), ""),  # past: as soon as possible
    ],
)
def test_a_patient_answers_before_the_place_is_gone(reply_by: datetime, by: str) -> None:
    assert options.answer_by([a_place("accepted", reply_by=reply_by)], TODAY) == by


LISTED = {
    "pathway_id": "P1", "holder": "Z01", "tfc": "110", "modality": "inpatient",
    "priority": "P4", "weeks_waited": 42,
}  # fmt: skip


def test_a_list_of_weeks_says_between_which_days_the_clock_started() -> None:
    known = known_of(LISTED, TODAY)
    assert "clock_start" not in known.first  # never made up
    assert known.listed == (date(2025, 5, 6), date(2025, 5, 12))
    assert "it began between 6 May 2025 and 12 May 2025" in known.source


@given(st.integers(0, 500), st.integers(0, 6))
def test_every_start_within_those_days_gives_the_weeks_of_the_list(weeks: int, later: int) -> None:
    known = known_of(LISTED | {"weeks_waited": weeks}, TODAY)
    assert known.listed is not None
    start = known.listed[0] + timedelta(days=later)
    assert start <= known.listed[1]
    assert cards.weeks_waited(start, TODAY) == weeks


def test_a_list_with_the_day_itself_has_it_shown_and_held_to() -> None:
    known = known_of(LISTED | {"clock_start": date(2025, 5, 9)}, TODAY)
    assert known.first["clock_start"] == date(2025, 5, 9)
    assert known.listed == (date(2025, 5, 9), date(2025, 5, 9))


@pytest.mark.parametrize(
    ("limit", "offered"), [(None, 5), (50.0, 5), (3.0, 6), (49.9, 6), (400.0, 6)]
)
def test_a_travel_limit_of_the_list_is_offered_as_it_is(limit: float | None, offered: int) -> None:
    found = known_of(LISTED | {"travel_max_miles": limit}, TODAY)
    form, known = StartForm(None, [("Z01", "Royal")], TODAY, found), found.first
    choices = dict(form.fields["travel_max_miles"].choices)
    assert len(choices) == offered
    assert limit is None or known["travel_max_miles"] in choices
    assert limit is None or float(known["travel_max_miles"]) == limit


@given(st.dates(date(1900, 1, 1), date(2999, 12, 31)))
def test_a_day_taken_apart_for_its_boxes_is_the_same_day_again(day: date) -> None:
    field = DayField(label="Day")
    boxes = field.boxes(day)
    assert field.clean([str(boxes[part]) for part in ("day", "month", "year")]) == day


@given(st.lists(st.text(max_size=6), min_size=3, max_size=3))
def test_whatever_is_typed_into_the_boxes_is_a_day_or_is_refused(typed: list[str]) -> None:
    field = DayField(label="Day", required=False)
    refused = False
    found: date | None = None
    try:
        found = field.clean(typed)
    except ValidationError:
        refused = True
    empty = not any(part.strip() for part in typed)
    assert refused or empty or (found and typed[0].strip().lstrip("0") == str(found.day))
    assert not (refused and empty)
