"""The demo's days go by in order and in working hours, and its courses lead somewhere."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tidegate.core.demo.courses import Course, course_of, next_deed
from tidegate.core.demo.days import ENGLAND, Days, at, in_working_hours, working_day
from tidegate.core.demo.fictional_patient import patient_values, unissued_number
from tidegate.core.directory.nhs_number import nhs_number_faults
from tidegate.core.transfers.lifecycle.causes import causes_of
from tidegate.core.transfers.lifecycle.requests import REQUESTS
from tidegate.core.transfers.lifecycle.states import RequestState as S

FRIDAY, MONDAY = date(2026, 11, 20), date(2026, 11, 23)
OF_SEVERAL_STEPS = {"search_in_vain", "propose_outside"}


@pytest.mark.parametrize(
    ("moment", "worked_at"),
    [
        (at(FRIDAY, 10, 5), at(FRIDAY, 10, 5)),
        (at(FRIDAY, 3, 5), at(FRIDAY, 8, 35)),
        (at(FRIDAY, 18, 5), at(MONDAY, 8, 35)),
        (at(FRIDAY + timedelta(days=1), 11), at(MONDAY, 8, 30)),
    ],
)
def test_people_work_in_working_hours(moment: datetime, worked_at: datetime) -> None:
    assert in_working_hours(moment) == worked_at


@given(st.dates(FRIDAY, MONDAY + timedelta(days=700)), st.times())
def test_nothing_is_done_sooner_or_at_a_weekend(day: date, time_of_day: time) -> None:
    moment = datetime.combine(day, time_of_day, ENGLAND)
    worked_at = in_working_hours(moment)
    assert worked_at >= moment
    assert worked_at.date() == working_day(worked_at.date())
    assert worked_at - moment < timedelta(days=4)


def test_deeds_are_done_in_order_and_none_after_the_last_moment() -> None:
    done: list[tuple[str, datetime]] = []
    days = Days(until=at(MONDAY, 12))
    days.put(at(MONDAY, 11), lambda now: done.append(("later", now)))
    days.put(at(MONDAY, 13), lambda now: done.append(("never", now)))

    def first(now: datetime) -> None:
        done.append(("first", now))
        days.put(at(FRIDAY, 9), lambda then: done.append(("put late", then)))

    days.put(at(MONDAY, 9), first)
    days.pass_by()
    assert [name for name, _ in done] == ["first", "put late", "later"]
    assert [now for _, now in done] == sorted(now for _, now in done)


def test_every_course_of_a_wave_is_taken_by_somebody_in_twenty() -> None:
    rng = np.random.default_rng(1)
    taken = {course_of(rng, turn, miles=5.0) for turn in range(20)}
    assert taken == set(Course) - {Course.IN_VAIN, Course.ELSEWHERE}


@pytest.mark.parametrize("course", Course)
@pytest.mark.parametrize("state", S)
def test_each_deed_is_a_step_of_the_lifecycle_with_a_cause_of_its_own(
    course: Course, state: S
) -> None:
    deed = next_deed(np.random.default_rng(1), course, state, ())
    if deed is None or deed.verb in OF_SEVERAL_STEPS:
        return
    assert REQUESTS.step(state, deed.verb) is not None
    assert not deed.cause or deed.cause in {cause.code for cause in causes_of(deed.verb)}


@given(st.integers(0, 99_999), st.integers(0, 99_999))
def test_numbers_of_invented_patients_are_well_formed_and_issued_to_nobody(
    one: int, other: int
) -> None:
    assert nhs_number_faults(unissued_number(one), demo=True) == ()
    assert nhs_number_faults(unissued_number(one), demo=False) != ()
    assert (unissued_number(one) == unissued_number(other)) == (one == other)


@given(st.integers(0, 110))
def test_an_invented_patient_is_as_old_as_the_list_says(age: int) -> None:
    born = patient_values(12, age, FRIDAY)["patient.birth_date"]
    assert isinstance(born, date)
    years = FRIDAY.year - born.year - ((FRIDAY.month, FRIDAY.day) < (born.month, born.day))
    assert abs(years - age) <= 1
