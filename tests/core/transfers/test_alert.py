"""An alert has a commissioner who agreed, someone who set it, a reason, a review and an end."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tidegate.core.transfers.alert import (
    ALERT_STATES,
    AlertState,
    CapacityAlert,
    Standing,
    alert_faults,
    standing,
)

NOW = datetime(2026, 11, 2, 9, tzinfo=UTC)
DAY = timedelta(days=1)
GOOD = CapacityAlert(
    service="knee-clinic",
    provider="Z01",
    state="limited",
    reason="Two surgeons are on leave until Christmas.",
    agreed_with="QZ1",
    set_by="person:7",
    set_at=NOW,
    review_at=NOW + 14 * DAY,
    expires_at=NOW + 56 * DAY,
)


@pytest.mark.parametrize("state", AlertState)
def test_an_agreed_alert_with_an_end_may_be_set(state: AlertState) -> None:
    assert alert_faults(replace(GOOD, state=state.value)) == ()


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"agreed_with": ""}, "NO_COMMISSIONER"),
        ({"agreed_with": "  "}, "NO_COMMISSIONER"),
        ({"agreed_with": "the commissioner"}, "COMMISSIONER_CODE"),
        ({"agreed_with": "Z01"}, "AGREED_WITH_ITSELF"),
        ({"expires_at": None}, "NO_EXPIRY"),
        ({"expires_at": NOW}, "EXPIRES_BEFORE_SET"),
        ({"review_at": None}, "NO_REVIEW"),
        ({"review_at": NOW}, "REVIEW_OUT_OF_TIME"),
        ({"review_at": NOW + 57 * DAY}, "REVIEW_OUT_OF_TIME"),
        ({"review_at": NOW + 56 * DAY}, None),
        ({"state": "red"}, "ALERT_STATE"),
        ({"service": " "}, "NO_SERVICE"),
        ({"reason": ""}, "NO_REASON"),
        ({"reason": "x" * 500}, None),
        ({"reason": "x" * 501}, "REASON_TOO_LONG"),
        ({"set_by": ""}, "NO_SETTER"),
        ({"set_at": NOW.replace(tzinfo=None)}, "NO_TIME_ZONE"),
    ],
)
def test_what_an_alert_lacks_is_said(changes: dict[str, Any], code: str | None) -> None:
    found = alert_faults(replace(GOOD, **changes))
    assert [reason.code for reason in found] == ([code] if code else [])
    assert all(reason.inputs["field"] in changes for reason in found)


def test_everything_that_is_wrong_is_said_at_once() -> None:
    bad = replace(GOOD, state="red", reason="", agreed_with="", expires_at=None)
    assert [reason.code for reason in alert_faults(bad)] == [
        "ALERT_STATE", "NO_REASON", "NO_COMMISSIONER", "NO_EXPIRY",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        (-1, Standing.NOT_YET),
        (0, Standing.IN_FORCE),
        (13.9, Standing.IN_FORCE),
        (14, Standing.TO_REVIEW),
        (55.9, Standing.TO_REVIEW),
        (56, Standing.EXPIRED),
    ],
)
def test_an_alert_begins_is_due_for_review_and_ends_by_itself(
    days: float, expected: Standing
) -> None:
    assert standing(GOOD, NOW + days * DAY) is expected


def test_an_alert_may_be_ended_before_its_time() -> None:
    ended = replace(GOOD, ended_at=NOW + 3 * DAY)
    assert standing(ended, NOW + 2 * DAY) is Standing.IN_FORCE
    assert standing(ended, NOW + 3 * DAY) is Standing.ENDED


@given(st.integers(0, 10_000))
def test_no_alert_stands_for_ever(days: int) -> None:
    without_end = replace(GOOD, expires_at=None)
    assert standing(without_end, NOW + days * DAY) is Standing.EXPIRED
    assert standing(GOOD, GOOD.set_at + (57 + days) * DAY) is Standing.EXPIRED


def test_each_state_says_what_it_means_and_only_spare_capacity_comes_first() -> None:
    assert set(ALERT_STATES) == set(AlertState)
    assert [state for state, shown in ALERT_STATES.items() if shown.first] == [AlertState.SPARE]
    assert all(shown.label and shown.told for shown in ALERT_STATES.values())
