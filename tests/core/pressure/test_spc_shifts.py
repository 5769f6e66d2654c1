"""Where somebody might look, and limits that stay where the first points of a part put them."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.core.pressure.spc_series import DECIDED, STEADY, TIDEGATE, ask, day, series

from tidegate.core.pressure.spc.asked import Lead, Rebase
from tidegate.core.pressure.spc.chart import chart_of
from tidegate.core.pressure.spc.rare import is_rare
from tidegate.core.pressure.spc.rules import Side
from tidegate.core.pressure.spc.shifts import Shift, lasting_shift

UP, DOWN = [56.0], [45.0]
BEFORE = [*STEADY[1:], STEADY[0]]
"""The twelve points of common cause, the last of them below the mean."""


@pytest.mark.parametrize(
    ("what", "later", "expected"),
    [
        ("nothing but chance", STEADY, None),
        ("twelve above, from the first of them", UP * 12, Shift(day(13), Side.HIGH, 12, 12)),
        ("eleven are too few for limits that are not on trial", UP * 11, None),
        ("twelve below, and the one before", DOWN * 12, Shift(day(12), Side.LOW, 13, 13)),
        ("one day back", UP * 8 + DOWN + UP * 6, Shift(day(13), Side.HIGH, 14, 15)),
        ("half of the days back", UP * 7 + [50.0, 56.0] * 8, None),
        ("it turned and turned back, so it did not last", UP * 9 + DOWN * 8, None),
        ("a gap is no day back", UP * 6 + [None] + UP * 6, Shift(day(13), Side.HIGH, 12, 12)),
    ],
)
def test_a_shift_lasts_or_does_not(what: str, later: list, expected: Shift | None) -> None:
    result = chart_of(series([*BEFORE, *later]), ask(baseline=12), TIDEGATE)
    assert lasting_shift(result) == expected, what


def test_once_limits_begin_anew_there_is_nothing_left_to_look_at() -> None:
    asked = ask(baseline=12, rebase_at=[13])
    result = chart_of(series([*STEADY, *[55, 57, 56, 58, 54, 56] * 3]), asked, TIDEGATE)
    assert lasting_shift(result) is None


def test_limits_cannot_begin_anew_where_they_begin() -> None:
    values = [*UP * 7, *[40.0] * 5, *UP * 20]
    result = chart_of(series(values), ask(baseline=12), TIDEGATE)
    assert lasting_shift(result) is None


def test_a_shift_from_before_the_chart_is_said_to_be_older() -> None:
    asked = replace(ask(baseline=12), lead=Lead(tuple(STEADY)))
    assert lasting_shift(chart_of(series(UP * 12), asked, TIDEGATE)) == Shift(
        day(1), Side.HIGH, 12, 12, or_before=True
    )


@settings(max_examples=40)
@given(
    values=st.lists(st.integers(0, 40).map(float), min_size=20, max_size=60),
    cut=st.integers(1, 15),
)
def test_a_chart_of_the_last_weeks_has_the_limits_of_the_whole_one(
    values: list[float], cut: int
) -> None:
    whole = chart_of(series(values), ask(baseline=14), TIDEGATE)
    asked = replace(ask(baseline=14), lead=Lead(tuple(values[:cut])))
    part = chart_of(series(values[cut:]), asked, TIDEGATE)
    assert part.latest.limits == whole.latest.limits
    assert not part.latest.trial


def test_a_part_that_a_person_began_before_the_chart_still_names_that_decision() -> None:
    begun = Rebase(day(1), DECIDED)
    asked = replace(ask(), lead=Lead((50.0, 52.0), begun))
    result = chart_of(series(STEADY[2:]), asked, TIDEGATE)
    assert [part.rebase for part in result.parts] == [begun]
    assert not result.latest.trial, "twelve points with those from before the chart"


@pytest.mark.parametrize(
    ("values", "rare"),
    [
        ([0, 0, 1, 0, 2], True),
        ([1, 1, 0, 1, 0.0], True),
        ([0, 0, 0], False),
        ([3, 0, 4, 0, 5], False),
        ([0, 0, 0.5], False),
    ],
)
def test_rare_is_what_mostly_does_not_happen(values: list[float], rare: bool) -> None:
    assert is_rare(values) is rare
