"""Every unit that stays empty has one cause, and only those that no patient explains the plan's."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tidegate.core.transfers.empty_units import causes_of_empty
from tidegate.core.transfers.lifecycle.causes import CAUSES, UnusedCause

PLAN = UnusedCause.NO_ELIGIBLE_PATIENT


@pytest.mark.parametrize(
    ("units", "given", "found"),
    [
        (0, ["TOO_FAR"], {}),
        (3, [], {"NO_ELIGIBLE_PATIENT": 3}),
        (3, ["TOO_FAR"], {"PATIENT_DECLINED": 1, "NO_ELIGIBLE_PATIENT": 2}),
        (2, ["CRITERIA", "TOO_FAR", "NOT_STAFFED"],
         {"CRITERIA_TOO_TIGHT": 1, "PATIENT_DECLINED": 1}),
        (1, ["OFFER_FULL", "RECORDS_LATE"], {"RECORDS_LATE": 1}),
        (2, ["ANOTHER_CHOSEN", "REQUEST_ENDED"], {"NOT_BOOKED": 2}),
    ],
)  # fmt: skip
def test_the_last_who_did_not_take_a_unit_explain_one_each(
    units: int, given: list[str], found: dict[str, int]
) -> None:
    assert causes_of_empty(units, given, PLAN) == found


@given(
    units=st.integers(0, 30),
    given=st.lists(st.sampled_from(sorted(CAUSES)), max_size=40),
    otherwise=st.sampled_from(UnusedCause),
)
def test_no_unit_is_without_a_cause_and_none_has_two(
    units: int, given: list[str], otherwise: UnusedCause
) -> None:
    found = causes_of_empty(units, given, otherwise)
    assert sum(found.values()) == units
    assert all(count > 0 for count in found.values())
